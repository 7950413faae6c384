import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { labelText, toastText, valueText } from "../../../src/ui/safeText.ts";
import { HOSTILE_NAMES as HOSTILE, INVISIBLE, VSCODE_ICON, VSCODE_LINK } from "../../support/hostileNames.ts";

const LABEL_LIMIT = 200;
const VALUE_LIMIT = 120;

const SINKS = { labelText, valueText, toastText } as const;

describe("a hostile name", () => {
  it("comes in at least forty ways", () => {
    assert.ok(new Set(HOSTILE).size >= 40);
    // The oracles must know what they forbid.
    assert.match("[click me](command:x)", VSCODE_LINK);
    assert.match("$(trash)", VSCODE_ICON);
  });

  for (const [sink, safe] of Object.entries(SINKS)) {
    for (const name of HOSTILE) {
      it(`makes no link, icon or control through ${sink}: ${JSON.stringify(name).slice(0, 40)}`, () => {
        for (const text of [safe(name), safe(`before ${name} after`)]) {
          assert.doesNotMatch(text, new RegExp(VSCODE_LINK), "link");
          assert.doesNotMatch(text, VSCODE_ICON, "icon");
          assert.doesNotMatch(text, INVISIBLE, "control, bidi or zero-width character");
          assert.ok(text.isWellFormed(), "half a surrogate pair");
          assert.equal(text, text.trim());
        }
      });
    }
  }

  it("makes no link or icon when it stands in a sentence that goes through toastText", () => {
    for (const name of HOSTILE) {
      for (const sentence of [
        `Delete ${valueText(name)}?`,
        `[${valueText(name)}](command:x)`,
        `$${valueText(name)}`,
      ]) {
        const text = toastText(sentence);
        assert.doesNotMatch(text, new RegExp(VSCODE_LINK));
        assert.doesNotMatch(text, VSCODE_ICON);
      }
    }
  });

  it("is cut to 200 characters in a label and to 120 in a sentence, with an ellipsis", () => {
    for (const name of HOSTILE) {
      assert.ok(Array.from(labelText(name)).length <= LABEL_LIMIT);
      assert.ok(Array.from(valueText(name)).length <= VALUE_LIMIT);
    }
    assert.equal(labelText("a".repeat(201)), `${"a".repeat(199)}…`);
    assert.equal(labelText("a".repeat(200)), "a".repeat(200));
    assert.equal(valueText("😀".repeat(121)), `${"😀".repeat(119)}…`);
  });
});

describe("an honest name", () => {
  it("stays as it is", () => {
    for (const name of [
      "王小明",
      "Ada Lovelace (VIP)",
      "O'Brien-Smith & Sons [TW]",
      "❤️ 葛\u{e0100}城",
      "price: $5 (net)",
      "محمد",
      "a_b*c`d",
      "josé",
    ]) {
      assert.equal(labelText(name), name);
      assert.equal(valueText(name), name);
      assert.equal(toastText(name), name);
    }
  });

  it("keeps its words apart when what stood between them is dropped", () => {
    assert.equal(labelText("line\r\nbreak"), "line break");
  });

  it("is empty when it has nothing to see, so that a label can say Anonymous", () => {
    assert.equal(labelText(" \u200b\u3164\u00ad\n"), "");
  });

  it("is not cut when it is part of a whole sentence", () => {
    assert.equal(toastText("word ".repeat(200)), "word ".repeat(200).trim());
  });
});
