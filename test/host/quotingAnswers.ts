import type { Talk } from "../support/hostileServer.ts";

const TYPE = "content-type: application/json";

/** Ways to fail that give the key back wherever an answer has a place for it. */
export const QUOTING_ANSWERS: Readonly<Record<string, (talk: Talk) => void>> = {
  "401 with the key in its sentence": ({ json, key }) =>
    json(401, { detail: `Invalid key ${key}` }, [`www-authenticate: Api-Key ${key}`]),
  "403 with the key in its sentence": ({ json, key }) => json(403, { detail: `Api-Key ${key}` }),
  "400 with the key in names and values": ({ json, key }) =>
    json(400, { [key]: [key], name: [`not ${key}`], email: { [key]: key } }),
  "404 with the key in its sentence": ({ json, key }) => json(404, { detail: key }),
  "409 with the key as a text": ({ answer, key }) => answer(409, ["content-type: text/plain"], key),
  "429 with a long pause": ({ json, key }) =>
    json(429, { detail: key }, ["retry-after: 86400", `x-key: ${key}`]),
  "a login page with the key in it": ({ answer, key }) =>
    answer(200, ["content-type: text/html"], `<html>${key}</html>`),
  "JSON that is none, with the key in it": ({ json, key }) => json(200, `{"id": ${key}`),
  "another type, with the key in it": ({ answer, key }) => answer(200, ["content-type: text/plain"], key),
  "a shape of its own, with the key in it": ({ json, key }) => json(200, { [key]: key }),
  "a redirect with the key in its target": ({ json, key }) =>
    json(302, "", [`location: http://127.0.0.1:9/${key}?k=${key}`]),
  "something that is not HTTP": ({ socket, key }) => void socket.end(`SSH-2.0-${key}\r\n`),
  "bytes that are not UTF-8": ({ answer, key }) =>
    answer(200, [TYPE], Buffer.from(`{"id":"${key}\xff"}`, "latin1")),
};
