const OBJECT = 0x7b;
const ARRAY = 0x5b;

/**
 * The source text of each contact in a list's answer, verbatim, in the order in which `readPage` reads them:
 * `JSON.parse` rounds integers beyond 2^53. Takes `{"results": [...]}`, the reference page's `[[...]]` inside it, and
 * a bare array.
 *
 * @param text - JSON that was parsed before, so it is known to be well-formed
 */
export function resultTexts(text: string): readonly string[] {
  const start = skipSpace(text, 0);
  const list = text.charCodeAt(start) === OBJECT ? lastMember(text, start, "results") : start;
  return list === undefined ? [] : elements(text, list, 1);
}

/** Where the value of a member begins; of a key that stands twice the last one, as in `JSON.parse`. */
function lastMember(text: string, object: number, name: string): number | undefined {
  let found: number | undefined;
  let at = skipSpace(text, object + 1);
  while (at < text.length && text[at] === '"') {
    const keyEnd = endOfValue(text, at);
    const value = skipSpace(text, skipSpace(text, keyEnd) + 1);
    if (JSON.parse(text.slice(at, keyEnd)) === name) {
      found = value;
    }
    at = skipSpace(text, endOfValue(text, value));
    at = text[at] === "," ? skipSpace(text, at + 1) : text.length;
  }
  return found;
}

/** Elements of the array that begins there; `nested` levels of arrays in it are opened as well. */
function elements(text: string, array: number, nested: number): readonly string[] {
  const found: string[] = [];
  let at = skipSpace(text, array + 1);
  while (at < text.length && text[at] !== "]") {
    const end = endOfValue(text, at);
    if (nested > 0 && text.charCodeAt(at) === ARRAY) {
      found.push(...elements(text, at, nested - 1));
    } else {
      found.push(text.slice(at, end));
    }
    at = skipSpace(text, end);
    at = text[at] === "," ? skipSpace(text, at + 1) : at;
  }
  return found;
}

function skipSpace(text: string, from: number): number {
  let at = from;
  while (text[at] === " " || text[at] === "\n" || text[at] === "\r" || text[at] === "\t") {
    at += 1;
  }
  return at;
}

/** The position after the value that begins there. */
function endOfValue(text: string, from: number): number {
  let depth = 0;
  for (let at = from; at < text.length; at += 1) {
    const character = text[at];
    if (character === '"') {
      at = endOfString(text, at) - 1;
      if (depth === 0) {
        return at + 1;
      }
    } else if (character === "{" || character === "[") {
      depth += 1;
    } else if (character === "}" || character === "]") {
      if (depth === 0) {
        return at;
      }
      depth -= 1;
      if (depth === 0) {
        return at + 1;
      }
    } else if (depth === 0 && (character === "," || skipSpace(text, at) !== at)) {
      return at;
    }
  }
  return text.length;
}

/** A loop: one regular expression over a long string exhausts V8's stack. */
function endOfString(text: string, openingQuote: number): number {
  let at = openingQuote + 1;
  while (at < text.length && text[at] !== '"') {
    at += text[at] === "\\" ? 2 : 1;
  }
  return at + 1;
}
