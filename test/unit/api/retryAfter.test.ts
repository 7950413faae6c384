import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { parseRetryAfter } from "../../../src/api/retryAfter.ts";

const NOW = Date.parse("2026-01-01T00:00:00Z");

describe("parseRetryAfter", () => {
  for (const [title, header, expected] of [
    ["seconds", "7", 7_000],
    ["zero", "0", 0],
    ["a negative number, as no wait", "-5", 0],
    ["a fraction", "1.5", 1_500],
    ["padded seconds", "  3 ", 3_000],
    ["1e9 seconds", "1000000000", 1e12],
    ["the same with an exponent", "1e9", 1e12],
    ["a number beyond all bounds, as a safe integer", "9".repeat(400), Number.MAX_SAFE_INTEGER],
    ["a future IMF date", "Thu, 01 Jan 2026 00:00:09 GMT", 9_000],
    ["a past date, as no wait", "Wed, 31 Dec 2025 23:59:59 GMT", 0],
    ["an RFC 850 date", "Thursday, 01-Jan-26 00:00:05 GMT", 5_000],
    ["an asctime date, which is UTC", "Thu Jan  1 00:00:04 2026", 4_000],
    ["absence", null, undefined],
    ["emptiness", "", undefined],
    ["garbage", "soon", undefined],
    ["garbage that Date.parse would take", "2", 2_000],
    ["a bare year with a word, which Date.parse takes", "wait 2027", undefined],
    ["two values", "1, 2", undefined],
    ["an impossible date", "Thu, 99 Jan 2026 00:00:09 GMT", undefined],
    ["hexadecimal", "0x10", undefined],
    ["NaN", "NaN", undefined],
    ["Infinity", "Infinity", undefined],
  ] as const) {
    it(`reads ${title}`, () => assert.equal(parseRetryAfter(header, NOW), expected));
  }
});
