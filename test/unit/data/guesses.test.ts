import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { doubleTargets, guessMapping, headerKey } from "../../../src/data/engine/import/columnMapping.ts";
import { detectLayout } from "../../../src/data/engine/import/detectLayout.ts";
import { detectEncoding } from "../../../src/data/engine/import/encoding.ts";
import { previewFile } from "../../../src/data/engine/import/previewFile.ts";
import { memorySource } from "./support/memorySource.ts";

const bytes = (...parts: readonly (string | readonly number[])[]): Uint8Array =>
  Buffer.concat(parts.map((part) => (typeof part === "string" ? Buffer.from(part) : Buffer.from(part))));
/** 王小明 in Big5, 山田さん in Shift JIS. */
const BIG5 = [0xa4, 0xfd, 0xa4, 0x70, 0xa9, 0xfa];
const SHIFT_JIS = [0x8e, 0x52, 0x93, 0x63, 0x82, 0xb3, 0x82, 0xf1];

describe("what is guessed of a file", () => {
  it("the encoding: by its mark, else by its bytes", () => {
    const utf16 = Buffer.from("name,mail\n王小明,a\n", "utf16le");
    const cases: readonly (readonly [Uint8Array, string, boolean])[] = [
      [bytes([0xef, 0xbb, 0xbf], "name"), "utf-8", true],
      [bytes([0xff, 0xfe], [0x41, 0x00]), "utf-16le", true],
      [bytes([0xfe, 0xff], [0x00, 0x41]), "utf-16be", true],
      [bytes("姓名,信箱\n王小明,a@example.com\n"), "utf-8", false],
      [bytes("plain"), "utf-8", false],
      // A character cut at the end of the sample is no fault.
      [bytes("姓").subarray(0, 2), "utf-8", false],
      [utf16, "utf-16le", false],
      [Buffer.from(utf16).swap16(), "utf-16be", false],
      [bytes("name\n", BIG5, "\n", BIG5, "\n"), "big5", false],
      [bytes("name\n", SHIFT_JIS, "\n", SHIFT_JIS, "\n"), "shift_jis", false],
      [bytes("name\nJos", [0xe9], "\n"), "windows-1252", false],
    ];
    for (const [sample, encoding, certain] of cases) {
      assert.deepEqual(detectEncoding(sample), { encoding, certain }, encoding);
    }
  });

  it("the delimiter: the one that parts the lines alike, whatever stands in quotes", () => {
    for (const [text, delimiter] of [
      ["name,mail\nA,b\n", ","],
      ['name;mail\n"A, B; C";b\n', ";"],
      ["name\tmail\nA, x\tb\n", "\t"],
      ["name|mail\nA|b\n", "|"],
      ["name\nA\n", ","],
    ] as const) {
      assert.deepEqual(detectLayout("x.csv", text), { format: "csv", delimiter, hasHeader: true });
    }
  });

  it("whether the first line is a header", () => {
    const isHeader = (text: string) => detectLayout("x.csv", text);
    for (const text of ["Ada,ada@example.com\n", "Ada,+886 900 000 001\n", "Ada,,x\n"]) {
      assert.deepEqual(isHeader(text), { format: "csv", delimiter: ",", hasHeader: false });
    }
    assert.deepEqual(isHeader("foo,bar\n"), { format: "csv", delimiter: ",", hasHeader: true });
    assert.deepEqual(isHeader("電子郵件,a@b\n"), { format: "csv", delimiter: ",", hasHeader: true });
  });

  it("the format: by the name, and by the text where the name says nothing or too much", () => {
    for (const [name, text, format] of [
      ["a.ndjson", "[1]", "ndjson"],
      ["a.jsonl", "{}", "ndjson"],
      ["a.json", '[{"a":1}]', "json"],
      ["a.json", '{"a":1}\n{"a":2}\n', "ndjson"],
      ["a.json", '{\n"a":1}', "json"],
      ["a", '[{"a":1}]', "json"],
      ["a", "name,mail", "csv"],
      ["a.tsv", "[x]\ty", "csv"],
    ] as const) {
      assert.equal(detectLayout(name, text).format, format, `${name} ${text}`);
    }
  });

  it("the fields: by English, Chinese and Japanese names, each once", () => {
    for (const header of [
      ["Name", "E-Mail", "Phone Number", "source_id", "Avatar URL", "Inboxes", "queryMetadata", "ID"],
      ["姓名", "電子郵件", "手機號碼", "會員編號", "頭像", "收件匣", "中繼資料", "聯絡人ID"],
      ["氏名", "メールアドレス", "電話番号", "顧客番号", "アバター", "受信箱", "メタデータ", "連絡先ID"],
      ["ＮＡＭＥ", "ｅｍａｉｌ", "Tel.", "External ID", "photo", "Channel", "metadata", "contact_id"],
    ]) {
      assert.deepEqual(guessMapping(header), [
        ...["name", "email", "phoneNumber", "sourceId", "avatar", "inboxes", "queryMetadata", "id"],
      ]);
    }
    assert.deepEqual(guessMapping(["name", "Full Name", "remark"]), ["name", undefined, undefined]);
    assert.deepEqual(doubleTargets(["name", "email", "name"]), ["name"]);
    assert.equal(headerKey(["E-Mail", "名前"]), headerKey(["email", "名前 "]));
  });

  it("a preview of twenty rows with columns, also of JSON whose first records lack some", async () => {
    const csv = Array.from({ length: 50 }, (_, row) => `Ada ${row},x`).join("\n");
    const table = await previewFile(memorySource(`name,note\n${csv}`));
    assert.equal(table.records.length, 20);
    assert.deepEqual(table.columns, ["name", "note"]);
    const list = await previewFile(
      memorySource('[{"name":"A"},{"email":"b","import_status":"failed"}]', "a.json"),
    );
    assert.deepEqual(list.columns, ["name", "email"]);
    const chosen = await previewFile(memorySource("a;b\nc;d\n"), { delimiter: ";", hasHeader: false });
    assert.deepEqual(chosen.columns, ["Column 1", "Column 2"]);
    await assert.rejects(previewFile(memorySource("")), { name: "FileProblemError", code: "empty" });
  });
});
