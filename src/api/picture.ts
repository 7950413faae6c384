import { isLoopback } from "./baseUrl.ts";
import type { Clock } from "./clock.ts";
import type { Transport, TransportResponse } from "./transport.ts";

/** Why a picture was not loaded. */
export type PictureProblem = "redirect" | "status" | "notPicture" | "tooLarge" | "timeout" | "unreachable";

/** A picture that cannot be shown; `detail` is the status or the host of a redirect. */
export class PictureError extends Error {
  readonly problem: PictureProblem;
  readonly detail: string;

  constructor(problem: PictureProblem, detail = "") {
    super(`The picture was not loaded: ${problem}.`);
    this.name = "PictureError";
    this.problem = problem;
    this.detail = detail;
  }
}

/** Bytes of a picture: a portrait is far smaller, and the page gets it inside a message. */
export const PICTURE_BYTES = 2 * 1024 * 1024;
const DEADLINE_MS = 10_000;

/**
 * The address of a picture that may be asked for: https, or http on this machine where the connection's own server
 * is on this machine too. Undefined for everything else, also for addresses with a user name in them.
 */
export function pictureUrl(text: string, baseUrl: string): URL | undefined {
  const trimmed = text.trim();
  if (!URL.canParse(trimmed)) {
    return undefined;
  }
  const url = new URL(trimmed);
  const isLocal =
    url.protocol === "http:" && isLoopback(url.hostname) && isLoopback(new URL(baseUrl).hostname);
  return (url.protocol === "https:" || isLocal) && url.username === "" && url.password === ""
    ? url
    : undefined;
}

/**
 * Asks the picture's own host for it, without a key, a cookie or a referrer, and returns a `data:` URL. What it is is
 * read from its first bytes, never from what the host says; SVG is no picture here, since it is a document.
 * @throws PictureError
 */
export async function fetchPicture(
  transport: Transport,
  url: URL,
  clock: Pick<Clock, "setTimeout">,
): Promise<string> {
  const deadline = new AbortController();
  const stopTimer = clock.setTimeout(() => deadline.abort(), DEADLINE_MS);
  try {
    const response = await transport.send(url.href, {
      method: "GET",
      headers: { accept: "image/png, image/jpeg, image/webp, image/gif, image/avif" },
      signal: deadline.signal,
      redirect: "manual",
    });
    refuseUnlessOk(response, url);
    const bytes = await readBytes(response);
    const type = typeOf(bytes);
    if (!type) {
      throw new PictureError("notPicture");
    }
    return `data:${type};base64,${bytes.toString("base64")}`;
  } catch (error) {
    if (error instanceof PictureError) {
      throw error;
    }
    throw new PictureError(deadline.signal.aborted ? "timeout" : "unreachable");
  } finally {
    stopTimer();
    // Also stops a body that nobody reads on.
    deadline.abort();
  }
}

function refuseUnlessOk({ status, type, headers }: TransportResponse, url: URL): void {
  if (type === "opaqueredirect" || (status >= 300 && status < 400)) {
    const target = headers.get("location") ?? "";
    throw new PictureError("redirect", URL.canParse(target, url.href) ? new URL(target, url).host : "?");
  }
  if (status !== 200) {
    throw new PictureError("status", String(status));
  }
}

async function readBytes({ headers, body }: TransportResponse): Promise<Buffer> {
  if (Number(headers.get("content-length") ?? 0) > PICTURE_BYTES) {
    throw new PictureError("tooLarge");
  }
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body ?? []) {
    size += chunk.byteLength;
    if (size > PICTURE_BYTES) {
      throw new PictureError("tooLarge");
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** By the formats' own first bytes. */
function typeOf(bytes: Buffer): string | undefined {
  const start = bytes.toString("latin1", 0, 12);
  if (start.startsWith("\x89PNG\r\n\x1a\n")) return "image/png";
  if (start.startsWith("\xff\xd8\xff")) return "image/jpeg";
  if (/^GIF8[79]a/.test(start)) return "image/gif";
  if (start.startsWith("RIFF") && start.endsWith("WEBP")) return "image/webp";
  if (start.slice(4) === "ftypavif") return "image/avif";
  return undefined;
}
