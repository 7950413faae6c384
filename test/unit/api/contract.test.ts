import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { BadRequestError } from "../../../src/api/errors.ts";
import { failureOf, KEY, wireClient } from "./support/clients.ts";
import { CONTACT_ANSWER, CREATE_BODY, LIST_ANSWER, UPDATE_BODY } from "./support/referenceSamples.ts";
import { sendJson, wireServer } from "./support/wireServer.ts";

const ID = "550e8400-e29b-41d4-a716-446655440000";

describe("the reference page's contract, over the wire", () => {
  it("lists with GET, every parameter under its own name, and the key in the documented header", async () => {
    await using server = await wireServer((_request, response) => sendJson(response, 200, LIST_ANSWER));
    const { client } = wireClient(server.baseUrl);
    await client.contacts.list({
      inboxes: "example",
      page: 3,
      pageSize: 2,
      query: "exa mple",
      search: "ex&ample",
    });
    const [request] = server.requests;
    assert.equal(request?.method, "GET");
    const url = new URL(request.path, server.origin);
    assert.equal(url.pathname, "/api/contacts/");
    assert.deepEqual(Object.fromEntries(url.searchParams), {
      inboxes: "example",
      page: "3",
      pageSize: "2",
      query: "exa mple",
      search: "ex&ample",
    });
    assert.equal(request.headers.authorization, `Api-Key ${KEY}`);
    assert.equal(request.headers.accept, "application/json");
    assert.equal(request.headers["content-type"], undefined);
  });

  it("sends only the parameters that were given, and never the deprecated 'inbox'", async () => {
    await using server = await wireServer((_request, response) => sendJson(response, 200, LIST_ANSWER));
    const { client } = wireClient(server.baseUrl);
    const withDeprecated: object = { inbox: "old", search: "" };
    await client.contacts.list();
    await client.contacts.list(withDeprecated);
    assert.deepEqual(
      server.requests.map(({ path }) => path),
      ["/api/contacts/", "/api/contacts/"],
    );
  });

  it("reads the list sample: nested results are flattened, strings of milliseconds stay as they are", async () => {
    await using server = await wireServer((_request, response) => sendJson(response, 200, LIST_ANSWER));
    const page = await wireClient(server.baseUrl).client.contacts.list({ page: 3, pageSize: 2 });
    assert.equal(page.count, 123);
    assert.equal(page.page, 3);
    assert.equal(page.hasMore, true);
    assert.deepEqual(page.items, LIST_ANSWER.results.flat());
  });

  it("reads flat results just as well", async () => {
    const answer = { ...LIST_ANSWER, results: LIST_ANSWER.results.flat() };
    await using server = await wireServer((_request, response) => sendJson(response, 200, answer));
    const page = await wireClient(server.baseUrl).client.contacts.list({ page: 3 });
    assert.deepEqual(page.items, answer.results);
  });

  it("retrieves with GET and gives the numeric phoneNumber and the body's text verbatim", async () => {
    const text = JSON.stringify(CONTACT_ANSWER, null, 3);
    await using server = await wireServer((_request, response) => sendJson(response, 200, text));
    const answer = await wireClient(server.baseUrl).client.contacts.retrieve(ID);
    assert.equal(server.requests[0]?.method, "GET");
    assert.equal(server.requests[0].path, `/api/contacts/${ID}/`);
    assert.equal(answer.contact.phoneNumber, 912345678);
    assert.deepEqual(answer.contact, CONTACT_ANSWER);
    assert.equal(answer.json, text);
  });

  it("creates with POST and takes 201; a numeric phoneNumber goes out as a string", async () => {
    await using server = await wireServer((_request, response) => sendJson(response, 201, CONTACT_ANSWER));
    const body: object = CREATE_BODY;
    const answer = await wireClient(server.baseUrl).client.contacts.create({
      ...CREATE_BODY,
      ...body,
      phoneNumber: "912345678",
    });
    const [request] = server.requests;
    assert.equal(request?.method, "POST");
    assert.equal(request.path, "/api/contacts/");
    assert.equal(request.headers["content-type"], "application/json");
    assert.deepEqual(JSON.parse(request.body), { ...CREATE_BODY, phoneNumber: "912345678" });
    assert.equal(answer.contact.id, "user1_uuid");
  });

  for (const [name, verb] of [
    ["update", "PATCH"],
    ["replace", "PUT"],
  ] as const) {
    it(`${name} sends ${verb} to contacts/{id}/ and takes 200`, async () => {
      await using server = await wireServer((_request, response) => sendJson(response, 200, CONTACT_ANSWER));
      const answer = await wireClient(server.baseUrl).client.contacts[name](ID, UPDATE_BODY);
      const [request] = server.requests;
      assert.equal(request?.method, verb);
      assert.equal(request.path, `/api/contacts/${ID}/`);
      assert.equal(request.headers["content-type"], "application/json");
      assert.deepEqual(JSON.parse(request.body), { ...UPDATE_BODY, phoneNumber: "987654321" });
      assert.deepEqual(answer.contact, CONTACT_ANSWER);
    });
  }

  it("deletes with DELETE and takes an empty 204", async () => {
    await using server = await wireServer((_request, response) => response.writeHead(204).end());
    await wireClient(server.baseUrl).client.contacts.delete(ID);
    assert.equal(server.requests[0]?.method, "DELETE");
    assert.equal(server.requests[0].path, `/api/contacts/${ID}/`);
    assert.equal(server.requests[0].body, "");
  });

  it("reports the 400 of a contact that still has conversations, with or without a body", async () => {
    let body: unknown = "";
    await using server = await wireServer((_request, response) => sendJson(response, 400, body));
    const { client } = wireClient(server.baseUrl);
    const bare = await failureOf(client.contacts.delete(ID), BadRequestError);
    assert.equal(bare.detail, undefined);
    assert.deepEqual(bare.fieldErrors, []);
    body = { detail: "The contact still has conversations." };
    const told = await failureOf(client.contacts.delete(ID), BadRequestError);
    assert.equal(told.detail, "The contact still has conversations.");
    assert.equal(told.request?.route, "contacts/{id}/");
    assert.equal(server.requests.length, 2, "a 400 is not retried");
  });

  it("ends every path with a slash", async () => {
    await using server = await wireServer((request, response) =>
      request.method === "DELETE"
        ? response.writeHead(204).end()
        : sendJson(
            response,
            200,
            request.path.includes(ID) || request.method === "POST"
              ? CONTACT_ANSWER
              : { count: 0, next: null, results: [] },
          ),
    );
    const { client } = wireClient(server.baseUrl);
    await client.contacts.list({ query: "a" });
    await client.contacts.create({ name: "a", inboxes: [{ id: "b" }] });
    await client.contacts.retrieve(ID);
    await client.contacts.update(ID, {});
    await client.contacts.replace(ID, {});
    await client.contacts.delete(ID);
    await client.inboxes.list();
    assert.equal(server.requests.length, 7);
    for (const { path } of server.requests) {
      assert.match(path.split("?")[0] ?? "", /\/$/u);
    }
  });
});

