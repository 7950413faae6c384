import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { applyEdit } from "../../../src/webview/applyEdit.ts";
import { ContactText } from "../../../src/webview/contactText.ts";
import { scalarJson } from "../../../src/webview/scalarJson.ts";
import { parentOf, treeCommand } from "../../../src/webview/treeKeys.ts";
import { idOf, SHOWN_CHILDREN, treeRows } from "../../../src/webview/treeRows.ts";

const ROOT = ["queryMetadata"];
const ids = (...paths: (string | number)[][]) =>
  new Set([idOf(ROOT), ...paths.map((path) => idOf([...ROOT, ...path]))]);
const rowsOf = (metadata: string, open = ids()) =>
  treeRows(new ContactText(`{"name":"A","queryMetadata":${metadata}}`), ROOT, open);
const SAMPLE = '{"a":{"b":1,"c":[true,null]},"d":"","e":12345678901234567890,"empty":{}}';

describe("the rows of the metadata tree", () => {
  it("are the open nodes' children, with level, position and what they hold", () => {
    assert.deepEqual(
      rowsOf(SAMPLE, ids(["a"])).map(({ key, level, position, siblings, type, value, size, open }) =>
        [key, level, `${position}/${siblings}`, type, value, size, open].join(" "),
      ),
      [
        "queryMetadata 1 1/1 object  4 true",
        "a 2 1/4 object  2 true",
        "b 3 1/2 number 1 0 false",
        "c 3 2/2 array  2 false",
        "d 2 2/4 text  0 false",
        "e 2 3/4 number 12345678901234567890 0 false",
        "empty 2 4/4 object  0 false",
      ],
    );
  });

  it("tell null, empty text and a missing field apart", () => {
    assert.equal(rowsOf("null")[0]?.type, "null");
    assert.equal(rowsOf('""')[0]?.type, "text");
    assert.equal(treeRows(new ContactText('{"name":"A"}'), ROOT, ids())[0]?.type, undefined);
  });

  it("end where a list is too long to show, and say how much is left", () => {
    const rows = rowsOf(`[${Array.from({ length: SHOWN_CHILDREN + 5 }, (_, index) => index).join()}]`);
    assert.equal(rows.length, SHOWN_CHILDREN + 1);
    assert.equal(rows[0]?.hidden, 5);
    assert.equal(rows[1]?.siblings, SHOWN_CHILDREN + 5);
  });

  it("cannot be edited where a key stands twice", () => {
    const rows = rowsOf('{"a":1,"a":{"b":2},"c":3}', ids(["a"]));
    assert.deepEqual(
      rows.map(({ key, editable }) => `${key} ${editable}`),
      ["queryMetadata true", "a false", "a false", "b false", "c true"],
    );
  });
});

describe("the keys of the metadata tree", () => {
  const rows = rowsOf(SAMPLE, ids(["a"]));
  const at = (key: string) => rows.findIndex((row) => row.key === key);

  it("move as in the WAI-ARIA tree pattern", () => {
    const goes = (key: string, from: string) => {
      const command = treeCommand(key, rows, at(from));
      return command?.kind === "focus" ? rows[command.index]?.key : command?.kind;
    };
    assert.equal(goes("ArrowDown", "a"), "b");
    assert.equal(goes("ArrowUp", "a"), "queryMetadata");
    assert.equal(goes("ArrowUp", "queryMetadata"), "queryMetadata");
    assert.equal(goes("ArrowDown", "empty"), "empty");
    assert.equal(goes("Home", "d"), "queryMetadata");
    assert.equal(goes("End", "a"), "empty");
    assert.equal(goes("ArrowRight", "a"), "b");
    assert.equal(goes("ArrowRight", "c"), "open");
    assert.equal(goes("ArrowRight", "d"), "d");
    assert.equal(goes("ArrowLeft", "a"), "close");
    assert.equal(goes("ArrowLeft", "b"), "a");
    assert.equal(goes("e", "a"), "e");
    assert.equal(goes("e", "e"), "empty");
    assert.equal(goes("z", "a"), undefined);
  });

  it("change what has the focus", () => {
    const kind = (key: string, from: string) => treeCommand(key, rows, at(from))?.kind;
    assert.equal(kind("Enter", "d"), "edit");
    assert.equal(kind("Enter", "empty"), "edit");
    assert.equal(kind("Enter", "a"), "close");
    assert.equal(kind(" ", "c"), "open");
    assert.equal(kind("F2", "b"), "rename");
    assert.equal(kind("+", "a"), "add");
    assert.equal(kind("Insert", "a"), "add");
    assert.equal(kind("Delete", "d"), "remove");
    assert.equal(kind("Tab", "d"), undefined);
  });

  it("open all siblings with an asterisk", () => {
    const command = treeCommand("*", rows, at("b"));
    assert.deepEqual(command, { kind: "open", ids: [idOf([...ROOT, "a", "c"])] });
  });

  it("know each row's parent", () => {
    assert.equal(parentOf(rows, at("c")), at("a"));
    assert.equal(parentOf(rows, at("d")), 0);
    assert.equal(parentOf(rows, 0), 0);
  });
});

describe("a value typed into the tree", () => {
  it("is text as it reads and a number as it is written, of any length", () => {
    assert.equal(scalarJson("text", '12 "\u0001'), '"12 \\"\\u0001"');
    assert.equal(scalarJson("number", " -12345678901234567890.50e+3 "), "-12345678901234567890.50e+3");
    for (const typed of ["", "-", "01", "1.", ".5", "1e", "0x1", "NaN", "1,5"]) {
      assert.equal(scalarJson("number", typed), undefined, typed);
    }
    assert.deepEqual(
      (["true", "false", "null", "object", "array"] as const).map((type) => scalarJson(type, "x")),
      ["true", "false", "null", "{}", "[]"],
    );
  });

  it("changes its own characters only, and a renamed key keeps place and value", () => {
    const text = '{\n  "queryMetadata": { "a" :1e2, "b": "$&" }\n}';
    const written = applyEdit(text, { path: ["queryMetadata", "a"], json: "12345678901234567890" });
    assert.equal(written, text.replace("1e2", "12345678901234567890"));
    assert.equal(
      applyEdit(text, { path: ["queryMetadata", "b"], json: '"$1 $&"' }),
      '{\n  "queryMetadata": { "a" :1e2, "b": "$1 $&" }\n}',
    );
    assert.equal(applyEdit(text, { path: ["queryMetadata", "a"], key: 'x"' }), text.replace('"a"', '"x\\""'));
    assert.equal(applyEdit(text, { path: ["queryMetadata", "none"], key: "x" }), text);
  });
});
