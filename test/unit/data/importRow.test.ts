import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { FileRecord } from "../../../src/data/engine/import/fileRecord.ts";
import { type ImportRow, importRow } from "../../../src/data/engine/import/importRow.ts";
import { guessMapping } from "../../../src/data/engine/import/columnMapping.ts";
import { RowChecker } from "../../../src/data/engine/import/rowChecker.ts";

const ID = "11111111-2222-4333-8444-555555555555";
const inboxes = {
  fixedId: undefined,
  known: [
    { id: "line", name: "LINE; 官方" },
    { id: "web", name: "Web" },
    { id: "twin-1", name: "Twin" },
    { id: "twin-2", name: "twin " },
  ],
  complete: true,
};
const COLUMNS = ["name", "email", "phoneNumber", "sourceId", "avatar", "inboxes", "queryMetadata", "id"];
const reading = { columns: COLUMNS, mapping: guessMapping(COLUMNS), inboxes };
const csv = (...cells: readonly string[]): FileRecord => ({ row: 1, line: 2, content: { cells } });
const json = (text: string): FileRecord => ({ row: 1, line: 2, content: { json: text } });
const problems = (row: ImportRow) => row.problems.map(({ code, severity }) => `${severity} ${code}`);
const cells = (values: Readonly<Record<string, string>>) =>
  csv(...COLUMNS.map((column) => values[column] ?? ""));
const problemsOf = (values: Readonly<Record<string, string>>) =>
  problems(importRow(cells({ name: "Ada", inboxes: "web", ...values }), reading));

describe("a row as a contact", () => {
  it("takes texts as they are and leaves out what is empty", () => {
    const row = importRow(cells({ name: "'=1+1", phoneNumber: "'+886900", inboxes: "web" }), reading);
    assert.deepEqual(Object.fromEntries(row.fields), {
      name: '"=1+1"',
      phoneNumber: '"+886900"',
      inboxes: '[{"id":"web"}]',
    });
    assert.deepEqual(row.problems, []);
  });

  it("finds inboxes by id, by name without its case, and several at once", () => {
    const ids = (cell: string) => importRow(cells({ name: "A", inboxes: cell }), reading).inboxIds;
    assert.deepEqual(ids("WEB"), ["web"]);
    assert.deepEqual(ids("LINE; 官方"), ["line"]);
    assert.deepEqual(ids("line|Web"), ["line", "web"]);
    assert.deepEqual(ids('[{"id":"line"},"Web"]'), ["line", "web"]);
    assert.deepEqual(problemsOf({ inboxes: "Nowhere" }), ["error inboxUnknown"]);
    assert.deepEqual(problemsOf({ inboxes: "Twin" }), ["error inboxAmbiguous"]);
    assert.deepEqual(problemsOf({ inboxes: "" }), ["error noInbox"]);
    assert.deepEqual(problemsOf({ inboxes: ID }), ["error inboxUnknown"]);
    const open = { ...reading, inboxes: { ...inboxes, complete: false } };
    assert.deepEqual(importRow(cells({ name: "A", inboxes: ID }), open).inboxIds, [ID]);
  });

  it("says what is wrong before anything is sent", () => {
    assert.deepEqual(problemsOf({ name: "" }), ["error nameMissing"]);
    assert.deepEqual(problemsOf({ name: "x".repeat(256) }), ["error tooLong"]);
    assert.deepEqual(problemsOf({ name: "😀".repeat(255) }), []);
    assert.deepEqual(problemsOf({ email: "nobody" }), ["warning emailForm"]);
    assert.deepEqual(problemsOf({ avatar: "picture" }), ["warning urlForm"]);
    assert.deepEqual(problemsOf({ queryMetadata: "{broken" }), ["error metadataJson"]);
    assert.deepEqual(problemsOf({ id: "../x" }), ["error idForm"]);
    assert.deepEqual(problems(importRow(csv("Ada"), reading)), ["error tooFewCells"]);
    assert.deepEqual(problems(importRow(csv(...COLUMNS.map(() => ""), "x"), reading)), [
      "error tooManyCells",
    ]);
  });

  it("reads JSON by its own types, to the last digit", () => {
    const row = importRow(
      json('{"name":"Ada","phoneNumber":886912345678901234567,"inboxes":["web"],"queryMetadata":{"n":1.10}}'),
      reading,
    );
    assert.equal(row.fields.get("phoneNumber"), '"886912345678901234567"');
    assert.equal(row.fields.get("queryMetadata"), '{"n":1.10}');
    const of = (text: string) => problems(importRow(json(text), reading));
    assert.deepEqual(of('{"name":'), ["error notJson"]);
    assert.deepEqual(of("[1]"), ["error notObject"]);
    assert.deepEqual(of('{"name":"A","name":"B","inboxes":["web"]}'), ["error duplicateKey"]);
    assert.deepEqual(of('{"name":5,"inboxes":["web"]}'), ["error type"]);
    assert.deepEqual(of('{"name":"A","email":{},"inboxes":["web"]}'), ["error type"]);
  });

  it("finds a source id that stands twice in one inbox, and rows that are done", () => {
    const checker = new RowChecker({ ...reading, columns: [...COLUMNS, "import_status"] });
    const check = (row: number, values: Readonly<Record<string, string>>, status = "") =>
      checker.check({
        ...{ row, line: row + 1 },
        content: { cells: [...COLUMNS.map((column) => values[column] ?? ""), status] },
      });
    assert.equal(check(1, { name: "A", sourceId: "s", inboxes: "web" }).verdict, "ready");
    assert.equal(check(2, { name: "B", sourceId: "s", inboxes: "line" }).verdict, "ready");
    const twice = check(3, { name: "C", sourceId: " s ", inboxes: "line|web" });
    assert.equal(twice.verdict, "invalid");
    assert.deepEqual(
      twice.row.problems.map(({ code, detail }) => [code, detail]),
      [["duplicateSourceId", "2"]],
    );
    assert.equal(check(4, { name: "D", sourceId: "s", inboxes: "web" }, "created").verdict, "done");
    assert.equal(check(5, { name: "E", sourceId: "t", inboxes: "web" }, "failed").verdict, "ready");
  });
});
