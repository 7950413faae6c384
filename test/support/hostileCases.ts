import { deflateSync, gzipSync, brotliCompressSync, constants } from "node:zlib";
import type { MaiAgentClient } from "../../src/api/client.ts";
import type { Talk } from "./hostileServer.ts";

/** One way in which a server may be hostile, and how the call has to end. */
export interface HostileCase {
  readonly name: string;
  readonly serve: (talk: Talk) => void | Promise<void>;
  /** By default a contact is read. */
  readonly call?: (client: MaiAgentClient) => Promise<unknown>;
  /**
   * The error, as name and reason or status, such as `ResponseShapeError html`; where transports may differ, a
   * pattern. Otherwise a check of the value.
   */
  readonly ends: string | RegExp | ((value: unknown) => void);
  /** The longest that the call may take by RULES, in ms, where only deadlines end it; otherwise no time may pass. */
  readonly deadlineMs?: number;
}

const MIB = 1024 * 1024;
const JSON_TYPE = "content-type: application/json";
const JSON_HEAD = `HTTP/1.1 200 OK\r\n${JSON_TYPE}\r\n`;
const CHUNKED = `${JSON_HEAD}transfer-encoding: chunked\r\n\r\n`;
/** Three attempts, each to its own deadline, and what lies between them. */
const threeTimes = (milliseconds: number) => 3 * milliseconds + 1_500;

const contact = (id = "c-1", fields: Record<string, unknown> = {}) => ({
  ...{ id, name: "Ann", inboxes: [{ id: "i-1", name: "Inbox" }] },
  ...fields,
});
const page = (results: unknown, fields: Record<string, unknown> = {}) => ({
  ...{ count: Array.isArray(results) ? results.length : 0, next: null, previous: null, results },
  ...fields,
});
const list = (client: MaiAgentClient) => client.contacts.list();
const everything = async (client: MaiAgentClient) => {
  const ids: string[] = [];
  for await (const { id } of client.contacts.all({ pageSize: 2 })) {
    ids.push(id);
  }
  return ids;
};
const chunk = (text: string) => `${text.length.toString(16)}\r\n${text}\r\n`;

/** 200 MB of spaces, compressed as the encoding says; about 200 kB of gzip. */
const bombs = new Map<string, Buffer>();
function bomb(encoding: "gzip" | "deflate" | "br"): Buffer {
  const made = bombs.get(encoding);
  if (made) {
    return made;
  }
  const plain = Buffer.alloc(200 * 1000 * 1000, " ");
  const packed =
    encoding === "gzip"
      ? gzipSync(plain)
      : encoding === "deflate"
        ? deflateSync(plain)
        : brotliCompressSync(plain, { params: { [constants.BROTLI_PARAM_QUALITY]: 1 } });
  bombs.set(encoding, packed);
  return packed;
}

/** Makes the bombs before anything is measured. */
export function prepareHostileCases(): void {
  (["gzip", "deflate", "br"] as const).forEach(bomb);
}

function equal(actual: unknown, expected: unknown): void {
  if (JSON.stringify(actual) !== JSON.stringify(expected)) {
    throw new Error(`expected ${JSON.stringify(expected)}, got ${JSON.stringify(actual)}`);
  }
}

const stalling: readonly HostileCase[] = [
  {
    name: "no answer at all",
    serve: () => undefined,
    ends: "NetworkError timeout",
    deadlineMs: threeTimes(10_000),
  },
  {
    name: "headers byte by byte",
    serve: async ({ socket, pause }) => {
      for (const letter of `${JSON_HEAD}x-slow: ${"y".repeat(1000)}`) {
        socket.write(letter);
        await pause(4_000);
      }
    },
    ends: "NetworkError timeout",
    deadlineMs: threeTimes(10_000),
  },
  {
    name: "an endless flood of 103 answers",
    serve: async ({ pump, pause }) => {
      while (await pump("HTTP/1.1 103 Early Hints\r\nlink: </x>; rel=preload\r\n\r\n".repeat(20))) {
        await pause(2_000);
      }
    },
    ends: "NetworkError timeout",
    deadlineMs: threeTimes(10_000),
  },
  {
    name: "a body that stops in the middle",
    serve: ({ socket }) => void socket.write(`${JSON_HEAD}content-length: 100\r\n\r\n{"id":`),
    ends: "NetworkError timeout",
    deadlineMs: threeTimes(10_000),
  },
  {
    name: "a body byte by byte",
    serve: async ({ socket, pause }) => {
      socket.write(CHUNKED);
      while (!socket.destroyed) {
        socket.write(chunk(" "));
        await pause(4_000);
      }
    },
    ends: "NetworkError timeout",
    deadlineMs: threeTimes(15_000),
  },
  {
    name: "an error whose body never ends",
    serve: async ({ socket, pause }) => {
      socket.write(`HTTP/1.1 404 X\r\n${JSON_TYPE}\r\ntransfer-encoding: chunked\r\n\r\n`);
      while (!socket.destroyed) {
        socket.write(chunk(" "));
        await pause(4_000);
      }
    },
    ends: "NotFoundError 404",
    deadlineMs: 15_000,
  },
  {
    name: "a pause asked for again and again",
    serve: ({ json }) => json(503, {}, ["retry-after: 25"]),
    ends: "ServerError 503",
    deadlineMs: 60_000,
  },
];

