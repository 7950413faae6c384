import { strict as assert } from "node:assert";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as vscode from "vscode";
import { ImportSession } from "../../src/data/import/importSession.ts";
import { MappingMemory } from "../../src/data/import/mappingMemory.ts";
import { openResult } from "../../src/data/import/resultWriter.ts";
import type { Connection } from "../../src/model/connection.ts";
import { openHostWindow } from "./hostWindow.ts";

const SCHEME = "maiagent-test-place";
const CONNECTION: Omit<Connection, "baseUrl"> = {
  ...{ id: "place", label: "Place", role: "development", readOnly: false, keySource: "secret" },
};

/** A place that only VS Code can reach, as that of a remote workspace. */
class Place implements vscode.FileSystemProvider {
  readonly files = new Map<string, string>();
  isWritable = true;
  /** What the next reading waits for. */
  held: Promise<void> | undefined;
  readonly onDidChangeFile = new vscode.EventEmitter<vscode.FileChangeEvent[]>().event;

  stat(uri: vscode.Uri): vscode.FileStat {
    if (uri.path === "/") {
      return { type: vscode.FileType.Directory, ctime: 0, mtime: 0, size: 0 };
    }
    return { type: vscode.FileType.File, ctime: 0, mtime: 0, size: this.#textOf(uri).length };
  }

  async readFile(uri: vscode.Uri): Promise<Uint8Array> {
    const { held } = this;
    this.held = undefined;
    await held;
    return Buffer.from(this.#textOf(uri));
  }

  writeFile(uri: vscode.Uri, content: Uint8Array): void {
    if (!this.isWritable) {
      throw vscode.FileSystemError.NoPermissions(uri);
    }
    this.files.set(uri.path, Buffer.from(content).toString());
  }

  watch(): vscode.Disposable {
    return new vscode.Disposable(() => undefined);
  }

  readDirectory(): [string, vscode.FileType][] {
    return [];
  }

  createDirectory(): void {
    return;
  }

  delete(uri: vscode.Uri): void {
    this.files.delete(uri.path);
  }

  rename(uri: vscode.Uri): never {
    throw vscode.FileSystemError.NoPermissions(uri);
  }

  #textOf(uri: vscode.Uri): string {
    const text = this.files.get(uri.path);
    if (text === undefined) {
      throw vscode.FileSystemError.FileNotFound(uri);
    }
    return text;
  }
}

describe("The places that an import writes to", () => {
  let place: Place;
  let registration: vscode.Disposable;
  const at = (path: string) => vscode.Uri.from({ scheme: SCHEME, path });
  beforeEach(() => {
    place = new Place();
    registration = vscode.workspace.registerFileSystemProvider(SCHEME, place);
  });
  afterEach(() => {
    registration.dispose();
  });

  it("keep the earlier results of a remote workspace, and the one that is imported again", async () => {
    place.files.set("/vip.csv", "name").set("/vip.result.csv", "mended by hand");
    const writer = await openResult(at("/vip.result.csv"));
    await writer.write("import_status,name\r\n");
    await writer.close();
    assert.equal(writer.uri.path, "/vip.result-2.csv");
    assert.equal(place.files.get("/vip.result-2.csv"), "import_status,name\r\n");
    assert.equal(place.files.get("/vip.result.csv"), "mended by hand");
  });

  it("are tried before anything is sent", async () => {
    place.files.set("/vip.csv", "name");
    place.isWritable = false;
    await assert.rejects(openResult(at("/vip.csv")));
  });

  it("stop no import when only the memory of its columns cannot be written", async () => {
    const folder = await mkdtemp(join(tmpdir(), "import-places-"));
    const file = join(folder, "file");
    await writeFile(file, "");
    const failures: unknown[] = [];
    const memory = new MappingMemory(vscode.Uri.file(join(file, "no folder")), (error) =>
      failures.push(error),
    );
    await memory.remember(["name"], ["name"]);
    await memory.recall(["name"]);
    assert.ok(failures.length > 0);
    await rm(folder, { recursive: true });
  });

  it("are read as they were chosen last, also when an earlier reading is slower", async () => {
    place.files.set("/vip.csv", "name;a,b\nAnn;1,2\n");
    const window = openHostWindow(() => Promise.reject(new Error("nothing is written")));
    const connection = { ...CONNECTION, baseUrl: "http://127.0.0.1:9/api" };
    const memory = new MappingMemory(at("/memory"), (error) => assert.fail(String(error)));
    const inboxes = { fixedId: undefined, known: [], complete: true };
    const session = new ImportSession(at("/vip.csv"), connection, inboxes, { ...window, memory });
    await session.load();
    const gate: { open?: () => void } = {};
    place.held = new Promise((resolve) => {
      gate.open = resolve;
    });
    const slow = session.choose("delimiter", ";");
    await session.choose("delimiter", ",");
    gate.open?.();
    await slow;
    assert.deepEqual(
      session.state.columns.map(({ name }) => name),
      ["name;a", "b"],
    );
    session.dispose();
    window.dispose();
  });
});
