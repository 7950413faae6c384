import { once } from "node:events";
import { createServer, type AddressInfo, type Socket } from "node:net";

/** One request over a raw socket, and what a hostile server may do with it. */
export interface Talk {
  readonly socket: Socket;
  readonly method: string;
  /** Path with query, as sent. */
  readonly path: string;
  /** The whole request, bytes as Latin-1. */
  readonly raw: string;
  /** From 1, over all connections. */
  readonly number: number;
  /** Origin of a second server, which must never hear anything. */
  readonly elsewhere: string;
  /** The key that came along, to be echoed by the worst of servers. */
  readonly key: string;
  /** Resolves when that many milliseconds have passed on the test's clock, or at once when the connection is gone. */
  readonly pause: (milliseconds: number) => Promise<void>;
  /** Writes a status line, headers and a body with the right length; `headers` are lines. */
  readonly answer: (status: number, headers: readonly string[], body: string | Uint8Array) => void;
  /** Writes a JSON answer. */
  readonly json: (status: number, value: unknown, headers?: readonly string[]) => void;
  /** Writes and waits while the other side does not read. False once the connection is gone. */
  readonly pump: (chunk: string | Uint8Array) => Promise<boolean>;
}

/** A server that speaks TCP only, so that its answers may be anything. */
export interface HostileServer extends AsyncDisposable {
  readonly origin: string;
  /** All that it was sent, by request. */
  readonly requests: readonly string[];
  /** Connections that it took. */
  readonly connections: number;
}

const HEADERS_END = "\r\n\r\n";

/** @param delay - calls back after that many milliseconds of the test's clock; gives what cancels it */
export async function startHostileServer(
  serve: (talk: Talk) => void | Promise<void>,
  {
    elsewhere = "",
    delay,
  }: { elsewhere?: string; delay: (callback: () => void, milliseconds: number) => () => void },
): Promise<HostileServer> {
  const requests: string[] = [];
  const sockets = new Set<Socket>();
  let connections = 0;
  const server = createServer((socket) => {
    connections += 1;
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
    // The client drops connections: that is what it should do.
    socket.on("error", () => socket.destroy());
    let received = "";
    socket.on("data", (chunk: Buffer) => {
      received += chunk.toString("latin1");
      for (;;) {
        const length = requestLength(received);
        if (length === undefined || received.length < length) {
          return;
        }
        const raw = received.slice(0, length);
        received = received.slice(length);
        requests.push(raw);
        Promise.resolve(serve(talkOf(socket, raw, requests.length))).catch(() => socket.destroy());
      }
    });
  });

  const talkOf = (socket: Socket, raw: string, number: number): Talk => {
    const [method = "", path = ""] = raw.split(" ", 2);
    const answer: Talk["answer"] = (status, headers, body) => {
      const bytes = typeof body === "string" ? Buffer.from(body) : body;
      const head = [`HTTP/1.1 ${status} X`, ...headers, `content-length: ${bytes.length}`];
      socket.write(head.join("\r\n") + HEADERS_END);
      socket.write(bytes);
    };
    return {
      ...{ socket, raw, number, method, path, elsewhere, answer },
      key: /^authorization: Api-Key (.*)\r$/imu.exec(raw)?.[1] ?? "",
      pause: async (milliseconds) => {
        if (!socket.destroyed) {
          await new Promise<void>((resolve) => {
            const end = () => {
              cancel();
              socket.off("close", end);
              resolve();
            };
            const cancel = delay(end, milliseconds);
            socket.on("close", end);
          });
        }
      },
      json: (status, value, headers = []) =>
        answer(
          status,
          ["content-type: application/json", ...headers],
          typeof value === "string" ? value : JSON.stringify(value),
        ),
      pump: async (chunk) => {
        if (!socket.destroyed && !socket.write(chunk)) {
          await Promise.race([once(socket, "drain"), once(socket, "close")]).catch(() => undefined);
        }
        return !socket.destroyed;
      },
    };
  };

  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    get connections() {
      return connections;
    },
    async [Symbol.asyncDispose]() {
      sockets.forEach((socket) => socket.destroy());
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Length of the first request in the text, body included; undefined while its headers are incomplete. */
function requestLength(text: string): number | undefined {
  const end = text.indexOf(HEADERS_END);
  if (end < 0) {
    return undefined;
  }
  const length = /^content-length: *(\d+)/imu.exec(text.slice(0, end))?.[1] ?? "0";
  return end + HEADERS_END.length + Number(length);
}
