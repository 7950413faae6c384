import { strict as assert } from "node:assert";
import { randomUUID } from "node:crypto";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as vscode from "vscode";
import { systemClock } from "../../src/api/clock.ts";
import { putIntoEditor } from "../../src/commands/restoreVersion.ts";
import { duplicateBody, replaceBody, WRITABLE_FIELDS } from "../../src/model/contactChanges.ts";
import { parseContactText } from "../../src/model/contactText.ts";
import { versionOf } from "../../src/model/historyEntry.ts";
import { Clients } from "../../src/state/clients.ts";
import { ConnectionStore } from "../../src/state/connectionStore.ts";
import { ContactStore } from "../../src/state/contactStore.ts";
import { HistoryStore } from "../../src/state/historyStore.ts";
import { KeyStore } from "../../src/state/keyStore.ts";
import { NetworkPaths } from "../../src/state/networkPaths.ts";
import { WriteUnlock } from "../../src/state/writeUnlock.ts";
import {
  CONNECTION_ID,
  fieldOf,
  type HostWorld,
  openDocument,
  openWorld,
  setField,
  until,
} from "./hostWorld.ts";

/** Nothing is remembered between tests. */
const memento: vscode.Memento = {
  keys: () => [],
  get: <T>(_key: string, otherwise?: T) => otherwise,
  update: () => Promise.resolve(),
};
/** The connection of the tests takes its key from the environment. */
const secrets: vscode.SecretStorage = {
  keys: () => Promise.resolve([]),
  get: () => Promise.resolve(undefined),
  store: () => Promise.resolve(),
  delete: () => Promise.resolve(),
  onDidChange: new vscode.EventEmitter<vscode.SecretStorageChangeEvent>().event,
};

