import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { AVATAR_LIMIT, NAME_LIMIT } from "../../../src/model/contactSchema.ts";
import { problemsIn, rangeOfPath } from "../../../src/model/contactProblems.ts";
import { documentTextOf, parseContactText } from "../../../src/model/contactText.ts";

/** The problems of a new document, or of one that was edited from `base`, each as code, place and severity. */
function found(text: string, base?: string): string[] {
  return problemsIn(text, base === undefined ? undefined : parseContactText(base)).map(
    ({ code, path, severity }) => `${severity}: ${code} at ${path.join(".")}`,
  );
}

/** The piece of text that the first problem marks. */
function marked(text: string, base?: string): string {
  const [first] = problemsIn(text, base === undefined ? undefined : parseContactText(base));
  assert.ok(first);
  return text.slice(first.from, first.to);
}

describe("problems in a document", () => {
  it("are none in a full, correct contact", () => {
    const text = documentTextOf(
      '{"id":"1","name":"A","email":"a@b.tw","phoneNumber":"+886","sourceId":"s","avatar":"https://x.tw/a.png","inboxes":[{"id":"a","name":null}],"queryMetadata":{"n":12345678901234567890},"createdAt":"1","updatedAt":2,"unknown":[]}',
    );
    assert.deepEqual(found(text), []);
    assert.deepEqual(found(text, text), []);
  });

  it("are none where optional fields are missing, null or empty", () => {
    assert.deepEqual(found('{"name":"A"}'), []);
    assert.deepEqual(
      found(
        '{"name":"A","email":null,"phoneNumber":null,"sourceId":null,"avatar":null,"inboxes":null,"queryMetadata":null}',
      ),
      [],
    );
    assert.deepEqual(
      found('{"name":"A","email":"","phoneNumber":"","sourceId":"","avatar":"","queryMetadata":""}'),
      [],
    );
  });

  it("name the syntax error and where it is", () => {
    const text = '{\n  "name": "A"\n  "email": null\n}';
    const [first] = problemsIn(text, undefined);
    assert.equal(first?.code, "syntax");
    assert.equal(first.detail, "CommaExpected");
    assert.equal(text.slice(first.from, first.to), '"email"');
  });

  it("stay inside the text when it ends too early", () => {
    for (const text of ["", "{", '{"name', '{"name":', '{"name":"A",', '{"name":"A"}x', "// no\n{}"]) {
      const problems = problemsIn(text, undefined);
      assert.ok(problems.length > 0, text);
      for (const { from, to, severity } of problems) {
        assert.equal(severity, "error");
        assert.ok(from >= 0 && from <= to && to <= text.length, `${text}: ${from} to ${to}`);
      }
    }
  });

  it("say that a list or a text is no contact", () => {
    assert.deepEqual(found("[]"), ["error: notObject at "]);
    assert.deepEqual(found('"A"'), ["error: notObject at "]);
  });

  it("miss a name that is missing, empty or only white space", () => {
    for (const text of ["{}", '{"name":""}', '{"name":" \\t\\u3000"}']) {
      assert.deepEqual(found(text), ["error: required at name"], text);
    }
    assert.equal(marked('{"name":""}'), '""');
  });

  it("measure name and avatar against the limits of the API", () => {
    assert.deepEqual(found(`{"name":"${"n".repeat(NAME_LIMIT)}"}`), []);
    const avatar = `https://x.tw/${"a".repeat(AVATAR_LIMIT - 13)}`;
    assert.deepEqual(found(`{"name":"A","avatar":"${avatar}"}`), []);
    const problems = problemsIn(`{"name":"${"n".repeat(NAME_LIMIT + 1)}","avatar":"${avatar}a"}`, undefined);
    assert.deepEqual(
      problems.map(({ code, path, detail }) => [code, path, detail]),
      [
        ["tooLong", ["name"], 255],
        ["tooLong", ["avatar"], 511],
      ],
    );
  });

  it("refuse values of a wrong type", () => {
    assert.deepEqual(found('{"name":null,"email":5,"sourceId":{},"avatar":[],"phoneNumber":true}').sort(), [
      "error: type at avatar",
      "error: type at email",
      "error: type at name",
      "error: type at phoneNumber",
      "error: type at sourceId",
    ]);
  });

  it("mark the inbox whose id is missing, empty or no text", () => {
    const text = '{"name":"A","inboxes":[{"id":"a"},{"id":7},{"id":""},{"name":"x"},"b"]}';
    assert.deepEqual(found(text), [
      "error: inboxId at inboxes.1.id",
      "error: inboxId at inboxes.2.id",
      "error: inboxId at inboxes.3.id",
      "error: inboxId at inboxes.4",
    ]);
    assert.equal(marked(text), "7");
  });

  it("refuse a change of what only the server writes, also removing and adding it", () => {
    const base = '{"id":"1","name":"A","createdAt":"1"}';
    assert.deepEqual(found('{"id":"2","name":"A","updatedAt":"5"}', base), [
      "error: readOnlyField at id",
      "error: readOnlyField at updatedAt",
      "error: readOnlyField at createdAt",
    ]);
    assert.equal(marked('{"id":"2","name":"A","createdAt":"1"}', base), '"2"');
  });

  it("warn that removing a field clears nothing", () => {
    assert.deepEqual(found('{"name":"A"}', '{"name":"A","email":"e"}'), ["warning: removedField at email"]);
  });

  it("refuse a save without the name", () => {
    assert.ok(found("{}", '{"name":"A"}').includes("error: required at name"));
  });

  it("mark the second of two equal keys, however it is spelt", () => {
    const text = String.raw`{"name":"A","email":null,"n\u0061me":"B"}`;
    assert.deepEqual(found(text), ["error: duplicateKey at name"]);
    assert.equal(marked(text), String.raw`"n\u0061me"`);
  });

  it("warn of an e-mail or picture address that a server will surely refuse, and no other", () => {
    for (const email of ["a", "a@b", "a b@c.tw", "a@b.tw.", "@b.tw", "a@@b.tw"]) {
      assert.deepEqual(found(`{"name":"A","email":"${email}"}`), ["warning: emailForm at email"], email);
    }
    for (const email of ["a@b.tw", "王@例.tw", "a+b@c.d.tw", "o'x@c.tw"]) {
      assert.deepEqual(found(`{"name":"A","email":"${email}"}`), [], email);
    }
    for (const avatar of ["x.tw/a.png", "javascript:alert(1)", "ftp://x", "https://"]) {
      assert.deepEqual(found(`{"name":"A","avatar":"${avatar}"}`), ["warning: urlForm at avatar"], avatar);
    }
    assert.deepEqual(found('{"name":"A","avatar":"HTTP://x.tw/a b.png"}'), ["warning: urlForm at avatar"]);
  });

  it("warn that a phone number will be sent as text", () => {
    assert.deepEqual(found('{"name":"A","phoneNumber":886}'), ["warning: phoneNumberNumber at phoneNumber"]);
  });

  it("leave alone what still says what the server said", () => {
    const base = '{"id":7,"name":"","email":"nonsense","phoneNumber":886,"inboxes":[{"id":""}]}';
    assert.deepEqual(found(base, base), []);
    assert.deepEqual(found(base.replace('"nonsense"', '"still nonsense"'), base), [
      "warning: emailForm at email",
    ]);
  });

  it("let any metadata through", () => {
    for (const metadata of ['"text"', "null", "[1]", "{}", "5", `${"[".repeat(300)}${"]".repeat(300)}`]) {
      assert.deepEqual(found(`{"name":"A","queryMetadata":${metadata}}`), [], metadata.slice(0, 20));
    }
  });
});

