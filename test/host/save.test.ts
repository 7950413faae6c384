import { strict as assert } from "node:assert";
import * as vscode from "vscode";
import {
  fieldOf,
  type HostWorld,
  openDocument,
  openWorld,
  replaceText,
  setField,
  until,
} from "./hostWorld.ts";

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
});
