/** One member of a JSON object: the parsed value, and the text it was written as. */
export interface JsonMember {
  readonly value: unknown;
  /** Without white space between tokens; numbers, escapes and key order are as sent. */
  readonly text: string;
}

/**
 * The members of a JSON object with their source text, because `JSON.parse` alone rounds integers beyond 2^53.
 * A Map, so that a member called `__proto__` is one like any other; of equal keys the last wins, as in Python.
 *
 * @returns undefined when the text is valid JSON but not an object
 * @throws SyntaxError when it is not JSON
 */
export function jsonMembers(text: string): Map<string, JsonMember> | undefined {
  const whole: unknown = JSON.parse(text);
  if (typeof whole !== "object" || whole === null || Array.isArray(whole)) return undefined;
  const members = new Map<string, JsonMember>();
  const compact = withoutWhitespace(text);
  let at = 1;
  while (at < compact.length - 1) {
    const colon = endOfValue(compact, at);
    const end = endOfValue(compact, colon + 1);
    const memberText = compact.slice(colon + 1, end);
    members.set(String(JSON.parse(compact.slice(at, colon))), {
      value: JSON.parse(memberText),
      text: memberText,
    });
    at = end + 1;
  }
  return members;
}

/** Valid JSON without the white space between its tokens. */
function withoutWhitespace(json: string): string {
  const parts: string[] = [];
  let at = 0;
  for (let start = json.indexOf('"'); start >= 0; start = json.indexOf('"', at)) {
    parts.push(json.slice(at, start).replace(/[ \t\n\r]+/g, ""));
    at = endOfString(json, start);
    parts.push(json.slice(start, at));
  }
  parts.push(json.slice(at).replace(/[ \t\n\r]+/g, ""));
  return parts.join("");
}

/** Where the value (or key) that starts at `start` ends, in valid compact JSON: the next `,`, `:` or closing bracket of its level. */
function endOfValue(json: string, start: number): number {
  let depth = 0;
  for (let at = start; at < json.length; at++) {
    const character = json[at];
    if (character === '"') at = endOfString(json, at) - 1;
    else if (character === "[" || character === "{") depth++;
    else if (depth === 0 && (character === "," || character === ":" || character === "}")) return at;
    else if (character === "]" || character === "}") depth--;
  }
  return json.length;
}

/** The position after the closing quote. A loop: one regular expression over a long string exhausts V8's stack. */
function endOfString(json: string, openingQuote: number): number {
  let at = openingQuote + 1;
  while (at < json.length && json[at] !== '"') at += json[at] === "\\" ? 2 : 1;
  return at + 1;
}