const framing: readonly HostileCase[] = [
  {
    name: "a connection closed at once",
    serve: ({ socket }) => void socket.end(),
    ends: "NetworkError reset",
  },
  {
    name: "a connection that is reset",
    serve: ({ socket }) => void socket.resetAndDestroy(),
    ends: "NetworkError reset",
  },
  {
    name: "headers that break off",
    serve: ({ socket }) => void socket.end("HTTP/1.1 200 OK\r\ncontent-ty"),
    ends: "NetworkError reset",
  },
  {
    name: "something that is not HTTP",
    serve: ({ socket }) => void socket.end("SSH-2.0-OpenSSH_9.6\r\n"),
    ends: /^NetworkError (?:reset|unknown)$/u,
  },
  {
    name: "HTTP/2 without being asked",
    serve: ({ socket }) => void socket.end(Buffer.from("0000120400000000000003000000640004", "hex")),
    ends: /^NetworkError (?:reset|unknown)$/u,
  },
  {
    name: "a header of one megabyte",
    serve: async ({ pump }) => {
      await pump(`${JSON_HEAD}x-large: ${"a".repeat(MIB)}\r\n\r\n{}`);
    },
    ends: /^NetworkError (?:reset|unknown)$/u,
  },
  {
    name: "a hundred thousand headers",
    serve: async ({ pump }) => {
      await pump(JSON_HEAD + "x: y\r\n".repeat(100_000));
    },
    ends: /^NetworkError (?:reset|unknown)$/u,
  },
  {
    name: "two lengths that differ",
    serve: ({ socket }) => void socket.write(`${JSON_HEAD}content-length: 2\r\ncontent-length: 20\r\n\r\n{}`),
    ends: /^NetworkError (?:reset|unknown)$/u,
  },
  {
    name: "a length greater than the body",
    serve: ({ socket }) =>
      void socket.end(`${JSON_HEAD}content-length: 500\r\n\r\n${JSON.stringify(contact())}`),
    ends: "ResponseShapeError truncated",
  },
  {
    name: "a length smaller than the body",
    serve: ({ socket }) =>
      void socket.write(`${JSON_HEAD}content-length: 10\r\n\r\n${JSON.stringify(contact())}`),
    ends: "ResponseShapeError truncated",
  },
  {
    name: "a second answer behind the first, for the next request",
    serve: ({ socket, path }) => {
      const body = JSON.stringify(contact(path.includes("c-1") ? "c-1" : "c-2"));
      const smuggled = JSON.stringify(contact("smuggled"));
      socket.write(
        `${JSON_HEAD}content-length: ${body.length}\r\n\r\n${body}` +
          `${JSON_HEAD}content-length: ${smuggled.length}\r\n\r\n${smuggled}`,
      );
    },
    call: async (client) => [
      (await client.contacts.retrieve("c-1")).contact.id,
      (await client.contacts.retrieve("c-2")).contact.id,
    ],
    ends: (ids) => equal(ids, ["c-1", "c-2"]),
  },
  {
    name: "a chunk whose size is no number",
    serve: ({ socket }) => void socket.write(`${CHUNKED}zz\r\n{}\r\n0\r\n\r\n`),
    ends: "ResponseShapeError truncated",
  },
  {
    name: "a body that is reset in the middle",
    serve: async ({ socket, pump }) => {
      await pump(`${JSON_HEAD}content-length: 100\r\n\r\n{"id":`);
      socket.resetAndDestroy();
    },
    ends: /^(?:ResponseShapeError truncated|NetworkError reset)$/u,
  },
  {
    name: "a switch of protocols",
    serve: ({ socket }) =>
      void socket.end("HTTP/1.1 101 X\r\nupgrade: websocket\r\nconnection: upgrade\r\n\r\n"),
    ends: /^NetworkError /u,
  },
];

