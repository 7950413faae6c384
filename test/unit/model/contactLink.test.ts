import assert from "node:assert/strict";
import { describe, it } from "node:test";
import * as z from "zod/mini";
import { contactLink, EXTENSION_ID, parseContactLink } from "../../../src/model/contactLink.ts";
import { seededRandom } from "../api/support/seededRandom.ts";
import { readText } from "../sourceTree.ts";
import { HOSTILE_NAMES } from "../../support/hostileNames.ts";

const ID = "550e8400-e29b-41d4-a716-446655440000";
const parse = (query: string, path = "/contact", fragment = "") =>
  parseContactLink({ path, query, fragment });
const problem = (query: string, path?: string, fragment?: string) => {
  const parsed = parse(query, path, fragment);
  return "problem" in parsed ? parsed.problem : undefined;
};

describe("a link to a contact", () => {
  it("is addressed to this extension", () => {
    const manifest = z
      .looseObject({ publisher: z.string(), name: z.string() })
      .parse(JSON.parse(readText("package.json")));
    assert.equal(EXTENSION_ID, `${manifest.publisher}.${manifest.name}`);
  });

  it("is read back as what it was made of, also when it arrives encoded once more", () => {
    const ref = { connectionId: "maiagent-tw", contactId: ID };
    const link = new URL(contactLink("vscode", ref));
    assert.equal(link.href, `vscode://${EXTENSION_ID}/contact?connection=maiagent-tw&id=${ID}`);
    assert.deepEqual(parse(link.search.slice(1)), ref);
    assert.deepEqual(parse(encodeURIComponent(link.search.slice(1))), ref);
  });

  it("names a connection and a contact and nothing else", () => {
    const good = `connection=tw&id=${ID}`;
    for (const more of ["baseUrl=https://evil.test/api", "key=abc", "host=evil", "role=development", "x="]) {
      assert.equal(problem(`${good}&${more}`), "parameter", more);
      assert.equal(problem(`${more}&${good}`), "parameter", more);
    }
    assert.equal(problem(good, "/contact", "key=abc"), "parameter");
  });

  it("says each thing once", () => {
    assert.equal(problem(`connection=tw&id=${ID}&id=${ID}`), "repeated");
    assert.equal(problem(`connection=tw&connection=other&id=${ID}`), "repeated");
    assert.equal(problem(`id=${ID}`), "missing");
    assert.equal(problem(`connection=&id=${ID}`), "missing");
    assert.equal(problem("connection=tw"), "missing");
    assert.equal(problem(""), "missing");
  });

  it("has one path", () => {
    for (const path of ["", "/", "/contacts", "/contact/", "/contact/x", "/Contact", "//contact", "/key"]) {
      assert.equal(problem(`connection=tw&id=${ID}`, path), "path", path);
    }
  });

  it("is refused when it is overlong or damaged", () => {
    assert.equal(problem(`connection=tw&id=${"a".repeat(1000)}`), "length");
    assert.equal(problem(`connection=tw&id=${"a".repeat(101)}`), "id");
    assert.equal(problem("%E0%A4%A"), "encoding");
  });

  it("takes no id that is a path, an address or a hostile text", () => {
    for (const id of [
      "..",
      "../inboxes",
      "a/b",
      "a%2Fb",
      "%2e%2e",
      "a b",
      "a\u0000",
      "a?b",
      "a;b",
      "@x",
      "é",
    ]) {
      assert.equal(problem(`connection=tw&id=${encodeURIComponent(id)}`), "id", id);
    }
    for (const connection of ["TW", "https://evil.test", "evil.test", "a/b", "-a", "a".repeat(64), "陳"]) {
      assert.equal(problem(`connection=${encodeURIComponent(connection)}&id=${ID}`), "connection");
    }
    for (const name of HOSTILE_NAMES.filter((text) => !/^a+$/u.test(text))) {
      const text = encodeURIComponent(Array.from(name.toWellFormed()).slice(-20).join(""));
      assert.ok(["id", "missing", "length"].includes(problem(`connection=tw&id=${text}`) ?? "none"), name);
    }
  });

  it("never leads to another contact or connection, whatever is thrown at it", () => {
    const random = seededRandom(7);
    const pieces = [
      "connection",
      "id",
      "=",
      "&",
      "%",
      "%26",
      "%3D",
      "tw",
      ID,
      "..",
      "/",
      "#",
      "?",
      "key",
      "ä",
    ];
    for (let round = 0; round < 5000; round++) {
      const query = Array.from(
        { length: 1 + Math.floor(random() * 9) },
        () => pieces[Math.floor(random() * pieces.length)],
      ).join("");
      const parsed = parse(query);
      if (!("problem" in parsed)) {
        assert.match(parsed.contactId, /^[A-Za-z0-9][A-Za-z0-9_.-]*$/u);
        assert.match(parsed.connectionId, /^[a-z0-9][a-z0-9-]*$/u);
        assert.ok(!parsed.contactId.includes(".."));
        assert.deepEqual(Object.keys(parsed).sort(), ["connectionId", "contactId"]);
      }
    }
  });
});
