import { strict as assert } from "node:assert";
import { randomUUID } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import * as vscode from "vscode";
import { DuplicatesPanel } from "../../src/data/duplicates/duplicatesPanel.ts";
import { ImportSession } from "../../src/data/import/importSession.ts";
import { MappingMemory } from "../../src/data/import/mappingMemory.ts";
import { sampleInboxes } from "../../src/sandbox/sampleInboxes.ts";
import { HistoryStore } from "../../src/state/historyStore.ts";
import { describeError } from "../../src/ui/describeError.ts";
import { Log } from "../../src/ui/log.ts";
import { type HostWindow, openHostWindow } from "./hostWindow.ts";
import { CONNECTION_ID, type HostWorld } from "./hostWorld.ts";

/** A second connection, to a server that works. */
export const ELSEWHERE = "elsewhere";
const [FROM, TO] = sampleInboxes;
/** The extension's own folder on this machine, as VS Code lays out a profile. */
const storage = join(
  dirname(vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? ""),
  "user-data/User/globalStorage/maiagent-community.maiagent-contacts",
);

/** What every caller is given. All of it was made while the connection could be written to. */
export interface Made {
  readonly world: HostWorld;
  readonly window: HostWindow;
  readonly row: (index: number, connectionId?: string) => object;
  readonly list: object;
  readonly recipe: vscode.Uri;
  readonly csv: vscode.Uri;
  readonly fixture: vscode.Uri;
  /** A contact whose last write was an update, and the entry. */
  readonly changed: { readonly connectionId: string; readonly contactId: string; readonly entryId: string };
  readonly extensionUri: vscode.Uri;
  readonly log: Log;
  close(): Promise<void>;
}
/** `edited` is a document with an unsaved edit. */
export type Caller = (given: Made & { readonly edited: vscode.TextDocument }) => Thenable<unknown>;

/** Runs a command of the extension. */
export const run = (command: string, ...args: readonly unknown[]): Thenable<unknown> =>
  vscode.commands.executeCommand(`maiagent.${command}`, ...args);
const bulk =
  (command: string): Caller =>
  ({ row }) =>
    run(command, row(0), [row(0), row(1)]);
const dragged = (...rows: readonly object[]) => JSON.stringify(rows.map((row) => ({ name: "n", ...row })));

/** Callers that can only write: over a read-only connection each says why it does not. */
export const WRITERS: Readonly<Record<string, Caller>> = {
  "New Contact": ({ list }) => run("newContact", list),
  "Duplicate Contact": ({ row }) => run("duplicateContact", row(0)),
  "Replace Contact": ({ row }) => run("replaceContact", row(0)),
  "Delete Contact": ({ row }) => run("deleteContact", row(0)),
  "Delete Contact with a selection": bulk("deleteContact"),
  "Delete Contacts": bulk("deleteContacts"),
  "Delete Contacts of a list": ({ list }) => run("deleteContacts", list),
  "Move to Inbox": bulk("moveToInbox"),
  "Add to Inbox": bulk("addToInbox"),
  "Remove from Inbox": bulk("removeFromInbox"),
  "Set a Field": bulk("setField"),
  "a drop on another inbox": ({ list, row }) =>
    run("dropContacts", { ...list, inboxId: TO?.id }, dragged(row(0), row(1))),
  "a drop from another connection": ({ list, row }) =>
    run("dropContacts", { ...list, inboxId: TO?.id }, dragged(row(0, ELSEWHERE), row(1, ELSEWHERE))),
  "Import Contacts": ({ csv }) => run("importContacts", csv),
  "an import whose page was open": importOf,
  Seed: ({ recipe }) => run("runSeed", recipe),
  "Clean Up": ({ recipe }) => run("cleanUpSeed", recipe),
  "Undo Last Change": ({ changed }) => run("undoLastChange", changed),
  "Restore This Version": ({ changed }) => run("restoreVersion", changed.entryId),
  "Deleted Contacts": () => run("showDeletedContacts", CONNECTION_ID),
  "a merge of duplicates": mergeOf,
};

/**
 * One contact, written on purpose, without anything that is lost; and those whose first question is for a file or a
 * value, after which a no ends them.
 */
