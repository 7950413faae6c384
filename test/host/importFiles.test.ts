import { strict as assert } from "node:assert";
import { mkdir, mkdtemp, open, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as vscode from "vscode";
import { ImportSession } from "../../src/data/import/importSession.ts";
import { MappingMemory } from "../../src/data/import/mappingMemory.ts";
import { CONNECTION_ID, type HostWorld, openWorld } from "./hostWorld.ts";
import { type HostWindow, openHostWindow } from "./hostWindow.ts";

const LINE = "LINE 官方帳號";
/** 姓名,信箱 / 王小明,ming@example.com / 陳美玲,mei@example.com */
const BIG5 = Buffer.concat([
  ...[Buffer.from([0xa9, 0x6d, 0xa6, 0x57]), Buffer.from(","), Buffer.from([0xab, 0x48, 0xbd, 0x63])],
  ...[Buffer.from("\r\n"), Buffer.from([0xa4, 0xfd, 0xa4, 0x70, 0xa9, 0xfa])],
  ...[Buffer.from(",ming@example.com\r\n"), Buffer.from([0xb3, 0xaf, 0xac, 0xfc, 0xac, 0xc2])],
  Buffer.from(",mei@example.com\r\n"),
]);

describe("Files to import", () => {
  let world: HostWorld;
  let window: HostWindow;
  let folder: string;
  const sessions: ImportSession[] = [];
  before(async () => {
    world = await openWorld();
    window = openHostWindow(() => Promise.reject(new Error("a dry run has no history")));
    folder = await mkdtemp(join(tmpdir(), "import-host-"));
  });
  after(async () => {
    sessions.forEach((session) => session.dispose());
    window.dispose();
    await world.close();
    await rm(folder, { recursive: true, force: true });
  });

  /** The page's session for a file of the folder, loaded as the page loads it. */
  const sessionOf = async (name: string, content?: string | Buffer): Promise<ImportSession> => {
    const path = join(folder, name);
    if (content !== undefined) {
      await writeFile(path, content);
    }
    const connection = window.connections.get(CONNECTION_ID);
    assert.ok(connection);
    const { clients, contacts } = window;
    const { inboxes: known } = await contacts.inboxes(CONNECTION_ID);
    const session = new ImportSession(
      vscode.Uri.file(path),
      connection,
      { fixedId: known.find(({ name }) => name === LINE)?.id, known, complete: true },
      {
        clients,
        contacts,
        memory: new MappingMemory(vscode.Uri.file(folder), (error) => assert.fail(String(error))),
      },
    );
    sessions.push(session);
    await session.load();
    return session;
  };
  const names = ({ state }: ImportSession) => state.rows.map(({ cells }) => cells[0]?.text);
  const settingOf = ({ state }: ImportSession, setting: string) =>
    state.settings.find((entry) => entry.setting === setting)?.value;

  it("are read as Big5, UTF-16 and UTF-8 with or without a mark, and compared with the server without a write", async () => {
    const text = "姓名,信箱\r\n王小明,ming@example.com\r\n陳美玲,mei@example.com\r\n";
    const files: readonly (readonly [string, string, Buffer])[] = [
      ["big5.csv", "big5", BIG5],
      ["utf16.csv", "utf-16le", Buffer.from(`\ufeff${text}`, "utf16le")],
      ["plain16.csv", "utf-16le", Buffer.from(text, "utf16le")],
      ["mark.csv", "utf-8", Buffer.from(`\ufeff${text}`)],
      ["plain.csv", "utf-8", Buffer.from(text)],
    ];
    for (const [name, encoding, content] of files) {
      const session = await sessionOf(name, content);
      assert.equal(session.state.problem, "", name);
      assert.equal(settingOf(session, "encoding"), encoding, name);
      assert.deepEqual(names(session), ["王小明", "陳美玲"], name);
      assert.deepEqual(
        session.state.columns.map(({ target }) => target),
        ["name", "email"],
      );
    }
    world.sandbox.clearRequests();
    const session = await sessionOf("big5.csv");
    await session.run(true);
    assert.deepEqual(
      session.state.outcome?.counts.map(({ label, count }) => `${count} ${label}`),
      ["2 to create"],
    );
    assert.deepEqual(
      world.sandbox.requests.filter(({ method }) => method !== "GET"),
      [],
    );
  });

  it("that cannot be read say why, with file and line, and cannot be started", async () => {
    const huge = await open(join(folder, "huge.csv"), "w");
    await huge.write("name,sourceId\n");
    await huge.truncate(2 * 1024 ** 3);
    await huge.close();
    await mkdir(join(folder, "folder.csv"));
    const files: readonly (readonly [string, string | Buffer | undefined, RegExp])[] = [
      ["empty.csv", "", /^empty\.csv has no rows/],
      ["folder.csv", undefined, /^folder\.csv is a folder/],
      ["missing.csv", undefined, /^missing\.csv or its folder does not exist/],
      ["huge.csv", undefined, /^huge\.csv, line [12]: this row is larger than 1 MiB/],
      [
        "twice.csv",
        "name,Name,sourceId,sourceId\nA,B,c,d\n",
        /^twice\.csv, line 1: the column “Name” stands twice/,
      ],
      ["quote.csv", 'name,email\nA,"b\nC,d\n', /^quote\.csv, line 2: a quotation mark/],
      ["mixed.csv", Buffer.concat([Buffer.from("name\n王小明\n"), Buffer.from([0xa4, 0xfd, 0x0a])]), /mixed/],
      ["broken.json", '[{"name":"A"},\n{"name":', /^broken\.json, line 2: the JSON/],
    ];
    world.sandbox.clearRequests();
    for (const [name, content, problem] of files) {
      let session: ImportSession | undefined;
      let said: string;
      try {
        session = await sessionOf(name, content);
        if (name === "mixed.csv") {
          await session.choose("encoding", "utf-8");
        }
        said = session.state.problem;
        assert.ok(!session.state.canRun, name);
      } catch (error) {
        said = error instanceof Error ? error.message : String(error);
      }
      assert.match(said, problem);
    }
    assert.deepEqual(world.sandbox.requests, []);
  });

  it("have rows that say what is wrong before anything is sent", async () => {
    const rows = [
      "name,email,sourceId",
      "Ann,ann@example.com,a-1",
      "Bob,b,c,too,many",
      ",nobody@example.com,",
      "",
    ];
    const session = await sessionOf("rows.csv", rows.join("\n"));
    assert.deepEqual(
      session.state.rows.map(({ line, notes }) => [line, notes.length > 0]),
      [
        [2, false],
        [3, true],
        [4, true],
      ],
    );
    await session.run(true);
    assert.deepEqual(session.state.outcome?.counts.map(({ label, count }) => `${count} ${label}`).sort(), [
      "1 to create",
      "2 with errors",
    ]);
  });

  it("are mapped as the last file with the same columns was", async () => {
    const first = await sessionOf("first.csv", "Wer,Wo,Nummer\nAnn,Taipei,n-1\n");
    assert.deepEqual(
      first.state.columns.map(({ target }) => target),
      ["", "", ""],
    );
    assert.ok(!first.state.canRun);
    await first.map(0, "name");
    await first.map(2, "sourceId");
    const second = await sessionOf("second.csv", "wer,wo,nummer\nBob,Tainan,n-2\n");
    assert.deepEqual(
      second.state.columns.map(({ target }) => target),
      ["name", "", "sourceId"],
    );
    assert.match(second.state.mappingNote, /the last time/);
    assert.ok(second.state.canRun);
  });
});
