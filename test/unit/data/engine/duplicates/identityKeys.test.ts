import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { emailKey, phoneKey, sourceIdKey } from "../../../../../src/data/engine/duplicates/identityKeys.ts";
import { pick, seededRandom } from "../../../model/randomContact.ts";

describe("the phone number by which duplicates are found", () => {
  it("is one for all the ways in which a Taiwanese number is written", () => {
    for (const written of [
      "+886912345678",
      "+886 912-345-678",
      "+886 (0)912 345 678",
      "+8860912345678",
      "00886912345678",
      "886912345678",
      "0912345678",
      "0912-345-678",
      "(09) 1234 5678",
      "０９１２３４５６７８",
      "912345678",
      912_345_678,
    ]) {
      assert.equal(phoneKey(written), "886912345678", String(written));
    }
  });

  it("keeps numbers of other countries apart", () => {
    assert.equal(phoneKey("+81 3 0000 0187"), "81300000187");
    assert.equal(phoneKey("0081300000187"), "81300000187");
    assert.notEqual(phoneKey("+44 7700 900461"), phoneKey("+886 7700 900461"));
  });

  it("is none for what is no number, for too short ones and for placeholders", () => {
    for (const written of [undefined, null, "", "-", "n/a", "12345", "0000000000", "1111111111", 0]) {
      assert.equal(phoneKey(written), undefined, String(written));
    }
  });

  it("does not depend on spaces, hyphens and brackets, wherever they stand", () => {
    const random = seededRandom(7);
    for (let round = 0; round < 500; round++) {
      const rest = Array.from({ length: 8 }, () => Math.floor(random() * 10)).join("");
      const local = `09${rest}`;
      const noisy = Array.from(local)
        .map((digit) => digit + pick(random, ["", "", "", " ", "-", ".", "\u3000"]))
        .join("");
      const expected = phoneKey(`+8869${rest}`);
      assert.equal(phoneKey(noisy), expected, noisy);
      assert.equal(phoneKey(`+886 ${noisy}`), expected, noisy);
      assert.equal(phoneKey(`00886${noisy.slice(1)}`), expected, noisy);
    }
  });

  it("of its own result is the result", () => {
    const random = seededRandom(8);
    for (let round = 0; round < 500; round++) {
      const prefix = pick(random, ["+886", "0", "00886", "+81", "+1", ""]);
      const rest = Array.from({ length: 6 + Math.floor(random() * 6) }, () => Math.floor(random() * 10)).join(
        "",
      );
      const key = phoneKey(prefix + rest);
      assert.equal(key === undefined ? undefined : phoneKey(`+${key}`), key, prefix + rest);
    }
  });
});

describe("the e-mail address by which duplicates are found", () => {
  it("does not depend on case, surrounding space or full-width letters", () => {
    for (const written of [
      "Ann@Example.com",
      " ann@example.com\n",
      "ANN@EXAMPLE.COM",
      "ａｎｎ@example.com",
    ]) {
      assert.equal(emailKey(written), "ann@example.com", written);
    }
    assert.equal(emailKey("straße@example.com"), emailKey("STRASSE@example.com"));
  });

  it("keeps what stands behind a plus sign and dots: those are other mailboxes", () => {
    assert.notEqual(emailKey("ann+qa@example.com"), emailKey("ann@example.com"));
    assert.notEqual(emailKey("a.nn@example.com"), emailKey("ann@example.com"));
  });

  it("is none for nothing and for what is no address", () => {
    for (const written of [undefined, null, "", "  ", "unknown"]) {
      assert.equal(emailKey(written), undefined);
    }
  });

  it("of its own result is the result", () => {
    const random = seededRandom(9);
    for (let round = 0; round < 500; round++) {
      const text = Array.from({ length: 6 }, () =>
        pick(random, ["a", "Z", "ß", "ẞ", "ς", "Σ", "é", "É", "ı", "ﬁ", "王", "＠"]),
      ).join("");
      const key = emailKey(`${text}@example.com`);
      assert.equal(emailKey(key), key, text);
    }
  });
});

describe("the source id by which duplicates are found", () => {
  it("is the id to the letter, without surrounding space; none when it is blank", () => {
    assert.equal(sourceIdKey(" crm-1 "), "crm-1");
    assert.notEqual(sourceIdKey("CRM-1"), sourceIdKey("crm-1"));
    assert.equal(sourceIdKey("  "), undefined);
    assert.equal(sourceIdKey(null), undefined);
  });
});
