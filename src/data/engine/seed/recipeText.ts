import { findNodeAtLocation, type JSONPath, type Node, parseTree } from "jsonc-parser";
import type { RecipeProblem, RecipeProblemCode } from "./recipeProblem.ts";

/** A recipe's text with its syntax tree: finds the place of a path. */
export class RecipeText {
  readonly text: string;
  readonly root: Node;
  readonly #lineStarts: readonly number[];

  constructor(text: string, root: Node) {
    this.text = text;
    this.root = root;
    this.#lineStarts = [
      0,
      ...[...text.matchAll(/\r\n|\r|\n/gu)].map(({ 0: end, index }) => index + end.length),
    ];
  }

  /** The text if it has any value in it; comments and a last comma are allowed. */
  static parse(
    text: string,
    errors: { error: number; offset: number; length: number }[],
  ): RecipeText | undefined {
    const root = parseTree(text, errors, { disallowComments: false, allowTrailingComma: true });
    return root && new RecipeText(text, root);
  }

  /** A complaint about the value at a path, or about the nearest one around it. */
  problem(code: RecipeProblemCode, path: JSONPath, ...detail: readonly string[]): RecipeProblem {
    const { offset, length } = this.#nodeAt(path);
    return this.at(code, path, offset, offset + length, detail);
  }

  /** A complaint about the key of a property. */
  keyProblem(code: RecipeProblemCode, path: JSONPath, ...detail: readonly string[]): RecipeProblem {
    const key = this.#nodeAt(path).parent?.children?.[0];
    return key
      ? this.at(code, path, key.offset, key.offset + key.length, detail)
      : this.problem(code, path, ...detail);
  }

  /** A complaint about a piece of the text value at a path; exact while the text has no escapes before it. */
  pieceProblem(
    code: RecipeProblemCode,
    path: JSONPath,
    piece: { readonly from: number; readonly to: number },
    ...detail: readonly string[]
  ): RecipeProblem {
    const { offset, length } = this.#nodeAt(path);
    const raw = this.text.slice(offset, offset + length);
    return raw.includes("\\")
      ? this.at(code, path, offset, offset + length, detail)
      : this.at(code, path, offset + 1 + piece.from, offset + 1 + piece.to, detail);
  }

  at(
    code: RecipeProblemCode,
    path: JSONPath,
    from: number,
    to: number,
    detail: readonly string[],
  ): RecipeProblem {
    const next = this.#lineStarts.findIndex((start) => start > from);
    const line = next === -1 ? this.#lineStarts.length : next;
    return { code, path, from, to, line, column: from - (this.#lineStarts[line - 1] ?? 0) + 1, detail };
  }

  #nodeAt(path: JSONPath): Node {
    for (let length = path.length; length > 0; length--) {
      const node = findNodeAtLocation(this.root, path.slice(0, length));
      if (node) {
        return node;
      }
    }
    // Of the whole recipe only its brace: a mark over everything says nothing.
    return { ...this.root, length: Math.min(1, this.root.length) };
  }
}
