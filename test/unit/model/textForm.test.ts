import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { problemsIn } from "../../../src/model/contactProblems.ts";
import { characterProblem, looksLikeEmail, looksLikeUrl } from "../../../src/model/textForm.ts";

describe("the form of a text", () => {
  it("is an e-mail address where Django's validator takes one", () => {
    for (const text of [
      "a@b.tw",
      "mei-ling.chen+x@mail.example.com",
      '"a b"@example.com',
      "a@[127.0.0.1]",
      "a@localhost",
      "用戶@例子.台灣",
      "a@xn--fiqs8s.xn--kpry57d",
    ]) {
      assert.ok(looksLikeEmail(text), text);
    }
    for (const text of [
      "a",
      "a@b",
      "@b.tw",
      "a@b..tw",
      "a.@b.tw",
      "a b@c.tw",
      "a@b.t",
      "a@-b.tw",
      "a@b.123",
      "a@b.tw ",
    ]) {
      assert.ok(!looksLikeEmail(text), text);
    }
  });

  it("is a web address with a scheme and a host", () => {
    for (const text of [
      "https://x.tw/a.png",
      "http://localhost:8080/a",
      "HTTPS://X.TW",
      "https://127.0.0.1/a",
      "https://[::1]/a",
      "https://例子.tw/圖",
    ]) {
      assert.ok(looksLikeUrl(text), text);
    }
    for (const text of [
      "x.tw/a.png",
      "ftp://x.tw/a",
      "https://",
      "https:///a",
      "https://x/a",
      "https://x.tw/a b",
      "javascript:alert(1)",
      "data:image/png;base64,AA==",
    ]) {
      assert.ok(!looksLikeUrl(text), text);
    }
  });

  it("has characters that the server refuses, or that nobody sees", () => {
    assert.equal(characterProblem("陳 😀"), undefined);
    assert.equal(characterProblem("a\0b"), "nullCharacter");
    assert.equal(characterProblem("a\ud83d"), "brokenCharacter");
    assert.equal(characterProblem("a\nb"), "controlCharacter");
    assert.equal(characterProblem("a\u0085b"), "controlCharacter");
  });

  it("is told with its place and weight", () => {
    const found = (text: string) =>
      problemsIn(text, undefined).map(({ code, severity }) => `${severity} ${code}`);
    assert.deepEqual(found('{"name":"a\\u0000"}'), ["error nullCharacter"]);
    assert.deepEqual(found('{"name":"A","sourceId":"a\\ud800"}'), ["error brokenCharacter"]);
    assert.deepEqual(found('{"name":"A\\tB"}'), ["warning controlCharacter"]);
  });

  it("is measured in code points, as the server counts", () => {
    assert.deepEqual(problemsIn(`{"name":"${"😀".repeat(255)}"}`, undefined), []);
    const [problem] = problemsIn(`{"name":"${"😀".repeat(256)}"}`, undefined);
    assert.equal(problem?.code, "tooLong");
    assert.equal(problem.detail, 255);
  });
});
