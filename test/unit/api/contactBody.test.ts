import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { bodyTextOf, identityOf, isJsonText } from "../../../src/api/contactBody.ts";
import { contactDraftSchema, contactWriteSchema } from "../../../src/api/schemas.ts";
import { wireClient } from "./support/clients.ts";
import { sendJson, wireServer } from "./support/wireServer.ts";

describe("a JsonText", () => {
  const text =
    '{ "z": 12345678901234567890, "a": 1.0, "e": 1e400, "name": "\\u00e9", "phoneNumber": 7, "x": null }\n';

  it("goes out and comes back byte for byte: big numbers, key order, escapes, spaces", async () => {
    const answered = `{"id":"c","name":"n","big":12345678901234567890,"tiny":1e-400,"a":1.0,"é":"\\u00e9"} `;
    await using server = await wireServer((_request, response) => sendJson(response, 200, answered));
    const { client } = wireClient(server.baseUrl);
    const answers = [
      await client.contacts.update("c", { json: text }),
      await client.contacts.replace("c", { json: text }),
      await client.contacts.create({ json: text }),
    ];
    assert.deepEqual(
      server.requests.map(({ body }) => body),
      [text, text, text],
    );
    assert.deepEqual(
      answers.map(({ json }) => json),
      [answered, answered, answered],
    );
  });

  it("is told from a contact that has a field of that name", () => {
    assert.equal(isJsonText({ json: "{}" }), true);
    assert.equal(isJsonText({ json: {} }), false);
    assert.equal(isJsonText({ name: "n", json: "{}" }), false);
  });
});

describe("an object as body", () => {
  it("is serialised as it is: null stays null, missing stays missing, an unknown key is kept", () => {
    assert.equal(bodyTextOf({ b: 1, email: null, avatar: undefined, a: "" }), '{"b":1,"email":null,"a":""}');
  });

  it("sends a phoneNumber as a string", () => {
    assert.equal(bodyTextOf({ phoneNumber: 912345678 }), '{"phoneNumber":"912345678"}');
    assert.equal(bodyTextOf({ phoneNumber: "0912" }), '{"phoneNumber":"0912"}');
    assert.equal(bodyTextOf({ phoneNumber: null }), '{"phoneNumber":null}');
  });

  it("never sends mcpCredentials back, and leaves the caller's object alone", () => {
    const body = { name: "n", mcpCredentials: "secret", phoneNumber: 1 };
    assert.equal(bodyTextOf(body), '{"name":"n","phoneNumber":"1"}');
    assert.deepEqual(body, { name: "n", mcpCredentials: "secret", phoneNumber: 1 });
  });
});

describe("the identity of a create", () => {
  for (const [body, identity] of [
    ['{"sourceId":"s","inboxes":[{"id":"a"},{"id":"b"}]}', { sourceId: "s", inboxIds: ["a", "b"] }],
    ['{"sourceId":" s ","inbox":{"id":"a"}}', { sourceId: "s", inboxIds: ["a"] }],
    ['{"sourceId":"s","inboxes":[{"id":"a"}],"inbox":{"id":"ignored"}}', { sourceId: "s", inboxIds: ["a"] }],
    ['{"sourceId":"s"}', undefined],
    ['{"sourceId":"s","inboxes":[]}', undefined],
    ['{"sourceId":"s","inboxes":[{"id":7},null]}', undefined],
    ['{"sourceId":"","inboxes":[{"id":"a"}]}', undefined],
    ['{"sourceId":7,"inboxes":[{"id":"a"}]}', undefined],
    ['{"inboxes":[{"id":"a"}]}', undefined],
    ["[]", undefined],
    ["null", undefined],
    ["{", undefined],
  ] as const) {
    it(`in ${body} is ${identity === undefined ? "none" : JSON.stringify(identity)}`, () =>
      assert.deepEqual(identityOf(body), identity));
  }
});

describe("the schemas of what is written", () => {
  it("require name and inboxes of a new contact only", () => {
    assert.equal(contactDraftSchema.safeParse({ name: "n", inboxes: [{ id: "i" }] }).success, true);
    assert.equal(contactDraftSchema.safeParse({ name: "n", inboxes: [] }).success, false);
    assert.equal(contactDraftSchema.safeParse({ inboxes: [{ id: "i" }] }).success, false);
    assert.equal(contactWriteSchema.safeParse({}).success, true);
  });

  it("bound name at 255 and avatar at 511 characters", () => {
    assert.equal(
      contactWriteSchema.safeParse({ name: "x".repeat(255), avatar: "x".repeat(511) }).success,
      true,
    );
    assert.equal(contactWriteSchema.safeParse({ name: "x".repeat(256) }).success, false);
    assert.equal(contactWriteSchema.safeParse({ avatar: "x".repeat(512) }).success, false);
  });
});
