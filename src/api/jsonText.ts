import { ResponseShapeError } from "./errors.ts";
import type { Limits } from "./limits.ts";

const QUOTE = 0x22;
const COMMA = 0x2c;
const OPEN_BRACKET = 0x5b;
const BACKSLASH = 0x5c;
const CLOSE_BRACKET = 0x5d;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;

/** Index after the string whose opening quote is at `start`, or -1 if it never ends. */
function endOfString(text: string, start: number): number {
  for (let quote = text.indexOf('"', start + 1); quote !== -1; quote = text.indexOf('"', quote + 1)) {
    let backslashes = 0;
    while (text.charCodeAt(quote - 1 - backslashes) === BACKSLASH) {
      backslashes += 1;
    }
    if (backslashes % 2 === 0) {
      return quote + 1;
    }
  }
  return -1;
}

/**
 * Checks a JSON text before it becomes objects: millions of `[` parse without complaint and then overflow the stack
 * of everything that walks them, and 8 MiB of `{},` would cost some 150 MB. Stops at the first excess.
 */
function assertWithinLimits(text: string, limits: Pick<Limits, "jsonDepth" | "jsonValues">): void {
  let depth = 0;
  let values = 1;
  for (let index = 0; index < text.length; index += 1) {
    switch (text.charCodeAt(index)) {
      case QUOTE: {
        const end = endOfString(text, index);
        if (end === -1) {
          throw new ResponseShapeError("truncated", "the JSON text ends inside a string");
        }
        index = end - 1;
        break;
      }
      case COMMA:
        values += 1;
        break;
      case OPEN_BRACE:
      case OPEN_BRACKET:
        depth += 1;
        values += 1;
        if (depth > limits.jsonDepth) {
          throw new ResponseShapeError("tooDeep", `more than ${limits.jsonDepth} levels`);
        }
        break;
      case CLOSE_BRACE:
      case CLOSE_BRACKET:
        depth -= 1;
        break;
      default:
    }
    if (values > limits.jsonValues) {
      throw new ResponseShapeError("tooLarge", `more than ${limits.jsonValues} values`);
    }
  }
  if (depth > 0) {
    throw new ResponseShapeError("truncated", "the JSON text ends before its last bracket");
  }
}

/**
 * Parses the JSON text of an answer.
 *
 * @throws ResponseShapeError `html`, `notJson`, `tooDeep`, `tooLarge` or `truncated`
 */
export function parseJsonText(text: string, limits: Pick<Limits, "jsonDepth" | "jsonValues">): unknown {
  if (/^\s*<(?:!doctype|html|head|body)\b/iu.test(text)) {
    throw new ResponseShapeError("html", "an HTML page");
  }
  if (text.trim() === "") {
    throw new ResponseShapeError("notJson", "an empty body");
  }
  assertWithinLimits(text, limits);
  try {
    return JSON.parse(text) as unknown;
  } catch {
    // V8's message quotes the text.
    throw new ResponseShapeError("notJson", "not a JSON text");
  }
}
