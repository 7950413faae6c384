import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { dateWords, fullDate, ghostDate, timestampOf } from "../../../src/webview/dateWords.ts";

const NOON = Date.UTC(2025, 6, 7, 12);
const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

describe("timestamps", () => {
  it("reads epoch milliseconds, seconds and ISO 8601", () => {
    assert.equal(timestampOf("1751875361000"), 1751875361000);
    assert.equal(timestampOf("1751875361"), 1751875361000);
    assert.equal(timestampOf("1751875361.5"), 1751875361500);
    assert.equal(timestampOf("2025-07-07T12:00:00Z"), NOON);
  });

  it("takes nothing else for a date", () => {
    for (const text of [undefined, "", " ", "yesterday", "1e99", "99999999999999999999"]) {
      assert.equal(timestampOf(text), undefined, text);
    }
  });
});

describe("dates in words", () => {
  it("counts back within a week, then names the day", () => {
    const words = (ago: number): string => dateWords(NOON - ago, NOON, "en-GB");
    assert.equal(words(10_000), "now");
    assert.equal(words(5 * MINUTE), "5 minutes ago");
    assert.equal(words(3 * 60 * MINUTE), "3 hours ago");
    assert.equal(words(DAY), "yesterday");
    assert.equal(words(2 * DAY), "2 days ago");
    assert.equal(words(10 * DAY), "27 Jun 2025");
  });

  it("speaks the given language, and some language for a malformed tag", () => {
    assert.equal(dateWords(NOON - 2 * DAY, NOON, "zh-TW"), "前天");
    assert.notEqual(dateWords(NOON - 9 * DAY, NOON, "no_such*tag"), "");
  });

  it("adds the time of day in the JSON pane and everything in the tooltip", () => {
    assert.match(ghostDate(NOON, NOON + 30 * DAY, "en-GB"), /^7 Jul 2025, \d\d:\d\d$/);
    assert.equal(ghostDate(NOON - 2 * DAY, NOON, "en-GB"), "2 days ago");
    assert.match(fullDate(NOON, "en-GB"), /^Monday.* 7 July 2025/);
  });
});
