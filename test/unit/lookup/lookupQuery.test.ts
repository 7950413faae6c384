import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { completed, matchName, parseLookupQuery } from "../../../src/lookup/lookupQuery.ts";

const INBOXES = [
  { id: "a1", name: "LINE 官方帳號" },
  { id: "b2", name: "日本サポート LINE" },
  { id: "c3", name: "Website Chat" },
];

describe("what is typed to find a contact", () => {
  it("is words, an inbox and a connection, in any order", () => {
    for (const text of [
      'ann in:"LINE 官方帳號" lee on:staging',
      'in:"LINE 官方帳號" ann on:staging lee',
      'on:staging in:"LINE 官方帳號"  ann   lee ',
    ]) {
      const { words, inbox, connection } = parseLookupQuery(text);
      assert.equal(words, "ann lee", text);
      assert.equal(inbox?.value, "LINE 官方帳號", text);
      assert.equal(connection?.value, "staging", text);
    }
  });

  it("narrows only where a word begins", () => {
    const { words, inbox, connection } = parseLookupQuery("login:x Berlin:1 person:ann");
    assert.equal(words, "login:x Berlin:1 person:ann");
    assert.equal(inbox ?? connection, undefined);
  });

  it("is open while more of a name may come", () => {
    const isOpen = (text: string) => parseLookupQuery(text).inbox?.isOpen;
    assert.equal(isOpen("in:"), true);
    assert.equal(isOpen("ann in:li"), true);
    assert.equal(isOpen('in:"LINE 官'), true);
    assert.equal(isOpen('in:"LINE"'), false);
    assert.equal(isOpen("in:li "), false);
    assert.equal(isOpen("in:li ann"), false);
  });

  it("takes the last one when a keyword stands twice", () => {
    assert.equal(parseLookupQuery("in:a in:b").inbox?.value, "b");
  });

  it("is completed by a name that is read back as itself, or by the id where that cannot be", () => {
    for (const [name, written] of [
      ["Website Chat", 'in:"Website Chat" '],
      ["Telegram", "in:Telegram "],
      ['The "best"', "in:id-1 "],
      ["", "in:id-1 "],
    ] as const) {
      const query = parseLookupQuery("in:te");
      assert.ok(query.inbox);
      const text = completed("in:te", query.inbox, { id: "id-1", name });
      assert.equal(text, written);
      const [candidate] = [{ id: "id-1", name }];
      const again = parseLookupQuery(text).inbox;
      assert.ok(again);
      assert.deepEqual(matchName([candidate], again), { match: candidate });
    }
  });

  it("keeps what stands around a completed name", () => {
    const text = "ann in:we lee";
    const { inbox } = parseLookupQuery(text);
    assert.ok(inbox);
    assert.equal(completed(text, inbox, { id: "c3", name: "Website Chat" }), 'ann in:"Website Chat" lee');
  });
});

describe("the inbox that is meant", () => {
  const match = (value: string, isOpen = false) => matchName(INBOXES, { value, isOpen });

  it("is the one of that id or whole name, in any case and width", () => {
    assert.deepEqual(match("b2", true), { match: INBOXES[1] });
    assert.deepEqual(match("website chat", true), { match: INBOXES[2] });
    assert.deepEqual(match("ＷＥＢＳＩＴＥ Chat"), { match: INBOXES[2] });
  });

  it("is the only one with that part, once it is typed to its end", () => {
    assert.deepEqual(match("web"), { match: INBOXES[2] });
    assert.deepEqual(match("web", true), { options: [INBOXES[2]] });
  });

  it("is asked for when it may be several, and nothing is guessed", () => {
    assert.deepEqual(match("line"), { options: [INBOXES[0], INBOXES[1]] });
    assert.deepEqual(match("nowhere"), { options: [] });
    const twins = [
      { id: "1", name: "Shop" },
      { id: "2", name: "Shop" },
    ];
    assert.deepEqual(matchName(twins, { value: "shop", isOpen: false }), { options: twins });
    assert.deepEqual(matchName(twins, { value: "2", isOpen: false }), { match: twins[1] });
  });
});
