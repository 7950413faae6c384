import { strict as assert } from "node:assert";
import * as vscode from "vscode";
import { startSandbox, type Sandbox, type SandboxOptions } from "../../src/sandbox/startSandbox.ts";

export const CONNECTION_ID = "host-test";

/** A sandbox, a connection to it in the user's settings with its key in the environment, and some of its contacts. */
export interface HostWorld {
  readonly sandbox: Sandbox;
  /** Ids of contacts in no conversation's way, as many as asked for. */
  readonly contactIds: readonly string[];
  /** Changes a contact as somebody else would. */
  patch(contactId: string, body: object): Promise<void>;
  /** Makes a contact that no other test has opened, and returns its id. */
  create(name: string): Promise<string>;
  /** What the server has now. */
  get(contactId: string): Promise<Record<string, unknown>>;
  /** Bodies of the writes of one method, in order. */
  bodies(method: string): readonly unknown[];
  close(): Promise<void>;
}

export async function openWorld(
  connection: Record<string, unknown> = {},
  options: SandboxOptions = {},
): Promise<HostWorld> {
  const sandbox = await startSandbox(options);
  process.env["MAIAGENT_API_KEY"] = sandbox.apiKey;
  await setConnections([settingFor(sandbox, connection)]);
  const headers = { authorization: `Api-Key ${sandbox.apiKey}`, "content-type": "application/json" };
  const call = async (path: string, init: RequestInit = {}) => {
    const response = await fetch(`${sandbox.baseUrl}/${path}`, { headers, ...init });
    assert.ok(response.ok, `${path} answered ${response.status}`);
    return (await response.json()) as Record<string, unknown>;
  };
  const list = (await call("contacts/?pageSize=100"))["results"] as readonly ({
    readonly id: string;
  } & Record<string, unknown>)[];
  // Sample contacts lack a field here and there; a test that changes one needs it to be there.
  const isComplete = (contact: Record<string, unknown>) =>
    ["name", "email", "phoneNumber", "sourceId"].every(
      (field) => typeof contact[field] === "string" && contact[field] !== "",
    );
  sandbox.clearRequests();
  return {
    sandbox,
    contactIds: list.filter(isComplete).map(({ id }) => id),
    patch: async (id, body) => {
      await call(`contacts/${id}/`, { method: "PATCH", body: JSON.stringify(body) });
    },
    create: async (name) => {
      const body = JSON.stringify({ name, inboxes: list[0]?.["inboxes"] });
      return String((await call("contacts/", { method: "POST", body }))["id"]);
    },
    get: (id) => call(`contacts/${id}/`),
    bodies: (method) =>
      sandbox.requests
        .filter((request) => request.method === method)
        .map(({ body }): unknown => JSON.parse(body)),
    close: async () => {
      await vscode.commands.executeCommand("workbench.action.revertAndCloseActiveEditor");
      await vscode.commands.executeCommand("workbench.action.closeAllEditors");
      await setConnections(undefined);
      await sandbox.close();
    },
  };
}

export function settingFor(
  sandbox: Sandbox,
  connection: Record<string, unknown> = {},
): Record<string, unknown> {
  return {
    id: CONNECTION_ID,
    label: "Host test",
    baseUrl: sandbox.baseUrl,
    role: "development",
    keySource: "environment",
    ...connection,
  };
}

export async function setConnections(value: readonly unknown[] | undefined): Promise<void> {
  await vscode.workspace
    .getConfiguration()
    .update("maiagent.connections", value, vscode.ConfigurationTarget.Global);
}

export function uriFor(contactId: string): vscode.Uri {
  return vscode.Uri.parse(`maiagent://${CONNECTION_ID}/contacts/${contactId}.contact.json`);
}

export async function openDocument(contactId: string): Promise<vscode.TextDocument> {
  const document = await vscode.workspace.openTextDocument(uriFor(contactId));
  await vscode.window.showTextDocument(document);
  return document;
}

/** Takes back the edits of every contact that is open. */
export async function revertDocuments(): Promise<void> {
  const edited = vscode.workspace.textDocuments.filter(
    ({ isDirty, uri }) => isDirty && uri.scheme === "maiagent",
  );
  for (const document of edited) {
    await vscode.window.showTextDocument(document);
    await vscode.commands.executeCommand("workbench.action.files.revert");
  }
  await until(() => edited.every((document) => !document.isDirty));
}

/** Replaces the first `before` in the document by `after`. */
export async function replaceText(
  document: vscode.TextDocument,
  before: string,
  after: string,
): Promise<void> {
  const offset = document.getText().indexOf(before);
  assert.notEqual(offset, -1, `${before} is not in the document`);
  const edit = new vscode.WorkspaceEdit();
  const range = new vscode.Range(document.positionAt(offset), document.positionAt(offset + before.length));
  edit.replace(document.uri, range, after);
  assert.ok(await vscode.workspace.applyEdit(edit));
}

/** Writes a value at a top-level key that the document has, leaving everything else as it is. */
export async function setField(document: vscode.TextDocument, field: string, value: unknown): Promise<void> {
  const line = new RegExp(`^  ${JSON.stringify(field)}: (.*?)(,?)$`, "m").exec(document.getText());
  assert.ok(line, `${field} is not on a line of its own`);
  await replaceText(
    document,
    line[0],
    `  ${JSON.stringify(field)}: ${JSON.stringify(value)}${line[2] ?? ""}`,
  );
}

/** The value of a top-level key as the document says it. */
export function fieldOf(document: vscode.TextDocument, field: string): unknown {
  return (JSON.parse(document.getText()) as Record<string, unknown>)[field];
}

/** Waits, on events of documents and diagnostics, until the condition holds; mocha's timeout ends the waiting. */
export async function until(condition: () => boolean): Promise<void> {
  if (condition()) {
    return;
  }
  await new Promise<void>((resolve) => {
    const check = () => {
      if (condition()) {
        subscriptions.dispose();
        resolve();
      }
    };
    const subscriptions = vscode.Disposable.from(
      vscode.workspace.onDidChangeTextDocument(check),
      vscode.workspace.onDidSaveTextDocument(check),
      vscode.languages.onDidChangeDiagnostics(check),
      vscode.window.tabGroups.onDidChangeTabs(check),
    );
  });
}
