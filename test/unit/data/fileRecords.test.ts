import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Encoding } from "../../../src/data/engine/import/encoding.ts";
import {
  type FileProblemCode,
  FileProblemError,
  RECORD_LIMIT,
} from "../../../src/data/engine/import/fileProblem.ts";
import type { FileLayout, FileRecord } from "../../../src/data/engine/import/fileRecord.ts";
import { fileRecords } from "../../../src/data/engine/import/fileRecords.ts";
import type { ImportSource } from "../../../src/data/engine/import/importSource.ts";
import { memorySource } from "./support/memorySource.ts";

const CSV: FileLayout = { format: "csv", delimiter: ",", hasHeader: true };
const JSON_LIST: FileLayout = { format: "json" };
const NDJSON: FileLayout = { format: "ndjson" };

async function read(
  source: ImportSource | string,
  layout: FileLayout,
  encoding: Encoding = "utf-8",
): Promise<readonly FileRecord[]> {
  const records: FileRecord[] = [];
  const file = typeof source === "string" ? memorySource(source) : source;
  for await (const record of fileRecords(file, { encoding, layout })) {
    records.push(record);
  }
  return records;
}

async function problem(reading: Promise<unknown>): Promise<[FileProblemCode, number]> {
  try {
    await reading;
  } catch (error) {
    if (error instanceof FileProblemError) {
      return [error.code, error.line];
    }
    throw error;
  }
  throw new Error("the file was read");
}

/** A file of that many bytes, made while it is read. */
function endless(bytes: number, head = ""): ImportSource & { readonly handedOut: () => number } {
  const block = new Uint8Array(64 * 1024).fill(0x61);
  let handedOut = 0;
  return {
    name: "big.csv",
    stamp: () => Promise.resolve({ size: bytes, changed: 0 }),
    handedOut: () => handedOut,
    open: async function* () {
      yield await Promise.resolve(new TextEncoder().encode(head));
      for (let at = 0; at < bytes; at += block.length) {
        handedOut += block.length;
        yield block;
      }
    },
  };
}

const contents = (records: readonly FileRecord[]) =>
  records.map(({ content }) => ("cells" in content ? content.cells : content.json));

describe("records of a file", () => {
  it("CSV: quotes, line ends inside cells, empty lines and both line ends, with the line of each record", async () => {
    const records = await read('name,note\r\n"A, ""B""","two\nlines"\n\nC,\r\n"D","x"', CSV);
    assert.deepEqual(contents(records), [
      ['A, "B"', "two\nlines"],
      ["C", ""],
      ["D", "x"],
    ]);
    assert.deepEqual(
      records.map(({ row, line }) => [row, line]),
      [
        [1, 2],
        [2, 5],
        [3, 6],
      ],
    );
  });

  it("JSON: elements of a list in their own text, whatever stands in strings", async () => {
    const records = await read(
      '[\n{"a":"]},{\\"[", "n":12345678901234567890},\n {"b":[1,{}]}, 5 ,"x"]\n',
      JSON_LIST,
    );
    assert.deepEqual(contents(records), [
      '{"a":"]},{\\"[", "n":12345678901234567890}',
      '{"b":[1,{}]}',
      "5",
      '"x"',
    ]);
    assert.deepEqual(
      records.map(({ line }) => line),
      [2, 3, 3, 3],
    );
  });

  it("JSON: a single object is a list of one, an empty list has none", async () => {
    assert.deepEqual(contents(await read(' {"a": 1}\n', JSON_LIST)), ['{"a": 1}']);
    assert.deepEqual(await read("[ ]", JSON_LIST), []);
  });

  it("NDJSON: one record a line, the last without a line end, empty lines left out", async () => {
    const records = await read('{"a":1}\r\n\n  {"b":2}', NDJSON);
    assert.deepEqual(
      records.map(({ content, line }) => [content, line]),
      [
        [{ json: '{"a":1}' }, 1],
        [{ json: '{"b":2}' }, 3],
      ],
    );
  });

  it("reads UTF-16 and Big5, cut anywhere", async () => {
    const text = "name,mail\n王小明,a@example.com\n";
    const little = new Uint8Array(Buffer.from(`\ufeff${text}`, "utf16le"));
    const big = new Uint8Array(Buffer.from(`\ufeff${text}`, "utf16le").swap16());
    const big5 = Uint8Array.from([
      ...Buffer.from("name,mail\n"),
      ...[0xa4, 0xfd, 0xa4, 0x70, 0xa9, 0xfa],
      ...Buffer.from(",a@example.com\n"),
    ]);
    for (const [bytes, encoding] of [
      [little, "utf-16le"],
      [big, "utf-16be"],
      [big5, "big5"],
    ] as const) {
      const records = await read(memorySource(bytes, "x.csv", 3), CSV, encoding);
      assert.deepEqual(contents(records), [["王小明", "a@example.com"]], encoding);
    }
  });
});

describe("files that cannot be read", () => {
  it("name the line where the encoding breaks", async () => {
    const mixed = Buffer.concat([Buffer.from("name\n王\nB\n"), Buffer.from([0xa4, 0xfd, 0x0a])]);
    for (const piece of [1, 2, 3, 5, 64]) {
      assert.deepEqual(await problem(read(memorySource(mixed, "x.csv", piece), CSV)), ["encoding", 4]);
    }
  });

  it("name a quote out of place, and one that is never closed", async () => {
    assert.deepEqual(await problem(read('name\nA\n"B" x\n', CSV)), ["quote", 3]);
    assert.deepEqual(await problem(read('name\nX\n"A\nB\n', CSV)), ["quote", 3]);
  });

  it("name headers that stand twice or are empty", async () => {
    assert.deepEqual(await problem(read("\n\nname,Email,EMAIL\nA,b,c\n", CSV)), ["duplicateHeader", 3]);
    assert.deepEqual(await problem(read("name,,x\nA,b,c\n", CSV)), ["emptyHeader", 1]);
  });

  it("name JSON that is no list, has more behind it, or breaks off", async () => {
    assert.deepEqual(await problem(read('\n"text"', JSON_LIST)), ["notArray", 2]);
    assert.deepEqual(await problem(read('[{"a":1}]\n\n{"b":2}', JSON_LIST)), ["trailing", 3]);
    assert.deepEqual(await problem(read('{"a":1}\n{"b":2}', JSON_LIST)), ["trailing", 2]);
    assert.deepEqual(await problem(read('[{"a":1},\n]', JSON_LIST)), ["syntax", 2]);
    assert.deepEqual(await problem(read('[{"a":1}\n{"b":2}]', JSON_LIST)), ["syntax", 2]);
    assert.deepEqual(await problem(read('[{"a":1', JSON_LIST)), ["syntax", 1]);
    assert.deepEqual(await problem(read(" \n", JSON_LIST)), ["empty", 0]);
    assert.deepEqual(await problem(read(`[${"[".repeat(100)}`, JSON_LIST)), ["tooDeep", 1]);
  });

  it("are given up soon after the limit of a record, though 2 GB would follow", async () => {
    for (const [layout, head, line] of [
      [CSV, "name\nA\n", 3],
      [CSV, 'name\nA\n"', 3],
      [NDJSON, "{}\n", 2],
      [JSON_LIST, '[{},\n{"a":"', 2],
    ] as const) {
      const source = endless(2 * 1024 ** 3, head);
      assert.deepEqual(await problem(read(source, layout)), ["recordTooLarge", line]);
      assert.ok(source.handedOut() < 3 * RECORD_LIMIT, "reading stopped");
    }
  });
});
