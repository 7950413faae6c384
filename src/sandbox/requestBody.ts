import type { IncomingMessage } from "node:http";

/** What a proxy in front of the real API would let through. */
const MAX_BODY_BYTES = 1024 * 1024;
/** Above the limit this much is still read away, so that the client gets to see the 413 instead of a broken pipe. */
const MAX_DRAINED_BYTES = 32 * MAX_BODY_BYTES;

/**
 * Reads a request's body.
 *
 * @returns undefined when it is over 1 MiB
 * @throws Error when the client breaks off, or sends far beyond the limit
 */
export async function requestBody(request: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes <= MAX_BODY_BYTES) chunks.push(chunk);
    else chunks.length = 0;
    if (bytes > MAX_DRAINED_BYTES) throw new Error("request body far too large");
  }
  return bytes > MAX_BODY_BYTES ? undefined : Buffer.concat(chunks);
}
