import { strict as assert } from "node:assert";
import { randomUUID } from "node:crypto";
import * as vscode from "vscode";
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

/** Settles when `release` is called. */
function gate(): { readonly until: Promise<void>; readonly release: () => void } {
  let release: () => void = () => undefined;
  const until = new Promise<void>((resolve) => {
    release = resolve;
  });
  return { until, release };
}

describe("A save that meets something else", () => {
  let world: HostWorld;
  let contactId: string;
  let used = 0;
  before(async () => {
    world = await openWorld();
  });
  after(() => world.close());
  beforeEach(() => {
    contactId = world.contactIds[10 + used++] ?? "";
    world.sandbox.clearRequests();
    world.sandbox.clearPlannedResponses();
  });
  afterEach(async () => {
    await vscode.commands.executeCommand("workbench.action.files.revert");
    await vscode.commands.executeCommand("workbench.action.closeAllEditors");
  });

  const requestsFor = (method: string) =>
    world.sandbox.requests.filter((request) => request.method === method && request.path.includes(contactId));
  const untilRequest = async (method: string, count: number): Promise<void> => {
    while (requestsFor(method).length < count) {
      await new Promise((resolve) => setImmediate(resolve));
    }
  };

  it("keeps what is typed while it is under way, and a second save sends only that", async () => {
    const document = await openDocument(contactId);
    const { until: answered, release } = gate();
    world.sandbox.respondNext({ method: "PATCH", until: answered });
    await setField(document, "name", "First");
    const first = document.save();
    await untilRequest("PATCH", 1);
    await setField(document, "sourceId", `crm-second-${contactId}`);
    const second = document.save();
    release();
    await first;
    assert.ok(await second);
    assert.deepEqual(world.bodies("PATCH"), [{ name: "First" }, { sourceId: `crm-second-${contactId}` }]);
    assert.equal((await world.get(contactId))["name"], "First");
  });

  it("looks afresh for the second save: what somebody changed in between is not overwritten", async () => {
    const document = await openDocument(contactId);
    const { until: answered, release } = gate();
    world.sandbox.respondNext({ method: "PATCH", until: answered });
    await setField(document, "name", "First");
    const first = document.save();
    await untilRequest("PATCH", 1);
    await setField(document, "email", "second@example.com");
    const second = document.save();
    await world.patch(contactId, { email: "theirs@example.com" });
    release();
    await first;
    assert.equal(await second, false);
    assert.equal((await world.get(contactId))["email"], "theirs@example.com");
    assert.equal(fieldOf(document, "email"), "second@example.com");
  });

  it("leaves the text unsaved when the connection is removed under it, and is done once that is back", async () => {
    const document = await openDocument(contactId);
    const { until: answered, release } = gate();
    world.sandbox.respondNext({ method: "PATCH", until: answered, times: 3 });
    await setField(document, "name", "Removed under it");
    const saving = document.save();
    await untilRequest("PATCH", 1);
    await setConnections([]);
    release();
    assert.equal(await saving, false);
    assert.equal(fieldOf(document, "name"), "Removed under it");
    assert.ok(document.isDirty);
    await setConnections([settingFor(world.sandbox)]);
    assert.ok(await document.save());
    assert.equal((await world.get(contactId))["name"], "Removed under it");
  });

  it("asks when the same contact was saved through another connection's document", async () => {
    await setConnections([
      settingFor(world.sandbox),
      settingFor(world.sandbox, { id: "host-other", label: "Other" }),
    ]);
    const other = await vscode.workspace.openTextDocument(
      uriFor(contactId).with({ authority: "host-other" }),
    );
    const document = await openDocument(contactId);
    await setField(other, "email", "other@example.com");
    await setField(document, "email", "mine@example.com");
    await setField(document, "phoneNumber", "+886 2 0000 0301");
    assert.ok(await other.save());
    assert.equal(await document.save(), false);
    const server = await world.get(contactId);
    assert.equal(server["email"], "other@example.com");
    assert.notEqual(server["phoneNumber"], "+886 2 0000 0301");
    await setConnections([settingFor(world.sandbox)]);
  });

  it("asks also when the server's text is one that was there before the one that is shown", async () => {
    // The same stamp each time, as from a server that keeps none: only the texts differ.
    const now = await world.get(contactId);
    const answer = (name: string) => {
      world.sandbox.clearPlannedResponses();
      // As often as VS Code looks: a document that is shown is looked at again in the background.
      const plan = { method: "GET", pathPattern: contactId, times: 1000 };
      world.sandbox.respondNext({ ...plan, status: 200, body: { ...now, name } });
    };
    answer("A");
    const document = await openDocument(contactId);
    await until(() => fieldOf(document, "name") === "A");
    answer("B");
    await vscode.commands.executeCommand("workbench.action.files.revert");
    await until(() => fieldOf(document, "name") === "B");
    await setField(document, "name", "Mine");
    answer("A");
    assert.equal(await document.save(), false);
    assert.deepEqual(world.bodies("PATCH"), []);
  });

  it("refuses another extension's write over a change that nobody saw", async () => {
    const document = await openDocument(contactId);
    const text = document.getText();
    await world.patch(contactId, { email: "theirs@example.com" });
    const email = JSON.stringify(fieldOf(document, "email"));
    const mine = text.replace(`"email": ${email}`, '"email": "blind@example.com"');
    assert.notEqual(mine, text);
    await assert.rejects(async () =>
      vscode.workspace.fs.writeFile(document.uri, new TextEncoder().encode(mine)),
    );
    assert.equal((await world.get(contactId))["email"], "theirs@example.com");
  });

  it("does not send what they changed when a revert is undone", async () => {
    const document = await openDocument(contactId);
    await setField(document, "name", "Mine again");
    await world.patch(contactId, { phoneNumber: "+886 2 0000 0302" });
    await vscode.commands.executeCommand("workbench.action.files.revert");
    await until(() => fieldOf(document, "phoneNumber") === "+886 2 0000 0302");
    await vscode.commands.executeCommand("undo");
    await until(() => fieldOf(document, "name") === "Mine again" && document.isDirty);
    world.sandbox.clearRequests();
    assert.ok(await document.save());
    assert.deepEqual(world.bodies("PATCH"), [{ name: "Mine again" }]);
    assert.equal((await world.get(contactId))["phoneNumber"], "+886 2 0000 0302");
  });

  it("goes out by itself only where auto save was turned on for contacts", async () => {
    const configuration = vscode.workspace.getConfiguration();
    const set = (section: string, value: unknown) =>
      configuration.update(section, value, vscode.ConfigurationTarget.Global);
    await set("files.autoSave", "afterDelay");
    await set("files.autoSaveDelay", 50);
    try {
      const document = await openDocument(contactId);
      const plain = await vscode.workspace.openTextDocument({ content: "a file beside it" });
      await setField(document, "email", "auto@example.com");
      await vscode.window.showTextDocument(plain);
      await vscode.window.showTextDocument(document);
      assert.deepEqual(world.bodies("PATCH"), []);
      assert.ok(document.isDirty);
      await setField(document, "sourceId", `crm-auto-${contactId}`);
      await set("[maiagent-contact]", { "files.autoSave": "afterDelay", "files.autoSaveDelay": 50 });
      await until(() => !document.isDirty);
      assert.deepEqual(world.bodies("PATCH"), [
        { email: "auto@example.com", sourceId: `crm-auto-${contactId}` },
      ]);
    } finally {
      await set("[maiagent-contact]", undefined);
      await set("files.autoSave", undefined);
      await set("files.autoSaveDelay", undefined);
    }
  });

  it("asks nothing on production when the setting says never, or when nothing risky changed", async () => {
    await setConnections([settingFor(world.sandbox, { role: "production" })]);
    const configuration = vscode.workspace.getConfiguration();
    try {
      const document = await openDocument(contactId);
      await setField(document, "name", "Not risky");
      assert.ok(await document.save());
      await configuration.update("maiagent.save.preview", "never", vscode.ConfigurationTarget.Global);
      await setField(document, "email", "unasked@example.com");
      assert.ok(await document.save());
      assert.deepEqual(world.bodies("PATCH"), [{ name: "Not risky" }, { email: "unasked@example.com" }]);
    } finally {
      await configuration.update("maiagent.save.preview", undefined, vscode.ConfigurationTarget.Global);
      await setConnections([settingFor(world.sandbox)]);
    }
  });

  it("is compared with the server as two read-only copies", async () => {
    const document = await openDocument(contactId);
    await setField(document, "name", "Compared");
    await vscode.commands.executeCommand("maiagent.compareWithServer", document.uri);
    const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
    assert.ok(input instanceof vscode.TabInputTextDiff);
    assert.equal(input.original.scheme, "maiagent-copy");
    assert.equal(input.modified.scheme, "maiagent-copy");
    const texts = await Promise.all(
      [input.original, input.modified].map((uri) => vscode.workspace.openTextDocument(uri)),
    );
    assert.deepEqual(
      texts.map((copy) => fieldOf(copy, "name") === "Compared"),
      [false, true],
    );
    assert.equal(uriFor(contactId).authority, CONNECTION_ID);
    await vscode.commands.executeCommand("workbench.action.closeActiveEditor");
    assert.ok(document.isDirty);
    await vscode.window.showTextDocument(document);
  });

  it("has its copies anew where VS Code asks for one that nobody made in this window", async () => {
    const document = await openDocument(contactId);
    await setField(document, "name", "Copied anew");
    const copy = (side: string) =>
      vscode.workspace.openTextDocument(
        vscode.Uri.from({
          scheme: "maiagent-copy",
          authority: CONNECTION_ID,
          path: `/${side}-7/${contactId}.contact.json`,
        }),
      );
    assert.equal(fieldOf(await copy("editor"), "name"), "Copied anew");
    assert.equal(fieldOf(await copy("server"), "name"), (await world.get(contactId))["name"]);
    const version = `/${randomUUID()}/before/${contactId}.contact.json`;
    await assert.rejects(
      async () =>
        vscode.workspace.openTextDocument(vscode.Uri.from({ scheme: "maiagent-history", path: version })),
      /no longer in the history/,
    );
  });
});
