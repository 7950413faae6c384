import { findNodeAtLocation, getNodeValue, parseTree } from "jsonc-parser";
import type { Node, ParseError } from "jsonc-parser";
import type { JsonPath } from "../shared/messages.ts";
import { fieldValueOf } from "./fieldValue.ts";
import type { FieldValue } from "./fieldValue.ts";

export interface InboxEntry {
  readonly id: string | undefined;
  readonly name: string | undefined;
}

/** A contact's JSON text, read for display: values by key, and where each stands in the text. */
export class ContactText {
  readonly text: string;
  /**
   * False when the text is no JSON object, or names one key twice: then a form edit could change another place than
   * the one that counts, so the form must not write.
   */
  readonly readable: boolean;
  readonly #root: Node | undefined;

  constructor(text: string) {
    const errors: ParseError[] = [];
    const root = rootOf(text, errors);
    this.text = text;
    this.#root = root;
    this.readable = errors.length === 0 && root?.type === "object" && !hasDuplicateKey(root);
  }

  get root(): Node | undefined {
    return this.#root;
  }

  /** The value at `path`, or `undefined` when there is none. */
  node(path: JsonPath): Node | undefined {
    return this.#root && findNodeAtLocation(this.#root, path);
  }

  /** The value at `path` or, where the path ends early, of its nearest existing parent. */
  nearestNode(path: JsonPath): Node | undefined {
    for (let length = path.length; length > 0; length--) {
      const node = this.node(path.slice(0, length));
      if (node) return node;
    }
    return this.#root;
  }

  field(key: string): FieldValue {
    return fieldValueOf(this.node([key]), this.text);
  }

  /** A string as it reads, any other scalar as it is written, `undefined` for null, missing, objects and arrays. */
  scalar(key: string): string | undefined {
    const node = this.node([key]);
    if (node?.type === "string") return stringOf(node);
    return node?.type === "number" ? this.source(node) : undefined;
  }

  source(node: Node): string {
    return this.text.slice(node.offset, node.offset + node.length);
  }

  /** `inboxes`, entry by entry; `undefined` when the contact has no such array. */
  inboxes(): readonly InboxEntry[] | undefined {
    const node = this.node(["inboxes"]);
    return node?.type === "array" ? (node.children ?? []).map(entryOf) : undefined;
  }

  /** The deprecated single `inbox`: counts only where there is no `inboxes` array. */
  legacyInbox(): InboxEntry | undefined {
    const node = this.node(["inbox"]);
    return node?.type === "object" ? entryOf(node) : undefined;
  }
}

function stringOf(node: Node | undefined): string | undefined {
  const value: unknown = node && getNodeValue(node);
  return typeof value === "string" ? value : undefined;
}

const entryOf = (node: Node): InboxEntry => ({
  id: stringOf(findNodeAtLocation(node, ["id"])),
  name: stringOf(findNodeAtLocation(node, ["name"])),
});

function hasDuplicateKey(root: Node): boolean {
  const keys = (root.children ?? []).map((property) => stringOf(property.children?.[0]));
  return new Set(keys).size < keys.length;
}

/** Undefined also for brackets that nest deeper than the stack goes: the page must stay usable to mend them. */
function rootOf(text: string, errors: ParseError[]): Node | undefined {
  try {
    return parseTree(text, errors, { disallowComments: true, allowTrailingComma: false });
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}
