import { strict as assert } from "node:assert";
import * as vscode from "vscode";
import { ContactPanel } from "../../src/editor/contactPanel.ts";
import { ContactRecord } from "../../src/editor/contactRecord.ts";
import { KeptBases } from "../../src/editor/keptBases.ts";
import { type HostWorld, openDocument, openWorld, setField } from "./hostWorld.ts";

const NOTHING_KEPT: vscode.Memento = {
  keys: () => [],
  get: <T>(_key: string, fallback?: T) => fallback,
  update: () => Promise.resolve(),
};
/** Sent last: what the host has answered by then is all that it did with the others. */
const LAST = { type: "revealCredentials", id: 4711 };

const path = (length: number) => Array.from({ length }, () => "a");
/** JavaScript for the page: what JSON cannot say has to be made there. */
const HOSTILE: Readonly<Record<string, string>> = {
  nothing: "undefined",
  null: "null",
  "a number": "7",
  "a text": '"save"',
  "an array": "[]",
  "no type": "{}",
  "an unknown type": '{ type: "eval", code: "1" }',
  "a type that is no text": "{ type: {} }",
  "a prototype": '{ __proto__: { type: "action", action: "delete" } }',
  "an action that does not exist": '{ type: "action", action: "deleteEverything" }',
  "a command for an action": '{ type: "action", action: "workbench.action.quit" }',
  "fields that are no texts": '{ type: "action", action: "keepMine", fields: [{}] }',
  "edits without a number": "{ type: 'edits', edits: [] }",
  "a number before the first": "{ type: 'edits', seq: 0, edits: [{ path: ['name'], value: 'evil' }] }",
  "a negative number": "{ type: 'edits', seq: -1, edits: [{ path: ['name'], value: 'evil' }] }",
  "half a number": "{ type: 'edits', seq: 1.5, edits: [{ path: ['name'], value: 'evil' }] }",
  "no number at all": "{ type: 'edits', seq: NaN, edits: [{ path: ['name'], value: 'evil' }] }",
  "an endless number": "{ type: 'edits', seq: Infinity, edits: [{ path: ['name'], value: 'evil' }] }",
  "a number beyond counting": "{ type: 'edits', seq: 2 ** 60, edits: [{ path: ['name'], value: 'evil' }] }",
  "edits that are no list": "{ type: 'edits', seq: 1, edits: { path: ['name'], value: 'evil' } }",
  "an edit without a place": "{ type: 'edits', seq: 1, edits: [{ value: 'evil' }] }",
  "a place that is a text": "{ type: 'edits', seq: 1, edits: [{ path: 'name', value: 'evil' }] }",
  "a place that is an object": "{ type: 'edits', seq: 1, edits: [{ path: [{}], value: 'evil' }] }",
  "a place that is too deep": `{ type: 'edits', seq: 1, edits: [{ path: ${JSON.stringify(path(5000))}, value: 'evil' }] }`,
  "too many edits": "{ type: 'edits', seq: 1, edits: Array(10001).fill({ path: ['name'], value: 'evil' }) }",
  "a text of 9 MB": "{ type: 'text', seq: 1, base: '', text: 'e'.repeat(9 * 1024 * 1024) }",
  "a text that is no text": "{ type: 'text', seq: 1, base: '', text: ['evil'] }",
  bytes: "{ type: 'text', seq: 1, base: '', text: new Uint8Array(8) }",
  "an answer to a question that nobody asked": "{ type: 'flushed', id: 99 }",
};