const NOT_ASKING = [
  ...["New Contact", "Duplicate Contact", "Restore This Version"],
  ...["Import Contacts", "Set a Field"],
];

/** Callers that write many contacts, or one in a way that has to be thought about: over production each asks. */
export const ASKING: Readonly<Record<string, Caller>> = {
  ...Object.fromEntries(Object.entries(WRITERS).filter(([name]) => !NOT_ASKING.includes(name))),
  "a save that changes an identity": ({ edited }) => edited.save(),
};

/** Place of the contact that a link opened last. */
let linked = 8;
export const linkedId = ({ contactIds }: HostWorld): string => contactIds[linked] ?? "";

/** Callers that only read: nothing is to be said. */
export const READERS: Readonly<Record<string, Caller>> = {
  "a link": async ({ world }) => {
    // A contact that is open already needs no request.
    linked += 1;
    const query = `connection=${CONNECTION_ID}&id=${linkedId(world)}`;
    await run("openLink", vscode.Uri.parse(`vscode://maiagent-community.maiagent-contacts/contact?${query}`));
  },
  "Update Fixture from Server": ({ fixture }) => run("updateFixture", fixture),
  Export: ({ row, csv }) =>
    run("exportContacts", row(0), [row(0)], {
      format: "csv",
      uri: vscode.Uri.joinPath(csv, "..", "out.csv"),
    }),
  "a dry run": ({ recipe }) => run("dryRunSeed", recipe),
  "Compare with Server": ({ row }) => run("compareWithServer", row(0)),
  // Of a contact that is open its text is copied, without a request.
  "Copy as JSON": ({ row }) => run("copyContactJson", row(32)),
};

async function importOf({ csv, window, world }: Made): Promise<void> {
  const connection = window.connections.get(CONNECTION_ID) ?? assert.fail();
  const { clients, contacts } = window;
  const { inboxes: known } = await contacts.inboxes(CONNECTION_ID);
  const memory = new MappingMemory(vscode.Uri.joinPath(csv, ".."), (error) => assert.fail(String(error)));
  const session = new ImportSession(
    csv,
    connection,
    { fixedId: FROM?.id, known, complete: true },
    { clients, contacts, memory },
  );
  try {
    await session.load();
    assert.ok(session.state.canRun, session.state.problem);
    // What the page says is told by the command that opened it.
    await session
      .run(false)
      .catch((error: unknown) => vscode.window.showErrorMessage(describeError(error).message));
  } finally {
    session.dispose();
    assert.ok(world.sandbox.requests.length > 0);
  }
}

/** The page of two duplicates says 'merge'. It was opened while the connection could be written to. */
async function mergeOf({ world, window, extensionUri, log }: Made): Promise<void> {
  const [survivorId = "", loser = ""] = world.contactIds;
  const connection = window.connections.get(CONNECTION_ID) ?? assert.fail();
  const { contacts, clients } = window;
  const read = async (contactId: string) =>
    (await contacts.retrieve({ connectionId: CONNECTION_ID, contactId })).contact;
  const group = { id: "g", reasons: [], contacts: [await read(survivorId), await read(loser)] };
  const create = vscode.window.createWebviewPanel.bind(vscode.window);
  const panels: vscode.WebviewPanel[] = [];
  const outcome = Promise.withResolvers<string>();
  vscode.window.createWebviewPanel = (...args) => {
    const panel = create(...args);
    panels.push(panel);
    const post = panel.webview.postMessage.bind(panel.webview);
    panel.webview.postMessage = (message: { readonly type: string; readonly lines?: readonly string[] }) => {
      if (["outcome", "cancelled", "unreadable"].includes(message.type)) {
        outcome.resolve((message.lines ?? []).join(" "));
      }
      return post(message);
    };
    return panel;
  };
  try {
    new DuplicatesPanel(
      // As it was when the page was opened.
      {
        connection: { ...connection, readOnly: false },
        ...{ place: "p", inboxNames: new Map(), find: () => Promise.resolve([group]) },
      },
      [group],
      { extensionUri, contacts, clients, log, openContact: () => Promise.resolve() },
    );
  } finally {
    vscode.window.createWebviewPanel = create;
  }
  const [panel] = panels;
  assert.ok(panel);
  const merge = { type: "merge", groupId: "g", survivorId, fieldsFrom: {}, deleted: [loser] };
  const shown = new Promise<void>((resolve) => {
    const post = panel.webview.postMessage.bind(panel.webview);
    panel.webview.postMessage = (message: { readonly type: string }) => {
      if (message.type === "group") {
        resolve();
      }
      return post(message);
    };
  });
  panel.webview.html = `<script>
    const page = acquireVsCodeApi();
    page.postMessage({ type: "select", groupId: "g" });
    addEventListener("message", ({ data }) => data.type === "group" && page.postMessage(${JSON.stringify(merge)}));
  </script>`;
  try {
    await shown;
    const said = await outcome.promise;
    if (said !== "") {
      vscode.window.setStatusBarMessage(said, 1);
    }
  } finally {
    panel.dispose();
  }
}

