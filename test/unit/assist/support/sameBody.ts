import assert from "node:assert/strict";

/** Fails unless both texts are the same JSON: whole numbers to the digit, others as the same double. */
export function assertSameBody(actual: string, expected: string, message: string): void {
  assert.deepEqual(exact(actual), exact(expected), message);
}

function exact(json: string): unknown {
  // TypeScript's library does not know the third argument yet.
  const revive = (_: string, value: unknown, context?: { readonly source?: string }) => {
    if (typeof value !== "number") {
      return value;
    }
    const source = context?.source ?? String(value);
    return `number ${/^-?[1-9]\d*$/u.test(source) || source === "0" ? source : isOdd(source) ? source : String(value)}`;
  };
  return JSON.parse(json, revive) as unknown;
}

/** A token that no double writes in this way, so that it has to come through letter by letter. */
function isOdd(source: string): boolean {
  return JSON.stringify(Number(source)) !== source;
}
