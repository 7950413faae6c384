import type { Encoding } from "./encoding.ts";
import { FileProblemError } from "./fileProblem.ts";

/**
 * The text of a file, chunk by chunk, without its byte order mark.
 *
 * @throws FileProblemError `encoding` with the line of the first bytes that are not of this encoding
 */
export async function* decodedChunks(
  bytes: AsyncIterable<Uint8Array>,
  encoding: Encoding,
): AsyncGenerator<string, void, undefined> {
  const decoder = new TextDecoder(encoding, { fatal: true });
  let line = 1;
  let tail = new Uint8Array();
  for await (const chunk of bytes) {
    let text: string;
    try {
      text = decoder.decode(chunk, { stream: true });
    } catch {
      throw new FileProblemError("encoding", line + linesBeforeFault(tail, chunk, encoding), encoding);
    }
    line += lineEnds(text);
    tail = openEnd(tail, chunk);
    if (text !== "") {
      yield text;
    }
  }
  try {
    const rest = decoder.decode();
    if (rest !== "") {
      yield rest;
    }
  } catch {
    throw new FileProblemError("encoding", line, encoding);
  }
}

/** The bytes that may be the beginning of a character: at most three, behind the last line end. */
function openEnd(tail: Uint8Array, chunk: Uint8Array): Uint8Array<ArrayBuffer> {
  const last = Buffer.concat([tail, chunk.subarray(-3)]).subarray(-3);
  return Uint8Array.from(last.subarray(last.lastIndexOf(0x0a) + 1));
}

/** Line ends in a text. */
export function lineEnds(text: string): number {
  let count = 0;
  for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) {
    count += 1;
  }
  return count;
}

/** The chunk may begin within a character: of the ways to begin, the one that gets furthest is right. */
function linesBeforeFault(tail: Uint8Array, chunk: Uint8Array, encoding: Encoding): number {
  const before = Array.from({ length: tail.length + 1 }, (_, length) => {
    const bytes = Buffer.concat([tail.subarray(tail.length - length), chunk]);
    const text = new TextDecoder(encoding).decode(bytes);
    const fault = text.indexOf("\ufffd");
    return text.slice(0, fault === -1 ? text.length : fault);
  });
  const longest = before.reduce((best, text) => (text.length > best.length ? text : best), "");
  return lineEnds(longest);
}
