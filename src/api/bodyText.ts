import { ResponseShapeError } from "./errors.ts";
import type { Interruption } from "./interruption.ts";
import type { TransportResponse } from "./transport.ts";

/** Which kind of body a response announces. */
export type ContentKind = "json" | "html" | "other";

/** Reads `Content-Type`. `application/problem+json` and its kin are JSON as well. */
export function contentKindOf(response: Pick<TransportResponse, "headers">): ContentKind {
  const type = (response.headers.get("content-type") ?? "").split(";")[0]?.trim().toLowerCase() ?? "";
  if (/^(?:application|text)\/(?:[\w.!#$&^-]+\+)?json$/u.test(type)) {
    return "json";
  }
  return type.includes("html") ? "html" : "other";
}

/**
 * Reads a body as text, byte order mark removed. The bytes are counted as they come out of decompression: 194 KB of
 * gzip can be 200 MB, and `Content-Length` shows the 194 KB. `json()` of fetch would turn bad UTF-8 into U+FFFD, and
 * the next save would write that back; here it is an error.
 *
 * @param maxBytes - after decompression; reading stops there
 * @param idleMs - longest wait for the next chunk
 * @throws ResponseShapeError `tooLarge` or `encoding`; DeadlinePassed; the stream's own error if it breaks
 */
export async function readBodyText(
  response: TransportResponse,
  { maxBytes, idleMs, interruption }: { maxBytes: number; idleMs: number; interruption: Interruption },
): Promise<string> {
  if (response.body === null) {
    return "";
  }
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  const iterator = response.body[Symbol.asyncIterator]();
  try {
    for (;;) {
      interruption.arm("idle", idleMs);
      const next = await interruption.race(iterator.next());
      if (next.done === true) {
        break;
      }
      bytes += next.value.byteLength;
      if (bytes > maxBytes) {
        interruption.discard();
        throw new ResponseShapeError("tooLarge", `more than ${maxBytes} bytes`);
      }
      chunks.push(next.value);
    }
  } finally {
    interruption.disarm("idle");
  }
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(
      chunks.length === 1 ? chunks[0] : Buffer.concat(chunks),
    );
  } catch {
    throw new ResponseShapeError("encoding", "not UTF-8");
  }
}
