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
import { type Sandbox, startSandbox } from "../../src/sandbox/startSandbox.ts";
import { HistoryStore } from "../../src/state/historyStore.ts";
import { describeError } from "../../src/ui/describeError.ts";
import { Log } from "../../src/ui/log.ts";
import { type HostWindow, openHostWindow } from "./hostWindow.ts";
import {
  CONNECTION_ID,
  fieldOf,
  type HostWorld,
  openDocument,
  openWorld,
  setConnections,
  setField,
  settingFor,
  until,
  uriFor,
} from "./hostWorld.ts";
import { noteMessages, type Person, type ToldMessages } from "./toldMessages.ts";

const ELSEWHERE = "elsewhere";
const [FROM, TO] = sampleInboxes;
/** The extension's own folder on this machine, as VS Code lays out a profile. */
const storage = join(
  dirname(vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? ""),
  "user-data/User/globalStorage/maiagent-community.maiagent-contacts",
);

/** What every caller is given. All of it was made while the connection could be written to. */
interface Made {
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
}
/** `edited` is a document with an unsaved edit. */
type Caller = (given: Made & { readonly edited: vscode.TextDocument }) => Thenable<unknown>;

const run = (command: string, ...args: readonly unknown[]) =>
  vscode.commands.executeCommand(`maiagent.${command}`, ...args);
const bulk =
  (command: string): Caller =>
  ({ row }) =>
    run(command, row(0), [row(0), row(1)]);
const dragged = (...rows: readonly object[]) => JSON.stringify(rows.map((row) => ({ name: "n", ...row })));