describe("the place of a field error", () => {
  const text = '{"name":"A","inboxes":[{"id":"a"}],"queryMetadata":{"a":{"b":1}}}';
  const at = (...path: (string | number)[]) => {
    const { from, to } = rangeOfPath(text, path);
    return text.slice(from, to);
  };

  it("is its own value, however deep", () => {
    assert.equal(at("inboxes", 0, "id"), '"a"');
    assert.equal(at("queryMetadata", "a", "b"), "1");
  });

  it("is the nearest value around it when it has none of its own", () => {
    assert.equal(at("inboxes", 5, "id"), '[{"id":"a"}]');
    assert.equal(at("name", "deeper"), '"A"');
  });

  it("is the opening brace for the whole object and for unknown fields", () => {
    assert.equal(at(), "{");
    assert.equal(at("email"), "{");
  });

  it("lies inside texts that are no JSON", () => {
    assert.deepEqual(rangeOfPath("", ["name"]), { from: 0, to: 0 });
    assert.deepEqual(rangeOfPath("x", ["name"]).to <= 1, true);
  });

  it("are one, at its bracket, where a text nests so deep that the stack would end", () => {
    const nested = (levels: number) =>
      `{"name":"A","queryMetadata":${"[".repeat(levels)}${"]".repeat(levels)}}`;
    assert.deepEqual(found(nested(1_499)), []);
    for (const levels of [1_500, 5_000, 100_000]) {
      const [problem, another] = problemsIn(nested(levels), undefined);
      assert.equal(another, undefined);
      assert.equal(problem?.code, "syntax");
      assert.equal(problem.detail, "TooDeep");
      assert.equal(problem.from, nested(1).indexOf("[") + 1_499);
    }
    assert.deepEqual(found(`{"name":"A","queryMetadata":"${"[".repeat(5_000)}"}`), []);
  });
});