const bodies: readonly HostileCase[] = [
  {
    name: "an endless body",
    serve: async ({ pump }) => {
      await pump(CHUNKED);
      while (await pump(chunk(" ".repeat(16 * 1024))));
    },
    ends: "ResponseShapeError tooLarge",
  },
  {
    name: "an endless list",
    serve: async ({ pump }) => {
      await pump(CHUNKED + chunk('{"count":1,"next":null,"previous":null,"results":['));
      while (await pump(chunk('{"id":"c","name":"n"},'.repeat(500))));
    },
    call: list,
    ends: "ResponseShapeError tooLarge",
  },
  ...(["gzip", "deflate", "br"] as const).map((encoding): HostileCase => ({
    name: `200 MB in a small body of ${encoding}`,
    serve: ({ answer }) => answer(200, [JSON_TYPE, `content-encoding: ${encoding}`], bomb(encoding)),
    call: list,
    ends: "ResponseShapeError tooLarge",
  })),
  {
    name: "an error of 200 MB in a small body",
    serve: ({ answer }) => answer(400, [JSON_TYPE, "content-encoding: gzip"], bomb("gzip")),
    ends: "BadRequestError 400",
  },
  {
    name: "a body that is packed many times over",
    serve: ({ answer }) =>
      answer(
        200,
        [JSON_TYPE, `content-encoding: ${"gzip, ".repeat(9)}gzip`],
        Array.from({ length: 10 }).reduce<Buffer>((body) => gzipSync(body), Buffer.from("{}")),
      ),
    ends: /^(?:ResponseShapeError|NetworkError) /u,
  },
  {
    name: "gzip that is damaged",
    serve: ({ answer }) =>
      answer(
        200,
        [JSON_TYPE, "content-encoding: gzip"],
        Buffer.concat([gzipSync(JSON.stringify(contact())).subarray(0, 20), Buffer.alloc(40, 7)]),
      ),
    ends: "ResponseShapeError encoding",
  },
  {
    name: "an encoding that nobody knows",
    serve: ({ answer }) => answer(200, [JSON_TYPE, "content-encoding: rot13"], '{"vq":"p","anzr":"a"}'),
    ends: "ResponseShapeError schema",
  },
  {
    name: "10,000 levels",
    serve: ({ json }) => json(200, `{"id":"c","name":"n","x":${"[".repeat(10_000)}${"]".repeat(10_000)}}`),
    ends: "ResponseShapeError tooDeep",
  },
  {
    name: "a million open brackets",
    serve: ({ json }) => json(200, "[".repeat(1_000_000)),
    ends: "ResponseShapeError tooDeep",
  },
  {
    name: "more values than a list can have",
    serve: ({ json }) => json(200, `{"results":[${"0,".repeat(600_000)}0]}`),
    call: list,
    ends: "ResponseShapeError tooLarge",
  },
  {
    name: "more results than a page can have",
    serve: ({ json }) => json(200, page(Array.from({ length: 10_001 }, (_, index) => contact(`c-${index}`)))),
    call: list,
    ends: "ResponseShapeError tooLarge",
  },
  {
    name: "JSON that ends early",
    serve: ({ json }) => json(200, '{"id":"c-1"'),
    ends: "ResponseShapeError truncated",
  },
  {
    name: "a content type of another kind",
    serve: ({ answer }) => answer(200, ["content-type: text/plain"], JSON.stringify(contact())),
    ends: "ResponseShapeError contentType",
  },
  {
    name: "a login page",
    serve: ({ answer }) => answer(200, ["content-type: text/html"], "<!doctype html><form action=/login>"),
    ends: "ResponseShapeError html",
  },
  {
    name: "a login page that says it is JSON",
    serve: ({ answer }) => answer(200, [JSON_TYPE], "<html><title>Sign in</title></html>"),
    ends: "ResponseShapeError html",
  },
  {
    name: "bytes that are not UTF-8",
    serve: ({ answer }) => answer(200, [JSON_TYPE], Buffer.from('{"id":"c","name":"M\xfcller"}', "latin1")),
    ends: "ResponseShapeError encoding",
  },
  {
    name: "another character set",
    serve: ({ answer }) =>
      answer(200, [`${JSON_TYPE}; charset=utf-16`], Buffer.from(JSON.stringify(contact()), "utf16le")),
    ends: /^ResponseShapeError (?:notJson|encoding)$/u,
  },
  {
    name: "an empty 204 where a contact should be",
    serve: ({ socket }) => void socket.write("HTTP/1.1 204 X\r\n\r\n"),
    ends: "ResponseShapeError contentType",
  },
  {
    name: "a body behind a 204",
    serve: ({ socket, path }) => {
      socket.write(
        path.includes("c-1")
          ? `HTTP/1.1 204 X\r\ncontent-length: 40\r\n\r\n${JSON_HEAD}content-length: 2\r\n\r\n{}`
          : `${JSON_HEAD}content-length: 23\r\n\r\n{"id":"c-2","name":"n"}`,
      );
    },
    call: async (client) => {
      await client.contacts.delete("c-1");
      return (await client.contacts.retrieve("c-2")).contact.id;
    },
    ends: (id) => equal(id, "c-2"),
  },
];

