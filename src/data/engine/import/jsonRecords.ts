import { FileProblemError, RECORD_LIMIT } from "./fileProblem.ts";

/** The JSON text of one record and where it begins. */
export interface JsonRecord {
  readonly json: string;
  /** From 1. */
  readonly line: number;
}

/** Deeper than any contact; what walks the record afterwards must not exhaust the stack. */
const DEPTH_LIMIT = 64;

/**
 * One record for each line that is not empty. Whether it is JSON shows when it is read.
 *
 * @throws FileProblemError `recordTooLarge`
 */
export async function* ndjsonRecords(
  chunks: AsyncIterable<string>,
): AsyncGenerator<JsonRecord, void, undefined> {
  let line = 1;
  let rest = "";
  for await (const chunk of chunks) {
    let start = 0;
    for (let end = chunk.indexOf("\n"); end !== -1; end = chunk.indexOf("\n", start)) {
      const json = (rest + chunk.slice(start, end)).trim();
      assertSize(json.length, line);
      if (json !== "") {
        yield { json, line };
      }
      rest = "";
      line += 1;
      start = end + 1;
    }
    rest += chunk.slice(start);
    assertSize(rest.length, line);
  }
  if (rest.trim() !== "") {
    yield { json: rest.trim(), line };
  }
}

/**
 * The elements of one JSON array, without holding more than one of them. A single object counts as an array of one.
 *
 * @throws FileProblemError `notArray`, `trailing`, `syntax`, `tooDeep` or `recordTooLarge`
 */
export async function* jsonRecords(
  chunks: AsyncIterable<string>,
): AsyncGenerator<JsonRecord, void, undefined> {
  const scanner = new ArrayScanner();
  for await (const chunk of chunks) {
    yield* scanner.push(chunk);
  }
  scanner.end();
}

/** Where the scanner stands. `single`: the file is one object, not an array. */
type Place = "start" | "beforeElement" | "beforeFirst" | "element" | "afterElement" | "end";

/** Finds where elements begin and end; whether each is well-formed inside is for its reader to say. */
class ArrayScanner {
  #place: Place = "start";
  #isSingle = false;
  #line = 1;
  #startLine = 1;
  #depth = 0;
  #inString = false;
  #escaped = false;
  #held: string[] = [];
  #heldLength = 0;

  *push(chunk: string): Generator<JsonRecord, void, undefined> {
    /** Where the part of the element begins that is not held yet. */
    let from = 0;
    for (let at = 0; at < chunk.length; at += 1) {
      const character = chunk.charAt(at);
      if (this.#place === "element") {
        const ends = this.#step(character);
        if (ends !== "no") {
          const json = this.#take(chunk.slice(from, ends === "after" ? at + 1 : at));
          this.#place = this.#isSingle ? "end" : "afterElement";
          yield { json, line: this.#startLine };
          if (ends === "before") {
            this.#between(character);
          }
        }
      } else if (this.#between(character)) {
        from = at;
        this.#startLine = this.#line;
        // Its first character opens it.
        if (this.#step(character) === "after") {
          throw new FileProblemError("syntax", this.#line);
        }
      }
      if (character === "\n") {
        this.#line += 1;
      }
    }
    if (this.#place === "element") {
      this.#hold(chunk.slice(from));
    }
  }

  end(): void {
    if (this.#place === "start") {
      throw new FileProblemError("empty");
    }
    if (this.#place !== "end") {
      throw new FileProblemError("syntax", this.#line);
    }
  }

  /** A character between elements; true when it begins one. */
  #between(character: string): boolean {
    if (/\s/u.test(character)) {
      return false;
    }
    switch (this.#place) {
      case "start":
        if (character !== "[" && character !== "{") {
          throw new FileProblemError("notArray", this.#line);
        }
        this.#isSingle = character === "{";
        this.#place = this.#isSingle ? "element" : "beforeFirst";
        return this.#isSingle;
      case "beforeFirst":
      case "beforeElement":
        if (character === "]" && this.#place === "beforeFirst") {
          this.#place = "end";
          return false;
        }
        if (character === "]" || character === "," || character === "}") {
          throw new FileProblemError("syntax", this.#line);
        }
        this.#place = "element";
        return true;
      case "afterElement":
        if (character !== "," && character !== "]") {
          throw new FileProblemError("syntax", this.#line);
        }
        this.#place = character === "," ? "beforeElement" : "end";
        return false;
      case "end":
      case "element":
        throw new FileProblemError("trailing", this.#line);
    }
  }

  /** One character of an element: whether it ends with it, before it (a number, a word), or not here. */
  #step(character: string): "no" | "after" | "before" {
    if (this.#inString) {
      if (this.#escaped) {
        this.#escaped = false;
      } else if (character === "\\") {
        this.#escaped = true;
      } else if (character === '"') {
        this.#inString = false;
        return this.#depth === 0 ? "after" : "no";
      }
      return "no";
    }
    switch (character) {
      case '"':
        this.#inString = true;
        return "no";
      case "{":
      case "[":
        this.#depth += 1;
        if (this.#depth > DEPTH_LIMIT) {
          throw new FileProblemError("tooDeep", this.#line, String(DEPTH_LIMIT));
        }
        return "no";
      case "}":
      case "]":
        if (this.#depth === 0) {
          return "before";
        }
        this.#depth -= 1;
        return this.#depth === 0 ? "after" : "no";
      case ",":
        return this.#depth === 0 ? "before" : "no";
      default:
        return "no";
    }
  }

  #hold(part: string): void {
    this.#heldLength += part.length;
    assertSize(this.#heldLength, this.#startLine);
    this.#held.push(part);
  }

  #take(last: string): string {
    this.#hold(last);
    const json = this.#held.join("");
    this.#held = [];
    this.#heldLength = 0;
    return json.trim();
  }
}

function assertSize(length: number, line: number): void {
  if (length > RECORD_LIMIT) {
    throw new FileProblemError("recordTooLarge", line, String(RECORD_LIMIT));
  }
}
