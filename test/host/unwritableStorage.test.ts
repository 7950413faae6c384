import { strict as assert } from "node:assert";
import { mkdtemp, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import * as vscode from "vscode";
import { type HostWorld, openDocument, openWorld, setField } from "./hostWorld.ts";
import { noteMessages, type ToldMessages } from "./toldMessages.ts";

/** The extension's own folder on this machine, as VS Code lays out a profile. */
const storage = join(
  dirname(vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? ""),
  "user-data/User/globalStorage/maiagent-community.maiagent-contacts",
);

describe("A storage folder that cannot be written", () => {
  let world: HostWorld;
  let folder: string;
  let messages: ToldMessages;
  beforeEach(async () => {
    world = await openWorld();
    folder = await mkdtemp(join(tmpdir(), "storage-"));
    await rename(storage, `${storage}.aside`).catch(() => undefined);
    // A file where the folder should be: as root, permissions stop nobody.
    await writeFile(storage, "in the way");
    messages = await noteMessages();
  });
  afterEach(async () => {
    messages.restore();
    await rm(storage, { recursive: true, force: true });
    await rename(`${storage}.aside`, storage).catch(() => undefined);
    await rm(folder, { recursive: true, force: true });
    await world.close();
  });

  /** Runs to its end, dismissing what it says. */
  async function dismissed(running: Thenable<unknown>): Promise<void> {
    const ended = Promise.resolve(running).then(
      () => true,
      () => true,
    );
    const turn = async () => {
      await vscode.commands.executeCommand("notifications.clearAll");
      return false;
    };
    while (!(await Promise.race([ended, turn()])));
  }

  it("lets a save through, which is on the server then", async () => {
    const contactId = world.contactIds[27] ?? "";
    const document = await openDocument(contactId);
    await setField(document, "email", "full-disk@example.com");
    assert.ok(await document.save());
    assert.ok(!document.isDirty);
    assert.equal((await world.get(contactId))["email"], "full-disk@example.com");
    assert.equal(world.bodies("PATCH").length, 1);
  });

  it("stops a seed run before its first create, and says why", async () => {
    const path = join(folder, "storage.maiagent-seed.json");
    const contacts = [{ name: "Nobody", sourceId: "storage-1" }];
    await writeFile(path, JSON.stringify({ name: "storage", inboxes: ["LINE 官方帳號"], contacts }));
    await dismissed(vscode.commands.executeCommand("maiagent.runSeed", vscode.Uri.file(path)));
    assert.deepEqual(world.bodies("POST"), []);
    assert.ok(
      messages.said.some((said) => /storage folder is not writable|cannot be written/u.test(said)),
      messages.said.join("\n"),
    );
  });
});
