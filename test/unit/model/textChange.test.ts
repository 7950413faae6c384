import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { documentTextOf, parseContactText } from "../../../src/model/contactText.ts";
import { changeBetween, rebaseTyping, type TextChange, withValueAt } from "../../../src/model/textChange.ts";
import { jsonOf, pick, randomFields, randomJson, seededRandom } from "./randomContact.ts";

const applied = (text: string, change: TextChange | undefined) =>
  change ? text.slice(0, change.from) + change.insert + text.slice(change.to) : text;

/** Text of a few characters, so that runs of equal ones and half-equal surrogate pairs are common. */
function randomText(random: () => number, length: number): string {
  return Array.from({ length: Math.floor(random() * length) }, () =>
    pick(random, ["a", "b", "\n", "😀", "😁", "\u{1FA00}", "é"]),
  ).join("");
}

describe("the change between two texts", () => {
  it("is nothing when they are equal", () => {
    assert.equal(changeBetween("same", "same"), undefined);
  });

  it("is the smallest replacement", () => {
    assert.deepEqual(changeBetween('{"a": 1}', '{"a": 12}'), { from: 7, to: 7, insert: "2" });
    assert.deepEqual(changeBetween("abc", "ac"), { from: 1, to: 2, insert: "" });
    assert.deepEqual(changeBetween("aaa", "aaaa"), { from: 3, to: 3, insert: "a" });
    assert.deepEqual(changeBetween("aaaa", "aaa"), { from: 3, to: 4, insert: "" });
    assert.deepEqual(changeBetween("", "x"), { from: 0, to: 0, insert: "x" });
  });

  it("replaces an emoji as a whole, though half of it stays", () => {
    assert.deepEqual(changeBetween("x😀y", "x😁y"), { from: 1, to: 3, insert: "😁" });
    assert.deepEqual(changeBetween("x😀y", "x\u{1FA00}y"), { from: 1, to: 3, insert: "\u{1FA00}" });
  });

  it("yields the new text, cuts no surrogate pair and touches no common beginning or end", () => {
    const random = seededRandom(21);
    for (let round = 0; round < 3000; round++) {
      const [before, after] = [randomText(random, 8), randomText(random, 8)];
      const change = changeBetween(before, after);
      assert.equal(applied(before, change), after);
      if (change) {
        assert.ok(0 <= change.from && change.from <= change.to && change.to <= before.length);
        const parts = [before.slice(0, change.from), before.slice(change.to), change.insert];
        assert.ok(
          parts.every((part) => part.isWellFormed()),
          JSON.stringify({ before, after, change }),
        );
        const removed = Array.from(before.slice(change.from, change.to));
        const insert = Array.from(change.insert);
        if (removed.length > 0 && insert.length > 0) {
          assert.notEqual(removed[0], insert[0], "the first character could have stayed");
          assert.notEqual(removed.at(-1), insert.at(-1), "the last character could have stayed");
        }
      }
    }
  });
});

describe("typing carried over to a text that moved", () => {
  it("is what was typed when nothing moved, and what moved when nothing was typed", () => {
    assert.equal(rebaseTyping("abc", "abXc", "abc"), "abXc");
    assert.equal(rebaseTyping("abc", "abc", "aYbc"), "aYbc");
  });

  it("keeps both when they are in separate places, whichever comes first", () => {
    assert.equal(rebaseTyping("one two three", "ONE two three", "one two 3"), "ONE two 3");
    assert.equal(rebaseTyping("one two three", "one two 3", "ONEONE two three"), "ONEONE two 3");
  });

  it("keeps both insertions at one place", () => {
    assert.equal(rebaseTyping("ab", "aXb", "aYb"), "aXYb");
  });

  it("prefers what was typed where both changed the same characters", () => {
    assert.equal(rebaseTyping('"old"', '"mine"', '"theirs"'), '"mine"');
  });

  it("loses nothing of two edits in separate places of a random text", () => {
    const random = seededRandom(22);
    for (let round = 0; round < 2000; round++) {
      // Markers part the pieces, so that no edit can be mistaken for one further on.
      const [left, right] = [randomText(random, 6), randomText(random, 6)];
      const [mine, theirs] = [randomText(random, 6), randomText(random, 6)];
      const seen = `<${left}|=|${right}>`;
      assert.equal(
        rebaseTyping(seen, `<${mine}|=|${right}>`, `<${left}|=|${theirs}>`),
        `<${mine}|=|${theirs}>`,
      );
      assert.equal(
        rebaseTyping(seen, `<${left}|=|${mine}>`, `<${theirs}|=|${right}>`),
        `<${theirs}|=|${mine}>`,
      );
    }
  });

  it("never loses what was typed, wherever the text moved", () => {
    const random = seededRandom(23);
    for (let round = 0; round < 3000; round++) {
      const [seen, mine, current] = [randomText(random, 8), randomText(random, 8), randomText(random, 8)];
      const result = rebaseTyping(seen, mine, current);
      const typed = changeBetween(seen, mine);
      assert.ok(result.includes(typed?.insert ?? ""), JSON.stringify({ seen, mine, current, result }));
      assert.ok(result.isWellFormed());
    }
  });
});