/**
 * Makes what every caller is given, in a window beside that of the extension: a contact that was changed and one that was
 * deleted, a recipe of which two of three are seeded, a fixture, a file to import.
 */
export async function prepareWays(world: HostWorld): Promise<Made> {
  const folder = await mkdtemp(join(tmpdir(), "callers-"));
  const history = new HistoryStore({
    // The extension's own: its commands find there what this window did.
    folder: join(storage, "history"),
    settings: () => ({ enabled: true, days: 30, maxBytes: 10_000_000 }),
    now: Date.now,
    newId: randomUUID,
    onFailure: (error) => assert.fail(String(error)),
  });
  await history.clear();
  const window = openHostWindow(() => Promise.resolve(history));
  const ref = (index: number) => ({
    connectionId: CONNECTION_ID,
    contactId: world.contactIds[index] ?? "",
  });
  await window.contacts.update(ref(2), { json: '{"email":"changed@example.com"}' });
  const entry = await history.last(ref(2));
  const draft = { name: "Gone", inboxes: [{ id: FROM?.id ?? "" }] };
  const { contact } = await window.contacts.create(CONNECTION_ID, draft);
  await window.contacts.delete({ connectionId: CONNECTION_ID, contactId: contact.id });
  const file = async (name: string, content: string) => {
    await writeFile(join(folder, name), content);
    return vscode.Uri.file(join(folder, name));
  };
  const contacts = [1, 2].map((index) => ({ name: `Seeded ${index}`, sourceId: `callers-${index}` }));
  const seeded = { name: "callers", inboxes: ["LINE 官方帳號"], contacts };
  await run("runSeed", await file("callers.maiagent-seed.json", JSON.stringify(seeded)));
  const more = { ...seeded, contacts: [...contacts, { name: "Seeded 3", sourceId: "callers-3" }] };
  const fixture = vscode.Uri.file(join(folder, "fixture.maiagent-fixture.json"));
  const row = (index: number, connectionId = CONNECTION_ID) => ({
    ...{ kind: "contact", connectionId, inboxId: FROM?.id, contactId: world.contactIds[index] },
    ...{ contact: { id: world.contactIds[index], name: `Contact ${index}` }, isReadOnly: false },
  });
  await run("saveAsFixture", row(7), [row(7)], fixture);
  return {
    ...{ world, window, row, fixture, log: new Log() },
    list: { kind: "list", connectionId: CONNECTION_ID, inboxId: FROM?.id, inbox: FROM, isReadOnly: false },
    recipe: await file("callers.maiagent-seed.json", JSON.stringify(more)),
    csv: await file("two.csv", "name,sourceId\nAda,csv-1\nBob,csv-2\n"),
    changed: { ...ref(2), entryId: entry?.id ?? "" },
    extensionUri:
      vscode.extensions.getExtension("maiagent-community.maiagent-contacts")?.extensionUri ?? assert.fail(),
    close: async () => {
      // The log stays: VS Code has one channel of a name, and it is the extension's.
      window.dispose();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** To its end: lists are answered with their first row, messages are closed. */
export async function answered(running: Thenable<unknown>): Promise<void> {
  const end = Promise.resolve(running).then(() => true);
  const turn = async () => {
    await vscode.commands.executeCommand("workbench.action.acceptSelectedQuickOpenItem");
    await vscode.commands.executeCommand("notifications.clearAll");
    return false;
  };
  while (!(await Promise.race([end, turn()])));
}