describe("fields that may be anything", () => {
  for (const [title, fields] of [
    [
      "null everywhere",
      {
        inboxes: null,
        inbox: null,
        avatar: null,
        phoneNumber: null,
        email: null,
        sourceId: null,
        queryMetadata: null,
        createdAt: null,
        updatedAt: null,
      },
    ],
    [
      "empty strings",
      { inboxes: [], avatar: "", phoneNumber: "", email: "", sourceId: "", queryMetadata: "" },
    ],
    ["nothing but id and name", {}],
    ["numbers and ISO 8601 as timestamps", { createdAt: 1751875361000, updatedAt: "2026-01-01T00:00:00Z" }],
    [
      "an object as queryMetadata",
      { queryMetadata: { label_relations: { operator: "AND", conditions: [] } } },
    ],
    ["the old inbox", { inbox: { id: "i", name: "n" } }],
    ["unknown keys", { nickname: "x", tags: [{ a: 1 }] }],
  ] as const) {
    it(`reads a contact with ${title} and keeps what the server sent`, async () => {
      const contact = { id: "c", name: "n", ...fields };
      await using server = await wireServer((_request, response) => sendJson(response, 200, contact));
      assert.deepEqual((await wireClient(server.baseUrl).client.contacts.retrieve("c")).contact, contact);
    });
  }

  for (const credentials of ["secret", ["secret"], [{ token: "secret" }], null]) {
    it(`drops mcpCredentials ${JSON.stringify(credentials)} from parsed contacts and keeps them in the text`, async () => {
      const contact = { id: "c", name: "n", mcpCredentials: credentials };
      await using server = await wireServer((request, response) =>
        sendJson(
          response,
          200,
          request.path.includes("/c/") ? contact : { count: 1, next: null, results: [contact] },
        ),
      );
      const { client } = wireClient(server.baseUrl);
      assert.deepEqual((await client.contacts.list()).items, [{ id: "c", name: "n" }]);
      const answer = await client.contacts.retrieve("c");
      assert.deepEqual(answer.contact, { id: "c", name: "n" });
      assert.equal(answer.json, JSON.stringify(contact));
    });
  }
});
