import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { labelText, toastText, valueText } from "../../../src/ui/safeText.ts";

const LABEL_LIMIT = 200;
const VALUE_LIMIT = 120;

/** VS Code's own rule for links in notifications and input boxes (src/vs/base/common/linkedText.ts). */
const VSCODE_LINK = /\[([^\]]+)\]\(((?:https?:\/\/|command:|file:)[^)\s]+)(?: (["'])(.+?)(\3))?\)/giu;
/** VS Code's own rule for icons in labels (src/vs/base/common/iconLabels.ts), looser in what a name may be. */
const VSCODE_ICON = /\$\([^)]*\)/u;
const INVISIBLE =
  /[\p{Cc}\p{Zl}\p{Zp}\u00ad\u034f\u061c\u115f\u1160\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb\u{1bca0}-\u{1bca3}\u{1d173}-\u{1d17a}\u{e0000}-\u{e007f}]/u;

const HOSTILE: readonly string[] = [
  // Links
  "[click me](command:workbench.action.terminal.sendSequence)",
  "[a](command:maiagent.deleteContact?%5B%22x%22%5D)",
  "[a](https://evil.test)",
  "[a](http://evil.test 'title')",
  "[a](file:///etc/passwd)",
  "[a](COMMAND:workbench.action.quit)",
  "[a] (command:x)",
  "[a]\t(command:x)",
  "[a]\n(command:x)",
  "[a]\u200b(command:x)",
  "[a]\u00a0(command:x)",
  "[a]\u3000(command:x)",
  "[a]\u202e(command:x)",
  "[a]\u0000\u200d(command:x)",
  "[a]\u{e0041}(command:x)",
  "[[a]](command:x)",
  "![a](command:x)",
  "[a](command:x)[b](command:y)",
  "](command:x)",
  "]](((command:x)",
  "[a\u200b](command:\u200bx)",
  "<a href='command:x'>y</a> [y](command:x)",
  // Icons
  "$(trash)",
  "$(sync~spin) $(warning)",
  "$$(trash)",
  "$$$((trash))",
  "\\$(trash)",
  "$\u200b(trash)",
  "$\u0000(trash)",
  "$\u202d(trash)",
  "$\u3164(trash)",
  "$($(trash)trash)",
  // Bidirectional text
  "\u202eevil\u202c",
  "\u2066isolate\u2069",
  "\u061carabic mark",
  "left\u200eright\u200f",
  "\u202a\u202b\u202d\u2067\u2068",
  // Without a glyph
  "zero\u200bwidth",
  "join\u200der non\u200cjoiner",
  "\ufeffmark",
  "soft\u00adhyphen word\u2060joiner",
  "\u3164\u115f\u1160\uffa0",
  "grapheme\u034fjoiner",
  "hidden\u{e0068}\u{e0069}\u{e007f}",
  "annotation\ufff9\ufffa\ufffb",
  "music\u{1d173}\u{1d17a} shorthand\u{1bca0}",
  "\u180evowel",
  // Controls
  "\u0000null",
  "bell\u0007 back\u0008space",
  "\u001b[31mred\u001b[0m",
  "\u009b31mC1",
  "line\nbreak\r\nand\ttab",
  "next\u0085line",
  "separator\u2028and\u2029paragraph",
  "\u007f",
  // Overlong
  "a".repeat(5000),
  "[a](command:x)".repeat(100),
  "$(x)".repeat(100),
  `${"a".repeat(VALUE_LIMIT - 2)}$(trash)`,
  `${"a".repeat(LABEL_LIMIT - 4)}[a](command:x)`,
  "e\u0301".repeat(3000),
  // Surrogate pairs at the cut
  "😀".repeat(500),
  `a${"😀".repeat(500)}`,
  `${"a".repeat(VALUE_LIMIT - 1)}😀😀`,
  `${"a".repeat(LABEL_LIMIT - 1)}😀😀`,
  `${"a".repeat(VALUE_LIMIT - 1)}👨‍👩‍👧‍👦`,
];

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
