import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { EXPORT_FIELDS, type ExportFormat } from "../../../src/data/engine/export/exportedFields.ts";
import { ExportText } from "../../../src/data/engine/export/exportText.ts";
import { detectEncoding } from "../../../src/data/engine/import/encoding.ts";
import { detectLayout } from "../../../src/data/engine/import/detectLayout.ts";
import { guessMapping } from "../../../src/data/engine/import/columnMapping.ts";
import { fileRecords } from "../../../src/data/engine/import/fileRecords.ts";
import { type ImportRow, importRow } from "../../../src/data/engine/import/importRow.ts";
import { jsonOf, pick, randomJson, seededRandom, shuffled } from "../model/randomContact.ts";
import { memorySource } from "./support/memorySource.ts";

const INBOXES = ["inbox-a", "inbox-b", "inbox-c"].map((id) => ({ id, name: `Inbox | ${id}` }));

/** Texts that go wrong in one format or another. */
const TEXTS: readonly [string, ...string[]] = [
  "王小明",
  "null",
  '"null"',
  '""',
  "'",
  "''=1+1",
  "=1+1",
  '"=1+1"',
  '\'=HYPERLINK("https://evil.example")',
  "+886912345678",
  "-2",
  "@SUM(A1)",
  "＝１＋１",
  "＠import",
  "\t=tab",
  "\rcarriage",
  " leading and trailing ",
  "two\nlines",
  "windows\r\nlines",
  'say "hi", she; said | and\tmore',
  "👩‍👩‍👧 emoji",
  "שלום \u202eעולם\u202c",
  "مرحبا",
  "\ufeffmark",
  "\u0000nul",
  "lone \ud800 surrogate",
  "\u2028separator",
  "undefined",
  "true",
  "0012",
  "1e5",
  "[]",
  "{}",
  "é",
];

function randomText(random: () => number): string {
  const parts = Array.from({ length: 1 + Math.floor(random() * 3) }, () => pick(random, TEXTS));
  return parts.join(random() < 0.5 ? "" : ",");
}

/** A contact as a server may send it: fields in any order, missing, null, empty or strange. */
function randomContact(random: () => number, number: number): ReadonlyMap<string, string> {
  const fields: [string, string][] = [];
  for (const name of ["email", "phoneNumber", "sourceId", "avatar"]) {
    const dice = random();
    if (dice < 0.15) {
      fields.push([name, "null"]);
    } else if (dice < 0.3) {
      fields.push([name, '""']);
    } else if (dice < 0.85) {
      fields.push([name, JSON.stringify(randomText(random))]);
    }
  }
  if (random() < 0.8) {
    fields.push(["queryMetadata", random() < 0.3 ? JSON.stringify(randomText(random)) : randomJson(random)]);
  }
  const ids = INBOXES.filter(() => random() < 0.6);
  const entries = ids.map(({ id, name }) => `{"id": "${id}",\n "name": ${JSON.stringify(name)}}`);
  fields.push(
    ["id", `"contact-${number}"`],
    ["name", JSON.stringify(`${randomText(random)}.`)],
    ["inboxes", `[${entries.join(", ")}]`],
    ["mcpCredentials", '"CANARY-secret"'],
    ["createdAt", '"1700000000000"'],
    ["tier", randomJson(random)],
  );
  return new Map(shuffled(random, fields));
}

async function imported(text: string, name: string): Promise<readonly ImportRow[]> {
  const bytes = new TextEncoder().encode(text);
  const { encoding } = detectEncoding(bytes);
  assert.equal(encoding, "utf-8");
  const layout = detectLayout(name, new TextDecoder().decode(bytes));
  let columns: readonly string[] = [...EXPORT_FIELDS];
  const rows: ImportRow[] = [];
  const source = memorySource(bytes, name, 61);
  for await (const record of fileRecords(source, { encoding, layout }, (header) => {
    columns = header.columns;
  })) {
    const mapping = guessMapping(columns);
    const inboxes = { fixedId: undefined, known: INBOXES, complete: true };
    rows.push(importRow(record, { columns, mapping, inboxes }));
  }
  return rows;
}

/** What an import must find again: writable fields as JSON values by their source. */
function expected(contact: ReadonlyMap<string, string>): Record<string, string> {
  const names = ["name", "email", "phoneNumber", "sourceId", "avatar", "queryMetadata"];
  return Object.fromEntries(
    names.flatMap((name) => {
      const json = contact.get(name);
      return json === undefined ? [] : [[name, json]];
    }),
  );
}

/** Strings by their value, since "\\u00e9" and "é" are the same text; everything else by its source. */
function comparable(fields: Record<string, string>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(fields).map(([name, json]) => [
      name,
      name !== "queryMetadata" || json.startsWith('"')
        ? (JSON.parse(json) as unknown)
        : json.replaceAll(/\s/gu, ""),
    ]),
  );
}

describe("what is exported is imported again without a difference", () => {
  for (const format of ["csv", "json", "ndjson"] satisfies ExportFormat[]) {
    it(`as ${format}, for 400 random contacts`, async () => {
      const random = seededRandom(20);
      const contacts = Array.from({ length: 400 }, (_, number) => randomContact(random, number));
      const text = new ExportText({ format, fields: EXPORT_FIELDS, unknownFields: true });
      const parts = [text.head(), ...contacts.map((contact) => text.contact(jsonOf(contact))), text.tail()];
      const file = parts.join("");
      assert.ok(!file.includes("CANARY-secret"), "credentials are left out");

      const rows = await imported(file, `export.${format}`);
      assert.equal(rows.length, contacts.length);
      for (const [index, row] of rows.entries()) {
        const contact = contacts[index];
        assert.ok(contact);
        const { inboxes, ...fields } = Object.fromEntries(row.fields);
        assert.deepEqual(comparable(fields), comparable(expected(contact)));
        const ids = JSON.parse(contact.get("inboxes") ?? "[]") as readonly { readonly id: string }[];
        assert.deepEqual(
          JSON.parse(inboxes ?? "[]"),
          ids.map(({ id }) => ({ id })),
        );
        assert.equal(row.id, `contact-${index}`);
        assert.deepEqual(
          row.problems.filter(({ severity }) => severity === "error"),
          [],
        );
      }
    });
  }

  it("JSON keeps fields that nobody knows, to the last digit", () => {
    const text = new ExportText({ format: "ndjson", fields: EXPORT_FIELDS, unknownFields: true });
    const line = text.contact('{"id":"a","name":"Ada","score":12345678901234567890,\n "ratio": 1.10}');
    assert.equal(line, '{"id":"a","name":"Ada","score":12345678901234567890,"ratio":1.10}\n');
  });

  it("an empty export is an empty list that can be read", async () => {
    for (const format of ["csv", "json", "ndjson"] satisfies ExportFormat[]) {
      const text = new ExportText({ format, fields: EXPORT_FIELDS, unknownFields: true });
      assert.deepEqual(await imported(text.head() + text.tail(), `export.${format}`), []);
    }
  });
});