/** Callers that can only write: over a read-only connection each says why it does not. */
const WRITERS: Readonly<Record<string, Caller>> = {
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
const ASKING: Readonly<Record<string, Caller>> = {
  ...Object.fromEntries(Object.entries(WRITERS).filter(([name]) => !NOT_ASKING.includes(name))),
  "a save that changes an identity": ({ edited }) => edited.save(),
};

/** Place of the contact that a link opened last. */
let linked = 8;

/** Callers that only read: nothing is to be said. */
const READERS: Readonly<Record<string, Caller>> = {
  "a link": async ({ world }) => {
    // A contact that is open already needs no request.
    const id = world.contactIds[++linked] ?? "";
    await run(
      "openLink",
      vscode.Uri.parse(
        `vscode://maiagent-community.maiagent-contacts/contact?connection=${CONNECTION_ID}&id=${id}`,
      ),
    );
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

describe("Every way to write", () => {
  let world: HostWorld;
  let elsewhere: Sandbox;
  let window: HostWindow;
  let folder: string;
  let made: Made;
  let messages: ToldMessages;
  // Not disposed of: VS Code has one channel of a name, and it is the extension's.
  const log = new Log();
  const restrict = async (setting: object) =>
    setConnections([
      { ...settingFor(world.sandbox), ...setting },
      settingFor(elsewhere, { id: ELSEWHERE, label: "Elsewhere" }),
    ]);

  before(async () => {
    world = await openWorld();
    elsewhere = await startSandbox({ apiKey: world.sandbox.apiKey });
    folder = await mkdtemp(join(tmpdir(), "callers-"));
    const history = new HistoryStore({
      // The extension's own: its commands find there what this window did.
      folder: join(storage, "history"),
      settings: () => ({ enabled: true, days: 30, maxBytes: 10_000_000 }),
      now: Date.now,
      newId: randomUUID,
      onFailure: (error) => assert.fail(String(error)),
    });
    await history.clear();
    window = openHostWindow(() => Promise.resolve(history));
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
    made = {
      ...{ world, window, row, fixture, log },
      list: { kind: "list", connectionId: CONNECTION_ID, inboxId: FROM?.id, inbox: FROM, isReadOnly: false },
      recipe: await file("callers.maiagent-seed.json", JSON.stringify(more)),
      csv: await file("two.csv", "name,sourceId\nAda,csv-1\nBob,csv-2\n"),
      changed: { ...ref(2), entryId: entry?.id ?? "" },
      extensionUri:
        vscode.extensions.getExtension("maiagent-community.maiagent-contacts")?.extensionUri ?? assert.fail(),
    };
  });
  after(async () => {
    await vscode.commands.executeCommand("workbench.action.closeSidebar");
    window.dispose();
    await world.close();
    await elsewhere.close();
    await rm(folder, { recursive: true, force: true });
  });
  beforeEach(async () => {
    await run("contacts.focus");
  });
  afterEach(async () => {
    messages.restore();
    await restrict({});
    const open = vscode.workspace.textDocuments.filter(
      ({ isDirty, uri }) => isDirty && uri.scheme === "maiagent",
    );
    for (const document of open) {
      await vscode.window.showTextDocument(document);
      await vscode.commands.executeCommand("workbench.action.files.revert");
    }
    await until(() => open.every((document) => !document.isDirty));
  });

  /** To its end: lists are answered with their first row, messages are closed. */
  async function ended(running: Thenable<unknown>): Promise<void> {
    const end = Promise.resolve(running).then(() => true);
    const turn = async () => {
      await vscode.commands.executeCommand("workbench.action.acceptSelectedQuickOpenItem");
      await vscode.commands.executeCommand("notifications.clearAll");
      return false;
    };
    while (!(await Promise.race([end, turn()])));
  }

  /** What was said, once the caller has ended and neither server was written to. */
  async function saidBy(caller: Caller, setting: object, person: Person): Promise<string> {
    // To VS Code an edit of a document that cannot be written to is none: it was made before.
    const edited = await openDocument(world.contactIds[6] ?? "");
    await setField(edited, "sourceId", randomUUID());
    await restrict(setting);
    for (const sandbox of [world.sandbox, elsewhere]) {
      sandbox.clearRequests();
    }
    messages = await noteMessages(person);
    await ended(caller({ ...made, edited }));
    for (const sandbox of [world.sandbox, elsewhere]) {
      assert.deepEqual(
        sandbox.requests.filter(({ method }) => method !== "GET"),
        [],
      );
    }
    return messages.said.join("\n");
  }

  for (const [name, caller] of Object.entries(WRITERS)) {
    it(`is refused over a read-only connection, whoever says yes to everything: ${name}`, async () => {
      assert.match(await saidBy(caller, { readOnly: true }, "saysYes"), /read-only/u);
    });
  }

  for (const [name, caller] of Object.entries(ASKING)) {
    it(`asks over a production connection and does nothing after a no: ${name}`, async () => {
      assert.match(await saidBy(caller, { role: "production" }, "saysNo"), /production/u);
    });
  }

  for (const [name, caller] of Object.entries(READERS)) {
    for (const setting of [{ readOnly: true }, { role: "production" }]) {
      it(`is not needed for reading, ${JSON.stringify(setting)}: ${name}`, async () => {
        const said = await saidBy(caller, setting, "saysYes");
        assert.doesNotMatch(said, /nothing was sent|locked/u);
        assert.ok(world.sandbox.requests.length > 0, "the contacts were read");
      });
    }
  }

  it("is refused to a document that was edited before its connection became read-only, and the edit stays", async () => {
    const saved: vscode.TextDocument[] = [];
    const save: Caller = async ({ edited }) => {
      saved.push(edited);
      assert.equal(await edited.save(), false);
    };
    await saidBy(save, { readOnly: true }, "saysYes");
    const [document] = saved;
    assert.ok(document?.isDirty);
    const { permissions } = await vscode.workspace.fs.stat(document.uri);
    assert.equal(permissions, vscode.FilePermission.Readonly);
  });

  it("is closed in a document that a link opened over a read-only connection", async () => {
    await saidBy(READERS["a link"] ?? assert.fail(), { readOnly: true }, "saysYes");
    const { permissions } = await vscode.workspace.fs.stat(uriFor(world.contactIds[linked] ?? ""));
    assert.equal(permissions, vscode.FilePermission.Readonly);
    const document = vscode.workspace.textDocuments.find(({ uri }) =>
      uri.path.includes(world.contactIds[linked] ?? "-"),
    );
    assert.equal(document && fieldOf(document, "id"), world.contactIds[linked]);
  });
});