describe("The history of contacts", () => {
  let world: HostWorld;
  let contactId: string;
  let folder: string;
  let enabled: boolean;
  let failures: unknown[];
  const disposables: { dispose(): void }[] = [];

  /** What one window has: its own objects over the same folder. */
  function openWindow(): { readonly contacts: ContactStore; readonly history: HistoryStore } {
    const history = new HistoryStore({
      folder,
      settings: () => ({ enabled, days: 30, maxBytes: 10_000_000 }),
      now: Date.now,
      newId: randomUUID,
      onFailure: (error) => failures.push(error),
    });
    const connections = new ConnectionStore(memento, "Sample data");
    const keys = new KeyStore(secrets);
    const networks = new NetworkPaths(secrets);
    const noSandbox = () => Promise.reject(new Error("The sandbox of the test is a connection."));
    const clients = new Clients(
      connections,
      keys,
      networks,
      noSandbox,
      () => undefined,
      new WriteUnlock(systemClock),
    );
    const contacts = new ContactStore(clients, () => Promise.resolve(history));
    disposables.push(contacts, clients, keys, connections);
    return { contacts, history };
  }
  const ref = () => ({ connectionId: CONNECTION_ID, contactId });
  const requests = () => world.sandbox.requests.map(({ method }) => method);

  before(async () => {
    world = await openWorld();
  });
  after(() => world.close());
  beforeEach(async () => {
    contactId = world.contactIds[0] ?? "";
    folder = await mkdtemp(join(tmpdir(), "maiagent-history-"));
    enabled = true;
    failures = [];
    world.sandbox.clearRequests();
    world.sandbox.clearPlannedResponses();
  });
  afterEach(async () => {
    await vscode.commands.executeCommand("workbench.action.files.revert");
    await vscode.commands.executeCommand("workbench.action.closeAllEditors");
    for (const disposable of disposables.splice(0)) {
      disposable.dispose();
    }
    await rm(folder, { recursive: true, force: true });
    assert.deepEqual(failures, []);
  });

  it("has what a contact was before a PATCH, a PUT and a DELETE, whoever sends them", async () => {
    const { contacts, history } = openWindow();
    const was = await world.get(contactId);
    world.sandbox.clearRequests();
    await contacts.update(ref(), { json: '{"email":"first@example.com"}' });
    assert.deepEqual(requests(), ["GET", "PATCH"]);
    const text = parseContactText((await contacts.retrieve(ref())).json);
    await contacts.replace(ref(), replaceBody(text), { before: text.text });
    await contacts.delete(ref());
    const entries = await history.ofContact(ref(), 10);
    assert.deepEqual(
      entries.map(({ kind }) => kind),
      ["delete", "replace", "update"],
    );
    const befores = entries.map(
      ({ before = "{}" }) => (JSON.parse(before) as Record<string, unknown>)["email"],
    );
    assert.deepEqual(befores, ["first@example.com", "first@example.com", was["email"]]);
    contactId = world.contactIds[1] ?? "";
  });

  it("needs no request of its own when the contact was looked at moments before, as a save does", async () => {
    const { contacts, history } = openWindow();
    contactId = world.contactIds[1] ?? "";
    await contacts.retrieve(ref());
    await contacts.update(ref(), { json: '{"email":"looked@example.com"}' });
    assert.deepEqual(requests(), ["GET", "PATCH"]);
    assert.equal((await history.last(ref()))?.sent.join(), "email");
  });

  it("records nothing while it is off, and asks for nothing", async () => {
    enabled = false;
    const { contacts, history } = openWindow();
    contactId = world.contactIds[1] ?? "";
    await contacts.update(ref(), { json: '{"email":"off@example.com"}' });
    assert.deepEqual(requests(), ["PATCH"]);
    assert.equal(await history.last(undefined), undefined);
  });

  it("keeps nothing of a write that the server refused", async () => {
    const { contacts, history } = openWindow();
    contactId = world.contactIds[1] ?? "";
    await assert.rejects(contacts.update(ref(), { json: '{"email":"refused@@example"}' }));
    assert.equal(await history.last(undefined), undefined);
  });

  it("has no credentials on disk, whatever the server answers", async () => {
    const { contacts } = openWindow();
    contactId = world.contactIds[2] ?? "";
    const secret = { id: contactId, name: "A", mcpCredentials: [{ token: "CANARY-mcp" }] };
    world.sandbox.respondNext({ method: "GET", status: 200, body: secret });
    world.sandbox.respondNext({ method: "PATCH", status: 200, body: secret });
    await contacts.update(ref(), { json: '{"name":"A"}' });
    const names = await readdir(folder);
    assert.equal(names.length, 1);
    const content = await readFile(join(folder, names[0] ?? ""), "utf8");
    assert.doesNotMatch(content, /CANARY|mcpCredentials/);
    assert.ok(!content.includes(world.sandbox.apiKey));
  });

  it("brings a version into the editor as an edit, which the normal save sends", async () => {
    const { contacts, history } = openWindow();
    contactId = world.contactIds[15] ?? "";
    const was = (await world.get(contactId))["email"];
    await contacts.update(ref(), { json: '{"email":"changed@example.com"}' });
    const entry = await history.last(ref());
    const version = entry && versionOf(entry);
    assert.ok(version);
    const document = await openDocument(contactId);
    world.sandbox.clearRequests();
    const { restored } = await putIntoEditor(document, version, WRITABLE_FIELDS);
    assert.deepEqual(restored, ["email"]);
    assert.ok(document.isDirty);
    assert.deepEqual(world.bodies("PATCH"), []);
    assert.ok(await document.save());
    assert.deepEqual(world.bodies("PATCH"), [{ email: was }]);
  });

  it("lets a version collide like any edit, and overwrites nothing unasked", async () => {
    const { contacts, history } = openWindow();
    contactId = world.contactIds[4] ?? "";
    await contacts.update(ref(), { json: '{"email":"mine@example.com"}' });
    const entry = await history.last(ref());
    const version = entry && versionOf(entry);
    assert.ok(version);
    const document = await openDocument(contactId);
    await putIntoEditor(document, version, WRITABLE_FIELDS);
    await world.patch(contactId, { email: "theirs@example.com" });
    world.sandbox.clearRequests();
    assert.equal(await document.save(), false);
    assert.deepEqual(world.bodies("PATCH"), []);
    assert.equal((await world.get(contactId))["email"], "theirs@example.com");
  });

  it("takes a version back with one undo, together with nothing else", async () => {
    const { contacts, history } = openWindow();
    contactId = world.contactIds[5] ?? "";
    await contacts.update(ref(), { json: '{"name":"New","email":"new@example.com"}' });
    const entry = await history.last(ref());
    const version = entry && versionOf(entry);
    assert.ok(version);
    const document = await openDocument(contactId);
    await setField(document, "sourceId", "typed-before");
    await putIntoEditor(
      document,
      version,
      WRITABLE_FIELDS.filter((field) => field !== "sourceId"),
    );
    assert.notEqual(fieldOf(document, "name"), "New");
    await vscode.commands.executeCommand("undo");
    await until(() => fieldOf(document, "name") === "New");
    assert.equal(fieldOf(document, "email"), "new@example.com");
    assert.equal(fieldOf(document, "sourceId"), "typed-before");
  });

  it("restores a deleted contact under a new id, and takes it out of the trash", async () => {
    const { contacts, history } = openWindow();
    const created = await contacts.create(CONNECTION_ID, duplicateBody(await someText(contacts), "王小明"));
    contactId = created.contact.id;
    await contacts.delete(ref());
    const [entry] = await history.deleted(10);
    assert.ok(entry?.before);
    const text = parseContactText(entry.before);
    const { contact } = await contacts.create(CONNECTION_ID, replaceBody(text), { restores: entry.id });
    assert.notEqual(contact.id, contactId);
    assert.equal(contact.name, "王小明");
    assert.deepEqual(await history.deleted(10), []);
    const restored = await history.last({ connectionId: CONNECTION_ID, contactId: contact.id });
    assert.deepEqual([restored?.kind, restored?.restores], ["restore", entry.id]);
  });

  it("loses no write of two windows, and clearing in one clears it for both", async () => {
    const [first, second] = [openWindow(), openWindow()];
    const ids = world.contactIds.slice(6, 12);
    await Promise.all(
      ids.flatMap((id) => {
        const target = { connectionId: CONNECTION_ID, contactId: id };
        return [
          first.contacts.update(target, { json: '{"email":"one@example.com"}' }),
          second.contacts.update(target, { json: '{"phoneNumber":"+886 2 0000 0001"}' }),
        ];
      }),
    );
    for (const id of ids) {
      const entries = await first.history.ofContact({ connectionId: CONNECTION_ID, contactId: id }, 10);
      assert.deepEqual(entries.flatMap(({ sent }) => sent).sort(), ["email", "phoneNumber"]);
    }
    assert.equal(await second.history.clear(), ids.length * 2);
    assert.equal(await first.history.last(undefined), undefined);
  });

  async function someText(contacts: ContactStore): Promise<ReturnType<typeof parseContactText>> {
    const target = { connectionId: CONNECTION_ID, contactId: world.contactIds[3] ?? "" };
    return parseContactText((await contacts.retrieve(target)).json);
  }
});