describe("writing a value into a document", () => {
  it("replaces only the value, in whatever layout the text has", () => {
    const text = '{"a" :1 ,\t"b":[ 1,2 ],\r\n  "c":{"d":12345678901234567890}}\n\n';
    assert.equal(withValueAt(text, ["a"], "x"), text.replace('"a" :1', '"a" :"x"'));
    assert.equal(withValueAt(text, ["b", 1], null), text.replace("[ 1,2 ]", "[ 1,null ]"));
    assert.equal(withValueAt(text, ["c", "d"], ""), text.replace("12345678901234567890", '""'));
  });

  it("adds a key on a line of its own, or on the same line when all keys stand on one", () => {
    assert.equal(
      withValueAt('{\n    "a": ["x","y"]\n}\n', ["email"], "e"),
      '{\n    "a": ["x","y"],\n    "email": "e"\n}\n',
    );
    assert.equal(withValueAt('{"a":1,"b":[1,2]}', ["email"], "e"), '{"a":1,"b":[1,2], "email": "e"}');
    assert.equal(withValueAt("{}\n", ["email"], "e"), '{\n  "email": "e"\n}\n');
  });

  it("adds an inbox as the server's own stand there", () => {
    const text = documentTextOf('{"name":"A","inboxes":[{"id":"a","name":"LINE"}],"email":null}');
    assert.equal(
      withValueAt(text, ["inboxes", 1], { id: "b", name: "Web" }),
      documentTextOf(
        '{"name":"A","inboxes":[{"id":"a","name":"LINE"},{"id":"b","name":"Web"}],"email":null}',
      ),
    );
    const none = documentTextOf('{"inboxes":[],"email":null}');
    assert.equal(
      withValueAt(none, ["inboxes", 0], { id: "b" }),
      documentTextOf('{"inboxes":[{"id":"b"}],"email":null}'),
    );
  });

  it("makes what is missing on the way", () => {
    assert.deepEqual(JSON.parse(withValueAt("{}", ["inboxes", 0, "id"], "a")), { inboxes: [{ id: "a" }] });
  });

  it("removes a key and the comma beside it", () => {
    const text = '{\n  "a": ["x","y"],\n  "b": 2,\n  "c": 3\n}\n';
    assert.equal(withValueAt(text, ["a"], undefined), '{\n  "b": 2,\n  "c": 3\n}\n');
    assert.equal(withValueAt(text, ["b"], undefined), '{\n  "a": ["x","y"],\n  "c": 3\n}\n');
    assert.equal(withValueAt(text, ["c"], undefined), '{\n  "a": ["x","y"],\n  "b": 2\n}\n');
    assert.equal(withValueAt('{"a":1}', ["a"], undefined), "{}");
    assert.equal(withValueAt(text, ["missing"], undefined), text);
  });

  it("removes any entry of a list and leaves JSON", () => {
    for (const text of [
      '{"a":["x",["y"],3]}',
      '{ "a": [ "x" , ["y"] , 3 ] }',
      '{\n"a": [\n"x",\n["y"],\n3\n]\n}',
    ]) {
      assert.deepEqual(JSON.parse(withValueAt(text, ["a", 0], undefined)), { a: [["y"], 3] });
      assert.deepEqual(JSON.parse(withValueAt(text, ["a", 1], undefined)), { a: ["x", 3] });
      assert.deepEqual(JSON.parse(withValueAt(text, ["a", 2], undefined)), { a: ["x", ["y"]] });
    }
  });

  it("refuses a path through a scalar and a text without JSON", () => {
    assert.throws(() => withValueAt('{"name":"A"}', ["name", "x"], 1), Error);
    assert.throws(() => withValueAt('{"a":{}}', ["a", 0], 1), Error);
    assert.throws(() => withValueAt("", ["name"], 1), Error);
  });

  it("leaves the other fields of random documents to the letter, and their order", () => {
    const random = seededRandom(24);
    for (let round = 0; round < 1000; round++) {
      const json = jsonOf(randomFields(random));
      const text = random() < 0.5 ? json : documentTextOf(json);
      const name = pick(random, ["name", "email", "tier", "labels", "queryMetadata", "brand new"]);
      const value = pick<unknown>(random, ["typed", null, 5, ["x", { y: [] }], {}, undefined]);
      const [before, after] = [parseContactText(text), parseContactText(withValueAt(text, [name], value))];
      const written = after.fields.get(name)?.json;
      assert.deepEqual(written === undefined ? undefined : JSON.parse(written), value);
      const others = [...before.fields.keys()].filter((other) => other !== name);
      assert.deepEqual(
        [...after.fields.keys()].filter((other) => other !== name),
        others,
      );
      for (const other of others) {
        assert.equal(after.fields.get(other)?.json, before.fields.get(other)?.json);
      }
    }
  });

  it("keeps every character before and after the value it replaces", () => {
    const random = seededRandom(25);
    for (let round = 0; round < 500; round++) {
      const [before, after] = [`{ "a":${randomJson(random)},\n`, ` ,"z" :[${randomJson(random)}]}\n`];
      const next = withValueAt(`${before}"name": ${randomJson(random)}${after}`, ["name"], "typed");
      assert.equal(next, `${before}"name": "typed"${after}`);
    }
  });

  it("keeps every character around a key that it removes or adds", () => {
    const random = seededRandom(26);
    for (let round = 0; round < 500; round++) {
      const [first, second] = [`{ "a":${randomJson(random)}`, `"z" :[${randomJson(random)}] }`];
      const without = `${first},\t${second}`;
      assert.equal(
        withValueAt(`${first},\t"x": ${randomJson(random)} , ${second}`, ["x"], undefined),
        without,
      );
      const added = withValueAt(without, ["x"], 1);
      assert.equal(added, `${without.slice(0, -2)}, "x": 1 }`);
    }
  });
});
