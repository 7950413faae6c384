import { ResponseShapeError } from "./errors.ts";
import type { Limits } from "./limits.ts";

const QUOTE = 0x22;
const COMMA = 0x2c;
const OPEN_BRACKET = 0x5b;
const BACKSLASH = 0x5c;
const CLOSE_BRACKET = 0x5d;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;

/**
 * Checks a JSON text before it becomes objects: millions of `[` parse without complaint and then overflow the stack
 * of everything that walks them, and 8 MiB of `{},` would cost some 150 MB. Stops at the first excess.
 */
function assertWithinLimits(
  text: string,
  { jsonDepth, jsonValues }: Pick<Limits, "jsonDepth" | "jsonValues">,
): void {
  let depth = 0;
  let values = 1;
  let inString = false;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (inString) {
      if (code === BACKSLASH) {
        index += 1;
      } else if (code === QUOTE) {
        inString = false;
      }
    } else if (code === QUOTE) {
      inString = true;
    } else if (code === COMMA) {
      values += 1;
    } else if (code === OPEN_BRACE || code === OPEN_BRACKET) {
      depth += 1;
      values += 1;
      if (depth > jsonDepth) {
        throw new ResponseShapeError("tooDeep", `more than ${jsonDepth} levels`);
      }
    } else if (code === CLOSE_BRACE || code === CLOSE_BRACKET) {
      depth -= 1;
    }
    if (values > jsonValues) {
      throw new ResponseShapeError("tooLarge", `more than ${jsonValues} values`);
    }
  }
  if (depth > 0 || inString) {
    throw new ResponseShapeError("truncated", "the JSON text ends too early");
  }
}

/** Whether a value nests no deeper than that; goes no deeper than that itself. */
function isWithinDepth(value: unknown, levels: number): boolean {
  if (typeof value !== "object" || value === null) {
    return true;
  }
  if (levels === 0) {
    return false;
  }
  if (Array.isArray(value)) {
    for (const item of value) {
      if (!isWithinDepth(item, levels - 1)) {
        return false;
      }
    }
    return true;
  }
  // for-in: the parsed object has no inherited keys, and V8 caches its own. Object.values costs three times as much.
  for (const key in value) {
    if (!isWithinDepth((value as Record<string, unknown>)[key], levels - 1)) {
      return false;
    }
  }
  return true;
}

/** Up to here a hostile text costs a few megabytes as objects, so it may be parsed first: the walk is cheaper. */
const PARSED_FIRST_CHARACTERS = 128 * 1024;

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
  if (text.length > Math.min(PARSED_FIRST_CHARACTERS, limits.jsonValues)) {
    assertWithinLimits(text, limits);
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    assertWithinLimits(text, limits);
    // V8's message quotes the text.
    throw new ResponseShapeError("notJson", "not a JSON text");
  }
  if (!isWithinDepth(value, limits.jsonDepth)) {
    throw new ResponseShapeError("tooDeep", `more than ${limits.jsonDepth} levels`);
  }
  return value;
}