describe("The editor's message handler", () => {
  let world: HostWorld;
  beforeEach(async () => {
    world = await openWorld();
  });
  afterEach(() => world.close());

  /** A page that says these things to a panel over the document; resolves once the last of them was heard. */
  async function hear(
    document: vscode.TextDocument,
    contactId: string,
    said: readonly string[],
  ): Promise<{ readonly actions: readonly unknown[]; readonly failures: readonly unknown[] }> {
    const record = new ContactRecord(
      { connectionId: document.uri.authority, contactId },
      document.uri,
      new KeptBases(NOTHING_KEPT),
      (error) => failures.push(error),
    );
    const actions: unknown[] = [];
    const failures: unknown[] = [];
    const page = vscode.window.createWebviewPanel("maiagent.test", "test", vscode.ViewColumn.Beside, {
      enableScripts: true,
    });
    let panel: ContactPanel | undefined;
    await new Promise<void>((resolve) => {
      panel = new ContactPanel(document, page, {
        record,
        isReadOnly: () => false,
        notice: () => undefined,
        request: () => undefined,
        accessHelp: () => undefined,
        onReady: () => undefined,
        onAction: (action, fields) => actions.push([action, fields]),
        onRevealCredentials: (id) => (id === LAST.id ? resolve() : actions.push(id)),
        onFailure: (error) => failures.push(error),
      });
      page.webview.html = `<script>
        const { postMessage } = acquireVsCodeApi();
        for (const make of [${said.map((text) => `() => (${text})`).join(",")}]) {
          postMessage(make());
        }
        postMessage(${JSON.stringify(LAST)});
      </script>`;
    });
    // What was to be applied has been applied once the queue is empty.
    await panel?.edit((text) => text);
    panel?.dispose();
    page.dispose();
    return { actions, failures };
  }

  it(`drops what does not fit, in ${Object.keys(HOSTILE).length} ways, and changes nothing`, async () => {
    const contactId = world.contactIds[20] ?? "";
    const document = await openDocument(contactId);
    const before = document.getText();
    const { actions, failures } = await hear(document, contactId, Object.values(HOSTILE));
    assert.deepEqual(actions, []);
    assert.equal(document.getText(), before);
    assert.ok(failures.length >= Object.keys(HOSTILE).length - 2, `${failures.length} were noticed`);
    assert.ok(failures.every((error) => error instanceof Error && !error.message.includes("evil")));
    assert.deepEqual(world.bodies("PATCH"), []);
  });

  it("applies batches as they come, whatever their numbers, and loses none", async () => {
    const contactId = world.contactIds[21] ?? "";
    const document = await openDocument(contactId);
    const edit = (seq: number, value: string) =>
      `{ type: 'edits', seq: ${seq}, edits: [{ path: ['queryMetadata', '${value}'], value: '${value}' }] }`;
    const { failures } = await hear(document, contactId, [
      edit(3, "c"),
      edit(1, "a"),
      edit(3, "again"),
      edit(2, "b"),
    ]);
    assert.deepEqual(failures, []);
    const { queryMetadata } = JSON.parse(document.getText()) as { queryMetadata: object };
    for (const key of ["a", "b", "c", "again"]) {
      assert.ok(key in queryMetadata, key);
    }
    await vscode.window.showTextDocument(document);
    await vscode.commands.executeCommand("workbench.action.files.revert");
  });

  it("cannot be made to write to another contact", async () => {
    const [contactId = "", other = ""] = world.contactIds.slice(22);
    const document = await openDocument(contactId);
    await hear(document, contactId, [
      `{ type: 'edits', seq: 1, edits: [{ path: ['id'], value: ${JSON.stringify(other)} }] }`,
    ]);
    await setField(document, "email", "mine@example.com");
    await document.save();
    const written = world.sandbox.requests.filter(({ method }) => method !== "GET");
    assert.ok(written.every(({ path: sent }) => sent.includes(contactId)));
    assert.notEqual((await world.get(other))["email"], "mine@example.com");
    assert.equal((await world.get(contactId))["id"], contactId);
    await vscode.window.showTextDocument(document);
    await vscode.commands.executeCommand("workbench.action.files.revert");
  });

  it("puts keys of Object's own into the document as data", async () => {
    const contactId = world.contactIds[24] ?? "";
    const document = await openDocument(contactId);
    await hear(document, contactId, [
      "{ type: 'edits', seq: 1, edits: [{ path: ['queryMetadata', '__proto__', 'polluted'], value: 1 }] }",
      "{ type: 'edits', seq: 2, edits: [{ path: ['queryMetadata', 'constructor'], json: '{\"polluted\": 1}' }] }",
    ]);
    assert.ok(!("polluted" in {}));
    assert.match(document.getText(), /"__proto__"/u);
    await vscode.window.showTextDocument(document);
    await vscode.commands.executeCommand("workbench.action.files.revert");
  });
});
