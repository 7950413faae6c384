import assert from "node:assert/strict";
import { describe, it } from "node:test";
import ts from "typescript";
import * as z from "zod/mini";
import { nodesOf, readText, sourceFiles } from "./sourceTree.ts";

const LANGUAGES = ["zh-tw", "ja"];
const textsSchema = z.record(z.string(), z.string());

const placeholders = (text: string) => [...(text.match(/\{\d+\}/gu) ?? [])].sort();
const textsOf = (path: string) => new Map(Object.entries(textsSchema.parse(JSON.parse(readText(path)))));

/** The first argument of every `l10n.t(…)` in src; what is no plain string is in `others`. */
function translatable(): { readonly texts: ReadonlySet<string>; readonly others: readonly string[] } {
  const texts = new Set<string>();
  const others: string[] = [];
  for (const file of sourceFiles("src")) {
    for (const node of nodesOf(file)) {
      if (
        !ts.isPropertyAccessExpression(node) ||
        node.name.text !== "t" ||
        !/\bl10n$/u.test(node.expression.getText())
      ) {
        continue;
      }
      const call = node.parent;
      const first = ts.isCallExpression(call) && call.expression === node ? call.arguments[0] : undefined;
      if (first && ts.isStringLiteralLike(first)) {
        texts.add(first.text);
      } else {
        others.push(`${file.fileName}: ${call.getText()}`);
      }
    }
  }
  return { texts, others };
}

const { texts, others } = translatable();

describe("the texts in src", () => {
  it("are plain strings, which the bundles can have as keys", () => {
    assert.ok(texts.size > 100, `${texts.size} texts were found`);
    assert.deepEqual(others, []);
  });

  it("number their placeholders from 0 without a gap", () => {
    for (const text of texts) {
      const numbers = new Set(placeholders(text));
      assert.deepEqual(
        [...numbers],
        [...numbers].map((_, index) => `{${index}}`),
        text,
      );
    }
  });
});

for (const language of LANGUAGES) {
  describe(`the bundle of ${language}`, () => {
    const bundle = textsOf(`l10n/bundle.l10n.${language}.json`);

    it("has every text of src and no other", () => {
      assert.deepEqual([...bundle.keys()].sort(), [...texts].sort());
    });

    it("leaves none empty", () => {
      for (const [text, translation] of bundle) {
        assert.notEqual(translation.trim(), "", text);
      }
    });

    it("has the same placeholders in each translation", () => {
      for (const [text, translation] of bundle) {
        assert.deepEqual(placeholders(translation), placeholders(text), text);
      }
    });

    it("makes no link or icon that the text had not", () => {
      for (const [text, translation] of bundle) {
        assert.doesNotMatch(translation, /\]\(|\$\(/u, text);
      }
    });
  });

  describe(`package.nls.${language}.json`, () => {
    const english = textsOf("package.nls.json");
    const translated = textsOf(`package.nls.${language}.json`);

    it("has exactly the keys of package.nls.json, none of them empty", () => {
      assert.deepEqual([...translated.keys()].sort(), [...english.keys()].sort());
      for (const [key, text] of translated) {
        assert.notEqual(text.trim(), "", key);
      }
    });

    it("keeps command links, line breaks and marked words where English has them", () => {
      for (const [key, text] of english) {
        const shape = (value: string) =>
          value.match(/\]\(command:[\w.]+\)|\n|\*\*|`[^`]*`/gu)?.join(" ") ?? "";
        assert.equal(shape(translated.get(key) ?? ""), shape(text), key);
      }
    });

    it("keeps the ellipsis of a command that asks before it acts", () => {
      for (const [key, text] of english) {
        assert.equal(translated.get(key)?.endsWith("…"), text.endsWith("…"), key);
      }
    });
  });
}
