import assert from "node:assert/strict";
import { createServer } from "node:http";
import type { IncomingMessage, RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, it } from "node:test";
import { systemClock } from "../../../src/api/clock.ts";
import type { Clock } from "../../../src/api/clock.ts";
import { fetchPicture, PICTURE_BYTES, PictureError, pictureUrl } from "../../../src/api/picture.ts";
import { fetchTransport } from "../../../src/api/transport.ts";

const PNG = Buffer.from("89504e470d0a1a0a0000000d49484452", "hex");

/** Asks a server of this machine for a picture; also what the server was asked. */
async function ask(
  answer: RequestListener,
  clock: Pick<Clock, "setTimeout"> = systemClock,
): Promise<{ readonly picture: string | PictureError; readonly request: IncomingMessage | undefined }> {
  let request: IncomingMessage | undefined;
  const server = createServer((asked, response) => {
    request = asked;
    answer(asked, response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  try {
    const url = new URL(`http://127.0.0.1:${port}/a.png?size=1`);
    const picture = await fetchPicture(fetchTransport, url, clock).catch((error: unknown) => {
      assert.ok(error instanceof PictureError);
      return error;
    });
    return { picture, request };
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

const problem = async (answer: RequestListener, clock?: Pick<Clock, "setTimeout">): Promise<string> => {
  const { picture } = await ask(answer, clock);
  assert.ok(picture instanceof PictureError);
  return `${picture.problem} ${picture.detail}`.trim();
};

describe("the address of a picture", () => {
  it("is https, or http on this machine for a server on this machine", () => {
    const remote = "https://api.maiagent.ai/api";
    const local = "http://127.0.0.1:8000/api";
    assert.equal(pictureUrl(" https://cdn.tw/a.png ", remote)?.host, "cdn.tw");
    assert.equal(pictureUrl("http://localhost:1/a.png", local)?.host, "localhost:1");
    assert.equal(pictureUrl("http://127.0.0.1/a.png", remote), undefined);
    assert.equal(pictureUrl("http://cdn.tw/a.png", local), undefined);
    for (const text of [
      "",
      "a.png",
      "//cdn.tw/a",
      "data:image/png;base64,AA==",
      "file:///etc/passwd",
      "https://u:p@cdn.tw/a",
    ]) {
      assert.equal(pictureUrl(text, local), undefined, text);
    }
  });
});

describe("a picture that is asked for", () => {
  it("comes as a data URL, and its host gets no key, cookie or referrer", async () => {
    const { picture, request } = await ask((_, response) => response.end(PNG));
    assert.equal(picture, `data:image/png;base64,${PNG.toString("base64")}`);
    assert.equal(request?.url, "/a.png?size=1");
    for (const header of ["authorization", "cookie", "referer", "origin"]) {
      assert.equal(request.headers[header], undefined, header);
    }
  });

  it("is what its first bytes say, whatever the host calls it", async () => {
    const types = new Map<string, Buffer>([
      ["image/jpeg", Buffer.from("ffd8ffe000104a46", "hex")],
      ["image/gif", Buffer.from("GIF89a\x01\0")],
      ["image/webp", Buffer.from("RIFF\x10\0\0\0WEBPVP8 ")],
      ["image/avif", Buffer.from("\0\0\0\x1cftypavif\0\0")],
    ]);
    for (const [type, bytes] of types) {
      const { picture } = await ask((_, response) => response.end(bytes));
      assert.ok(typeof picture === "string" && picture.startsWith(`data:${type};`), type);
    }
    const svg = '<svg xmlns="http://www.w3.org/2000/svg"/>';
    const named = { "content-type": "image/png" };
    assert.equal(await problem((_, response) => response.writeHead(200, named).end(svg)), "notPicture");
    assert.equal(await problem((_, response) => response.end()), "notPicture");
  });

  it("is not followed to another host", async () => {
    const moved = { location: "https://elsewhere.tw/a.png" };
    assert.equal(
      await problem((_, response) => response.writeHead(302, moved).end()),
      "redirect elsewhere.tw",
    );
    assert.equal(await problem((_, response) => response.writeHead(404).end()), "status 404");
  });

  it("is read to its limit and no further", async () => {
    const length = { "content-length": String(PICTURE_BYTES + 1) };
    assert.equal(await problem((_, response) => response.writeHead(200, length).write(PNG)), "tooLarge");
    const endless: RequestListener = (_, response) => {
      response.write(PNG);
      const more = (): void => {
        if (!response.destroyed) response.write(Buffer.alloc(256 * 1024), more);
      };
      more();
    };
    assert.equal(await problem(endless), "tooLarge");
  });

  it("is given up when its host does not answer", async () => {
    const atOnce: Pick<Clock, "setTimeout"> = {
      setTimeout(callback) {
        setImmediate(callback);
        return () => undefined;
      },
    };
    assert.equal(await problem(() => undefined, atOnce), "timeout");
    assert.equal(await problem((request) => request.socket.destroy()), "unreachable");
  });
});
