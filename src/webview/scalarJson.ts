/** The kinds of JSON value that the tree can write; only `text` and `number` have something to type. */
export const VALUE_TYPES = ["text", "number", "true", "false", "null", "object", "array"] as const;
export type ValueType = (typeof VALUE_TYPES)[number];

/** A number token of JSON, of any length: it is never parsed, so no digit is lost. */
const NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;

/** The JSON text of what was typed; undefined while that is no number. */
export function scalarJson(type: ValueType, typed: string): string | undefined {
  switch (type) {
    case "text":
      return JSON.stringify(typed);
    case "number":
      return NUMBER.test(typed.trim()) ? typed.trim() : undefined;
    case "true":
    case "false":
    case "null":
      return type;
    case "object":
      return "{}";
    case "array":
      return "[]";
  }
}
