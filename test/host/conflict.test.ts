import { strict as assert } from "node:assert";
import * as vscode from "vscode";
import { fieldOf, type HostWorld, openDocument, openWorld, setField, until } from "./hostWorld.ts";

describe("A contact that changed on the server", () => {
  let world: HostWorld;
  let contactId: string;
  before(async () => {
    world = await openWorld();
  });
  after(() => world.close());
  beforeEach(() => {
    contactId = world.contactIds[1] ?? "";
    world.sandbox.clearRequests();
  });
  afterEach(async () => {
    await vscode.commands.executeCommand("workbench.action.files.revert");
    await vscode.commands.executeCommand("workbench.action.closeAllEditors");
  });

  it("is not overwritten when both sides changed the same field", async () => {
    const document = await openDocument(contactId);
    await setField(document, "name", "Mine");
    await world.patch(contactId, { name: "Thei" });
    assert.equal(await document.save(), false);
    assert.ok(document.isDirty);
    assert.equal((await world.get(contactId))["name"], "Thei");
    assert.equal(fieldOf(document, "name"), "Mine");
  });

  it("is not overwritten by a value of the same length either", async () => {
    const document = await openDocument(contactId);
    await setField(document, "phoneNumber", "+886 2 0000 0111");
    await world.patch(contactId, { phoneNumber: "+886 2 0000 0222" });
    assert.equal(await document.save(), false);
    assert.equal((await world.get(contactId))["phoneNumber"], "+886 2 0000 0222");
  });

  it("merges without a question when each side changed another field", async () => {
    const document = await openDocument(contactId);
    await setField(document, "sourceId", "crm-mine-1");
    await world.patch(contactId, { phoneNumber: "+886 2 0000 0333" });
    world.sandbox.clearRequests();
    assert.ok(await document.save());
    assert.deepEqual(world.bodies("PATCH"), [{ sourceId: "crm-mine-1" }]);
    await until(() => fieldOf(document, "phoneNumber") === "+886 2 0000 0333");
    assert.equal(document.isDirty, false);
    const server = await world.get(contactId);
    assert.equal(server["sourceId"], "crm-mine-1");
    assert.equal(server["phoneNumber"], "+886 2 0000 0333");
  });

  it("does not send back a value that was merged in by an earlier save", async () => {
    const document = await openDocument(contactId);
    await setField(document, "sourceId", "crm-mine-2");
    await world.patch(contactId, { email: "theirs@example.com" });
    assert.ok(await document.save());
    await until(() => fieldOf(document, "email") === "theirs@example.com");
    await setField(document, "sourceId", "crm-mine-3");
    await world.patch(contactId, { email: "theirs-again@example.com" });
    assert.ok(await document.save());
    assert.equal((await world.get(contactId))["email"], "theirs-again@example.com");
    await until(() => fieldOf(document, "email") === "theirs-again@example.com");
  });

  it("asks when both sides changed one field and each another", async () => {
    const document = await openDocument(contactId);
    await setField(document, "name", "Mine two");
    await setField(document, "sourceId", "crm-mine-4");
    await world.patch(contactId, { name: "Theirs two", email: "x@example.com" });
    assert.equal(await document.save(), false);
    const server = await world.get(contactId);
    assert.equal(server["name"], "Theirs two");
    assert.notEqual(server["sourceId"], "crm-mine-4");
  });

  it("does not ask when both sides made the same change", async () => {
    const document = await openDocument(contactId);
    await setField(document, "name", "Same");
    await world.patch(contactId, { name: "Same" });
    assert.ok(await document.save());
    assert.equal(document.isDirty, false);
  });

  it("is not overwritten when the look before the save fails and the save itself would not", async () => {
    const document = await openDocument(contactId);
    await setField(document, "name", "Mine unseen");
    await world.patch(contactId, { name: "Theirs unseen" });
    world.sandbox.clearRequests();
    world.sandbox.respondNext({
      method: "GET",
      pathPattern: contactId,
      status: 500,
      body: "<h1>down</h1>",
      times: 3,
    });
    assert.equal(await document.save(), false);
    world.sandbox.clearPlannedResponses();
    assert.deepEqual(world.bodies("PATCH"), []);
    assert.equal(fieldOf(document, "name"), "Mine unseen");
    assert.equal(await document.save(), false);
    assert.equal((await world.get(contactId))["name"], "Theirs unseen");
  });

  it("is taken over by Revert", async () => {
    const document = await openDocument(contactId);
    await setField(document, "name", "Mine three");
    await world.patch(contactId, { name: "Theirs three" });
    await vscode.commands.executeCommand("workbench.action.files.revert");
    await until(() => fieldOf(document, "name") === "Theirs three");
    assert.equal(document.isDirty, false);
    await setField(document, "sourceId", "crm-after-revert");
    assert.ok(await document.save());
    assert.deepEqual(world.bodies("PATCH").at(-1), { sourceId: "crm-after-revert" });
  });
});