const shapes: readonly HostileCase[] = [
  {
    name: "an array for a contact",
    serve: ({ json }) => json(200, [contact()]),
    ends: "ResponseShapeError schema",
  },
  { name: "null for a contact", serve: ({ json }) => json(200, "null"), ends: "ResponseShapeError schema" },
  {
    name: "a contact for a list",
    serve: ({ json }) => json(200, contact()),
    call: list,
    ends: "ResponseShapeError schema",
  },
  ...[7, null, {}, ["c-1"], true].map((id): HostileCase => ({
    name: `an id that is ${JSON.stringify(id)}`,
    serve: ({ json }) => json(200, page([{ ...contact(), id }])),
    call: list,
    ends: "ResponseShapeError schema",
  })),
  {
    name: "ids that lead elsewhere",
    serve: ({ json }) => json(200, page([contact("../../admin"), contact("%2e%2e/x")])),
    call: async (client) => {
      const { items } = await client.contacts.list();
      return Promise.all(
        items.map(({ id }) => client.contacts.delete(id).catch((error: unknown) => String(error))),
      );
    },
    ends: (outcomes) =>
      equal(outcomes, ["InvalidInputError: Invalid id: path.", "InvalidInputError: Invalid id: path."]),
  },
  {
    name: "numbers without end",
    serve: ({ json }) =>
      json(200, '{"id":"c-1","name":"n","queryMetadata":{"a":1e400,"b":12345678901234567890}}'),
    call: async (client) => (await client.contacts.retrieve("c-1")).json.includes("12345678901234567890"),
    ends: (kept) => equal(kept, true),
  },
  {
    name: "keys of Object's own",
    serve: ({ json }) =>
      json(
        200,
        '{"id":"c-1","name":"n","__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}',
      ),
    call: async (client) => {
      await client.contacts.retrieve("c-1");
      return "polluted" in {};
    },
    ends: (polluted) => equal(polluted, false),
  },
  {
    name: "inboxes of another shape",
    serve: ({ json }) => json(200, { results: [{ id: {}, name: [] }] }),
    call: (client) => client.inboxes.list(),
    ends: /^ResponseShapeError /u,
  },
];

const lists: readonly HostileCase[] = [
  {
    name: "'next' to another origin",
    serve: ({ json, elsewhere, path }) =>
      json(
        200,
        path.includes("page=2")
          ? page([contact("c-3")], { count: 3 })
          : page([contact("c-1"), contact("c-2")], { count: 3, next: `${elsewhere}/api/contacts/?page=2` }),
      ),
    call: everything,
    ends: (ids) => equal(ids, ["c-1", "c-2", "c-3"]),
  },
  ...[
    "file:///etc/passwd?page=2",
    "javascript:alert(1)",
    "//evil.test/?page=2",
    "?page=-1",
    "?page=1e9",
    "x".repeat(100_000),
  ].map((next): HostileCase => ({
    name: `'next' as ${next.slice(0, 30)}`,
    serve: ({ json, path }) =>
      path.includes("page=2")
        ? json(404, { detail: "Invalid page." })
        : json(200, page([contact("c-1"), contact("c-2")], { count: 2, next })),
    call: everything,
    ends: (ids) => equal(ids, ["c-1", "c-2"]),
  })),
  ...["1e308", "-1", "0.5", '"many"', "null", "12345678901234567890"].map((count): HostileCase => ({
    name: `a count of ${count}`,
    serve: ({ json }) =>
      json(200, `{"count":${count},"next":"/?page=2","previous":null,"results":[{"id":"c-1","name":"n"}]}`),
    call: everything,
    ends: /^ResponseShapeError /u,
  })),
  {
    name: "the same page for ever",
    serve: ({ json }) => json(200, page([contact("c-1"), contact("c-2")], { count: 1000, next: "/?page=2" })),
    call: everything,
    ends: "ResponseShapeError schema",
  },
  {
    name: "the same id again and again",
    serve: ({ json }) => json(200, page([contact("c-1"), contact("c-1"), contact("c-2"), contact("c-1")])),
    call: everything,
    ends: (ids) => equal(ids, ["c-1", "c-2"]),
  },
];

