import { strict as assert } from "node:assert";
import { existsSync } from "node:fs";
import { mkdtemp, readdir, readFile, rm, watch } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import * as vscode from "vscode";
import { CONNECTION_ID, type HostWorld, openWorld } from "./hostWorld.ts";

describe("Exporting contacts", () => {
  let world: HostWorld;
  let folder: string;
  before(async () => {
    world = await openWorld();
    folder = await mkdtemp(join(tmpdir(), "export-"));
  });
  after(async () => {
    await world.close();
    await rm(folder, { recursive: true });
  });
  afterEach(() => vscode.commands.executeCommand("notifications.clearAll"));

  /** The command ends when its last message is dismissed, the file is there before. */
  const exported = async (name: string, target: object, selection: readonly object[] | undefined) => {
    const uri = vscode.Uri.file(join(folder, name));
    const [, format] = name.split(".");
    const done = vscode.commands.executeCommand("maiagent.exportContacts", target, selection, {
      format,
      uri,
    });
    const text = await fileText(uri.fsPath);
    await vscode.commands.executeCommand("notifications.clearAll");
    await done;
    return text;
  };

  it("writes a whole connection as NDJSON, without credentials and without a temporary file", async () => {
    const text = await exported(
      "all.ndjson",
      { kind: "list", connectionId: CONNECTION_ID, inboxId: undefined },
      undefined,
    );
    const lines = text.trimEnd().split("\n");
    assert.equal(lines.length, 300);
    assert.doesNotMatch(text, /mcpCredentials/);
    assert.deepEqual(await readdir(folder), ["all.ndjson"]);
  });

  it("writes the selected rows only, as CSV with a byte order mark", async () => {
    const rows = world.contactIds.slice(0, 3).map((contactId) => ({
      ...{ kind: "contact", connectionId: CONNECTION_ID, inboxId: undefined, contactId },
      ...{ contact: { id: contactId, name: "" }, isReadOnly: false },
    }));
    const text = await exported("some.csv", rows[0] ?? {}, rows);
    assert.ok(text.startsWith("\ufeffid,name,email,"));
    assert.deepEqual(text.match(/^[0-9a-f-]{36}/gmu), world.contactIds.slice(0, 3));
  });
});

/** Waits for a complete file: it gets its name when it is. */
async function fileText(path: string): Promise<string> {
  const events = watch(dirname(path))[Symbol.asyncIterator]();
  try {
    while (!existsSync(path)) {
      await events.next();
    }
    return await readFile(path, "utf8");
  } finally {
    await events.return?.();
  }
}
