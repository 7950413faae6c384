import { strict as assert } from "node:assert";
import * as vscode from "vscode";
import { ContactFileSystem } from "../../src/editor/contactFileSystem.ts";
import { KeptBases } from "../../src/editor/keptBases.ts";
import { Log } from "../../src/ui/log.ts";
import {
  CONNECTION_ID,
  fieldOf,
  type HostWorld,
  openDocument,
  openWorld,
  replaceText,
  setField,
  until,
  uriFor,
} from "./hostWorld.ts";
import { openHostWindow } from "./hostWindow.ts";

describe("Saving a contact document", () => {
  let world: HostWorld;
  let contactId: string;
  before(async () => {
    world = await openWorld();
  });
  after(() => world.close());
  beforeEach(() => {
    contactId = world.contactIds[0] ?? "";
    world.sandbox.clearRequests();
    world.sandbox.clearPlannedResponses();
  });
  afterEach(async () => {
    await vscode.commands.executeCommand("workbench.action.files.revert");
    await vscode.commands.executeCommand("workbench.action.closeAllEditors");
  });

  it("reads a contact with one request and without its credentials", async () => {
    const document = await openDocument(contactId);
    assert.equal(fieldOf(document, "id"), contactId);
    assert.equal(document.languageId, "maiagent-contact");
    assert.doesNotMatch(document.getText(), /mcpCredentials/);
    assert.equal(world.sandbox.requests.filter(({ path }) => path.includes(contactId)).length, 1);
  });

  it("reads it with one request also when a row or a list opens it, and none while it is open", async () => {
    const [, , , contactId = ""] = world.contactIds;
    const reads = () =>
      world.sandbox.requests.filter(({ path }) => path === `/api/contacts/${contactId}/`).length;
    const open = () =>
      vscode.commands.executeCommand("maiagent.openContact", { connectionId: CONNECTION_ID, contactId });
    await open();
    assert.equal(reads(), 1);
    await open();
    assert.equal(reads(), 1);
    await vscode.commands.executeCommand("workbench.action.closeAllEditors");
  });

  it("is asked for before VS Code asks, and that answer is the one it is given", async () => {
    const window = openHostWindow(() => Promise.reject(new Error("nothing is written")));
    const kept = new KeptBases({ keys: () => [], get: () => undefined, update: () => Promise.resolve() });
    // Its log is not disposed of: VS Code has one channel of a name, and it is the extension's.
    const files = new ContactFileSystem(window.connections, window.contacts, kept, new Log());
    try {
      // VS Code keeps a closed document for a while, and an open one is not read ahead.
      contactId = await world.create("Read ahead");
      const reads = () => world.sandbox.requests.filter(({ path }) => path.includes(contactId)).length;
      files.readAhead(uriFor(contactId));
      while (reads() === 0) {
        await new Promise((resolve) => setImmediate(resolve));
      }
      const text = new TextDecoder().decode(await files.readFile(uriFor(contactId)));
      assert.equal((JSON.parse(text) as { readonly id: string }).id, contactId);
      assert.equal(reads(), 1);
      await files.readFile(uriFor(contactId));
      assert.equal(reads(), 2, "an answer is taken once");
    } finally {
      vscode.Disposable.from(files, window).dispose();
    }
  });

  it("sends the changed field only and leaves the document clean", async () => {
    const document = await openDocument(contactId);
    await setField(document, "email", "changed@example.com");
    assert.ok(document.isDirty);
    assert.ok(await document.save());
    assert.equal(document.isDirty, false);
    assert.deepEqual(world.bodies("PATCH"), [{ email: "changed@example.com" }]);
    assert.equal((await world.get(contactId))["email"], "changed@example.com");
  });

  it("sends nothing at all when only white space changed", async () => {
    const document = await openDocument(contactId);
    world.sandbox.clearRequests();
    await replaceText(document, "{\n", "{\n\n");
    assert.ok(await document.save());
    await until(() => !document.getText().startsWith("{\n\n"));
    assert.equal(document.isDirty, false);
    assert.deepEqual(world.sandbox.requests, []);
  });

  it("reloads to the server's text when the server made something else of a value", async () => {
    const document = await openDocument(contactId);
    await setField(document, "name", "  陳美玲  ");
    assert.ok(await document.save());
    await until(() => fieldOf(document, "name") === "陳美玲");
    assert.equal(document.isDirty, false);
    await setField(document, "phoneNumber", "+886 2 0000 0999");
    assert.ok(await document.save());
    assert.deepEqual(world.bodies("PATCH").at(-1), { phoneNumber: "+886 2 0000 0999" });
  });

  it("keeps digits beyond 2^53 in an edited field and in its neighbours", async () => {
    const document = await openDocument(contactId);
    const metadata = '  "queryMetadata": {"big": 12345678901234567890, "list": [1.10, 2e3]},';
    const start = document.getText().indexOf('  "queryMetadata"');
    const end = document.getText().indexOf('\n  "createdAt"', start);
    await replaceText(document, document.getText().slice(start, end), metadata);
    assert.ok(await document.save());
    const patch = world.sandbox.requests.find(({ method }) => method === "PATCH")?.body ?? "";
    assert.match(patch, /^\{"queryMetadata":\{"big": ?12345678901234567890, ?"list": ?\[1\.10, ?2e3\]\}\}$/);
    await until(() => document.getText().includes('"big": 12345678901234567890'));
    await setField(document, "email", "other@example.com");
    assert.ok(await document.save());
    assert.deepEqual(world.bodies("PATCH").at(-1), { email: "other@example.com" });
  });

  it("stays dirty when the server refuses a field, and says so in Problems on the field's line", async () => {
    const document = await openDocument(contactId);
    await setField(document, "email", "refused@@example");
    assert.equal(await document.save(), false);
    assert.ok(document.isDirty);
    const ofServer = () =>
      vscode.languages.getDiagnostics(document.uri).filter(({ source }) => source === "MaiAgent (server)");
    await until(() => ofServer().length > 0);
    const [problem] = ofServer();
    assert.ok(problem);
    assert.match(document.lineAt(problem.range.start.line).text, /"email"/);
    assert.match(problem.message, /valid email/);
    await setField(document, "email", "mended@example.com");
    assert.ok(await document.save());
    await until(() => ofServer().length === 0);
  });

  it("refuses to save a changed id, and sends nothing", async () => {
    const document = await openDocument(contactId);
    await setField(document, "id", "another");
    assert.equal(await document.save(), false);
    assert.ok(document.isDirty);
    assert.deepEqual(world.bodies("PATCH"), []);
  });

  it("keeps what was typed when the server fails, and saves it once the server is back", async () => {
    const document = await openDocument(contactId);
    await setField(document, "sourceId", "crm-kept");
    world.sandbox.respondNext({ method: "PATCH", status: 500, body: "<h1>Server Error</h1>", times: 3 });
    assert.equal(await document.save(), false);
    assert.equal(fieldOf(document, "sourceId"), "crm-kept");
    world.sandbox.clearPlannedResponses();
    assert.ok(await document.save());
    assert.equal((await world.get(contactId))["sourceId"], "crm-kept");
  });

  it("is UTF-8, whatever encoding the user's files have", async () => {
    const settings = vscode.workspace.getConfiguration("files");
    await settings.update("encoding", "windows1252", vscode.ConfigurationTarget.Global);
    try {
      contactId = world.contactIds[7] ?? "";
      const document = await openDocument(contactId);
      assert.equal(fieldOf(document, "name"), (await world.get(contactId))["name"]);
      await setField(document, "name", "陳é");
      assert.ok(await document.save());
      assert.equal((await world.get(contactId))["name"], "陳é");
    } finally {
      await settings.update("encoding", undefined, vscode.ConfigurationTarget.Global);
    }
  });

  it("says what to do when it is saved with another encoding all the same, and sends nothing", async () => {
    const { uri } = await openDocument(contactId);
    const window = openHostWindow(() => Promise.reject(new Error("nothing is written")));
    // Not disposed of: VS Code has one channel of a name, and it is the extension's.
    const log = new Log();
    const kept = new KeptBases({ keys: () => [], get: () => undefined, update: () => Promise.resolve() });
    const files = new ContactFileSystem(window.connections, window.contacts, kept, log);
    const utf16 = Buffer.from('\ufeff{"name":"A"}', "utf16le");
    await assert.rejects(files.writeFile(uri, utf16), /A contact is saved as UTF-8/);
    assert.deepEqual(world.bodies("PATCH"), []);
    vscode.Disposable.from(files, window).dispose();
  });
});
