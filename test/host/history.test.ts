import { strict as assert } from "node:assert";
import { randomUUID } from "node:crypto";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as vscode from "vscode";
import { entryDetail } from "../../src/commands/historyText.ts";
import { putIntoEditor } from "../../src/commands/restoreVersion.ts";
import { fieldPreview } from "../../src/data/bulk/fieldPreview.ts";
import { duplicateBody, replaceBody, WRITABLE_FIELDS } from "../../src/model/contactChanges.ts";
import { parseContactText } from "../../src/model/contactText.ts";
import { versionOf } from "../../src/model/historyEntry.ts";
import type { ContactStore } from "../../src/state/contactStore.ts";
import { HistoryStore } from "../../src/state/historyStore.ts";
import { historySettings } from "../../src/ui/historySettings.ts";
import { openHostWindow } from "./hostWindow.ts";
import {
  CONNECTION_ID,
  fieldOf,
  type HostWorld,
  openDocument,
  openWorld,
  setField,
  until,
} from "./hostWorld.ts";

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
    const window = openHostWindow(() => Promise.resolve(history));
    disposables.push(window);
    return { contacts: window.contacts, history };
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

  it("says what a change of query metadata does to access, in the list and before a bulk change", async () => {
    const { contacts, history } = openWindow();
    contactId = world.contactIds[16] ?? "";
    const metadata = (...ids: readonly string[]) =>
      JSON.stringify({
        knowledge_bases: ids.map((id) => ({
          ...{ knowledge_base_id: id, has_user_selected_all: "True", chatbot_file_ids: [], faq_ids: [] },
        })),
      });
    const [first, second] = [
      "18e07e18-40d3-4f58-a858-ccb0f7e1b647",
      "7daabca5-0c6a-42c8-a2c0-a068953c6280",
    ] as const;
    await contacts.update(ref(), { json: `{"queryMetadata":${metadata(first)}}` });
    await contacts.update(ref(), { json: `{"queryMetadata":${metadata(second)}}` });
    const entry = await history.last(ref());
    assert.ok(entry);
    const detail = entryDetail(entry, contacts);
    // A row of a list is cut: as few words as there are, and a number for many.
    assert.match(detail, /\+ knowledge base 7daabca5(?:,|$)/);
    assert.match(detail, /− knowledge base 18e07e18(?:,|$)/);
    const many = JSON.parse(metadata(second, randomUUID(), randomUUID(), randomUUID())) as object;
    const rule = { operator: "AND", conditions: [{ label_id: randomUUID() }] };
    const richer = { queryMetadata: { ...many, label_relations: rule } };
    await contacts.update(ref(), { json: JSON.stringify(richer) });
    const later = await history.last(ref());
    assert.ok(later);
    assert.equal(entryDetail(later, contacts), "+ 3 knowledge bases, + label rule");
    await contacts.update(ref(), { json: `{"queryMetadata":${metadata(second)}}` });

    const item = { ...ref(), name: "陳美玲", index: 1 };
    const value = { field: "queryMetadata", json: metadata(first) } as const;
    const [line = ""] = await fieldPreview(contacts, [item], value);
    assert.match(line, /^陳美玲: .*\+ gains knowledge base 18e07e18 \(all\)/);
    assert.match(line, /− loses knowledge base 7daabca5 \(all\)/);
  });

  it("is as old and as large as the user's settings say, and off where they say so", async () => {
    const configuration = vscode.workspace.getConfiguration();
    const set = (name: string, value: unknown) =>
      configuration.update(`maiagent.history.${name}`, value, vscode.ConfigurationTarget.Global);
    let now = Date.now();
    const history = new HistoryStore({
      folder,
      settings: historySettings,
      now: () => now,
      newId: randomUUID,
      onFailure: (error) => failures.push(error),
    });
    const write = (email: string) =>
      history.record({
        ...{ kind: "update", ...ref(), origin: world.sandbox.baseUrl, outcome: "done", restores: undefined },
        ...{ body: JSON.stringify({ email }), before: '{"email":"old"}', after: JSON.stringify({ email }) },
      });
    try {
      await set("days", 2);
      await write("one");
      now += 1.9 * 24 * 3_600_000;
      assert.ok(await history.last(ref()));
      now += 0.2 * 24 * 3_600_000;
      assert.equal(await history.last(ref()), undefined);

      await set("maxSizeMB", 0.001);
      for (const email of ["two", "three", "four", "five", "six"]) {
        now += 1;
        await write(email);
      }
      const kept = await history.ofContact(ref(), 10);
      assert.ok(kept.length > 0 && kept.length < 5, `${kept.length} entries`);
      assert.match(kept[0]?.after ?? "", /"six"/);

      await set("enabled", false);
      await write("seven");
      assert.match((await history.last(ref()))?.after ?? "", /"six"/);
    } finally {
      await set("days", undefined);
      await set("maxSizeMB", undefined);
      await set("enabled", undefined);
    }
  });

  async function someText(contacts: ContactStore): Promise<ReturnType<typeof parseContactText>> {
    const target = { connectionId: CONNECTION_ID, contactId: world.contactIds[3] ?? "" };
    return parseContactText((await contacts.retrieve(target)).json);
  }
});
