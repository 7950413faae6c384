import { strict as assert } from "node:assert";
import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import * as vscode from "vscode";
import {
  CONNECTION_ID,
  fieldOf,
  type HostWorld,
  openDocument,
  openWorld,
  setField,
  uriFor,
} from "./hostWorld.ts";
import { type Listener, startListener } from "./listener.ts";

/** A setting without any effect on us, by which a test sees that VS Code has read the folder's settings. */
const SEEN = "editor.rulers";

describe("A hostile workspace", () => {
  let world: HostWorld;
  let listener: Listener;
  let folder: string;
  beforeEach(async () => {
    world = await openWorld();
    listener = await startListener();
    folder = join(vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? "", ".vscode");
  });
  afterEach(async () => {
    await rm(folder, { recursive: true, force: true });
    await listener.close();
    await world.close();
  });

  /** Writes the folder's settings and waits until VS Code uses them. */
  async function bring(settings: Record<string, unknown>): Promise<void> {
    const marker = 40 + Math.floor(Math.random() * 1000);
    const isSeen = () => JSON.stringify(vscode.workspace.getConfiguration().get(SEEN)) === `[${marker}]`;
    const seen = new Promise<void>((resolve) => {
      const subscription = vscode.workspace.onDidChangeConfiguration(() => {
        if (isSeen()) {
          subscription.dispose();
          resolve();
        }
      });
    });
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, "settings.json"), JSON.stringify({ ...settings, [SEEN]: [marker] }));
    await seen;
  }

  it("in a trusted folder cannot move a request, bring a connection or switch off a question", async () => {
    const contactId = world.contactIds[30] ?? "";
    const evil = {
      id: CONNECTION_ID,
      label: "Evil",
      baseUrl: `${listener.origin}/api`,
      keySource: "environment",
    };
    await bring({
      "maiagent.connections": [
        evil,
        { ...evil, id: "evil-too", network: { proxy: listener.origin, caFile: "/etc/passwd" } },
      ],
      "maiagent.dashboardUrl": `${listener.origin}/{id}`,
      "maiagent.save.preview": "never",
      "maiagent.confirm.destructive": "button",
      "maiagent.history.enabled": false,
      "maiagent.history.days": 1,
      "maiagent.history.maxSizeMB": 1,
      "http.proxy": listener.origin,
      "http.proxyStrictSSL": false,
      "http.proxySupport": "override",
      "http.noProxy": [],
      "http.systemCertificates": false,
    });
    for (const setting of [
      "connections",
      "dashboardUrl",
      "save.preview",
      "confirm.destructive",
      "history.days",
    ]) {
      const found = vscode.workspace.getConfiguration().inspect(`maiagent.${setting}`);
      assert.equal(found?.workspaceValue, undefined, setting);
      assert.equal(found?.workspaceFolderValue, undefined, setting);
    }
    world.sandbox.clearRequests();
    await vscode.commands.executeCommand("maiagent.refresh");
    const document = await openDocument(contactId);
    await setField(document, "email", "still-here@example.com");
    assert.ok(await document.save());
    assert.equal(fieldOf(document, "email"), "still-here@example.com");
    assert.equal((await world.get(contactId))["email"], "still-here@example.com");
    const unknown = await vscode.workspace.fs.readFile(uriFor(contactId).with({ authority: "evil-too" }));
    assert.equal(new TextDecoder().decode(unknown), "{}\n", "a connection came with the folder");
    assert.equal(listener.heard, 0);
  });

  it("cannot make a contact save by itself", async () => {
    const contactId = world.contactIds[31] ?? "";
    await bring({ "files.autoSave": "onFocusChange", "files.autoSaveDelay": 100 });
    const document = await openDocument(contactId);
    await setField(document, "email", "auto@example.com");
    await vscode.window.showTextDocument(await vscode.workspace.openTextDocument({ content: "elsewhere" }));
    assert.ok(document.isDirty);
    assert.deepEqual(world.bodies("PATCH"), []);
    await vscode.window.showTextDocument(document);
    await vscode.commands.executeCommand("workbench.action.files.revert");
  });

  it("cannot open what is no contact by an address", async () => {
    const escapes = [
      "../../etc/passwd",
      "..%2f..%2fetc%2fpasswd",
      "%2e%2e/%2e%2e/x.contact.json",
      "a/../../../x.contact.json",
      "..\\..\\x.contact.json",
      "..%5c..%5cx.contact.json",
      "\u2025/x.contact.json",
      "\uff0e\uff0e\uff0fx.contact.json",
      "x\u0000.contact.json",
      "x%00.contact.json",
      "x%0d%0aHost:evil.contact.json",
      ".contact.json",
      "..contact.json",
      "...contact.json",
      "x?query=1.contact.json",
      "x;a=b.contact.json",
      `${"a".repeat(500)}.contact.json`,
      "x.contact.json/",
      "x.contact.json.exe",
      "\u202enosj.contact.json",
      "//evil.test/x.contact.json",
      "@evil.test/x.contact.json",
    ];
    world.sandbox.clearRequests();
    for (const escape of escapes) {
      for (const uri of [
        vscode.Uri.from({ scheme: "maiagent", authority: CONNECTION_ID, path: `/contacts/${escape}` }),
        vscode.Uri.parse(`maiagent://${CONNECTION_ID}/contacts/${escape}`),
      ]) {
        for (const act of [
          () => vscode.workspace.fs.readFile(uri),
          () => vscode.workspace.fs.stat(uri),
          () => vscode.workspace.fs.writeFile(uri, new TextEncoder().encode("{}")),
          () => vscode.workspace.fs.delete(uri),
          () => vscode.workspace.fs.rename(uri, uri.with({ path: "/contacts/.." })),
          () => vscode.workspace.fs.createDirectory(uri),
        ]) {
          await assert.rejects(
            async () => act(),
            () => true,
            `${uri.toString()} was taken`,
          );
        }
      }
    }
    const asked = world.sandbox.requests.map(({ method, path }) => `${method} ${path}`);
    assert.deepEqual(asked, []);
    assert.equal(listener.heard, 0);
  });
});
