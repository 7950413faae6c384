import assert from "node:assert/strict";
import { describe, it } from "node:test";
import {
  FICTIONAL_PHONES,
  isFictionalPhone,
  isReservedEmail,
} from "../../../../../src/data/engine/seed/fictional.ts";

describe("an e-mail address of a test contact", () => {
  it("may lie in a domain that nobody can own, or below it", () => {
    for (const email of [
      "ann@example.com",
      "ann+1@EXAMPLE.org",
      "陳@mail.example.net",
      "a.b@qa.test",
      "x@nowhere.invalid",
      "x@shop.example",
    ]) {
      assert.ok(isReservedEmail(email), email);
    }
  });

  it("may lie nowhere else", () => {
    for (const email of [
      "ann@gmail.com",
      "ann@example.com.tw",
      "ann@notexample.com",
      "ann@test",
      "ann@example.com@gmail.com",
      "ann@gmail.com, b@example.com",
      "ann@example.com\nbcc@gmail.com",
      "ann@example。com",
      "ann@-.example.com",
      "@example.com",
      "example.com",
      "",
    ]) {
      assert.ok(!isReservedEmail(email), email);
    }
  });
});

describe("a phone number of a test contact", () => {
  it("may lie in a range that is kept for fiction, however it is written", () => {
    for (const phone of ["+12025550100", "+1 (202) 555-0199", "+44 7700 900123", "+44.20.7946.0999"]) {
      assert.ok(isFictionalPhone(phone), phone);
    }
    for (const { example } of FICTIONAL_PHONES) {
      assert.ok(isFictionalPhone(example), example);
    }
  });

  it("may lie nowhere else", () => {
    for (const phone of [
      "+1 202 555 0200",
      "+1 202 556 0100",
      "2025550100",
      "+886912345678",
      "+81 90 1234 5678",
      "+1 202 555 01001",
      "+١٢٠٢٥٥٥٠١٠٠",
      "",
    ]) {
      assert.ok(!isFictionalPhone(phone), phone);
    }
  });
});