const origins: readonly HostileCase[] = [
  ...[301, 302, 303, 307, 308].map((status): HostileCase => ({
    name: `a ${status} to another origin`,
    serve: ({ json, elsewhere }) => json(status, "", [`location: ${elsewhere}/api/contacts/c-1/`]),
    ends: `RedirectError ${status}`,
  })),
  {
    name: "a redirect of a write",
    serve: ({ json, elsewhere }) => json(308, "", [`location: ${elsewhere}/`]),
    call: (client) => client.contacts.update("c-1", { name: "x" }),
    ends: "RedirectError 308",
  },
  {
    name: "a redirect with the key in it",
    serve: ({ json, elsewhere, key }) => json(302, "", [`location: ${elsewhere}/${key}?key=${key}`]),
    ends: "RedirectError 302",
  },
  {
    name: "a redirect to a file",
    serve: ({ json }) => json(302, "", ["location: file:///etc/passwd"]),
    ends: "RedirectError 302",
  },
  {
    name: "headers that name another origin",
    serve: ({ json, elsewhere }) =>
      json(200, contact(), [
        `refresh: 0; url=${elsewhere}/`,
        `link: <${elsewhere}/>; rel=preload`,
        `alt-svc: h2="${new URL(elsewhere).host}"; ma=86400`,
        `content-location: ${elsewhere}/`,
        `report-to: {"endpoints":[{"url":"${elsewhere}"}]}`,
      ]),
    ends: () => undefined,
  },
  {
    name: "a cookie",
    serve: ({ json, raw }) =>
      /^cookie:/imu.test(raw)
        ? json(500, {})
        : json(200, contact(), ["set-cookie: session=1; Path=/", "set-cookie: other=2"]),
    call: async (client) => {
      await client.contacts.retrieve("c-1");
      return (await client.contacts.retrieve("c-1")).contact.id;
    },
    ends: (id) => equal(id, "c-1"),
  },
  {
    name: "a 401 that asks for another kind of credentials and quotes the key",
    serve: ({ json, key }) => json(401, { detail: `Bad ${key}` }, [`www-authenticate: Basic realm="${key}"`]),
    ends: "AuthenticationError 401",
  },
  {
    name: "field errors that quote the key",
    serve: ({ json, key }) =>
      json(400, { [key]: [key], nested: { [key]: key }, list: [key, encodeURIComponent(key)] }),
    call: (client) => client.contacts.update("c-1", { name: "x" }),
    ends: "BadRequestError 400",
  },
  {
    name: "a proxy that wants to be paid",
    serve: ({ json }) => json(407, {}, ["proxy-authenticate: Basic"]),
    // fetch reports it as a network error of no kind.
    ends: /^NetworkError (?:proxy|unknown)$/u,
  },
  {
    name: "a status that nobody knows",
    serve: ({ json }) => json(799, {}),
    ends: /^(?:ApiError 799|NetworkError .*)$/u,
  },
  {
    name: "a pause of a thousand years",
    serve: ({ json }) => json(429, {}, ["retry-after: 31536000000"]),
    ends: "RateLimitError 429",
  },
  {
    name: "a lost create without a source id, and the key in the error",
    serve: ({ json, key }) => json(502, { detail: key }),
    call: (client) => client.contacts.create({ name: "Ann", inboxes: [{ id: "i-1" }] }),
    ends: "AmbiguousWriteError",
  },
];

/** Every hostile answer that the client has to survive. */
export const HOSTILE_CASES: readonly HostileCase[] = [
  ...stalling,
  ...framing,
  ...bodies,
  ...shapes,
  ...lists,
  ...origins,
];
