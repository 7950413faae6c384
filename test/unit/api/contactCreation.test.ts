import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { AmbiguousWriteError, ServerError } from "../../../src/api/errors.ts";
import { contactOf, failureOf, scriptedClient } from "./support/clients.ts";
import { json, listOf, networkFailure } from "./support/scriptedTransport.ts";
import type { SentRequest } from "./support/scriptedTransport.ts";
import { LOST_ANSWERS } from "./support/lostAnswers.ts";

const DRAFT = { name: "n", sourceId: "s-1", inboxes: [{ id: "inbox-1" }] };

/** A contacts API with one contact's fate in the test's hands; `commit` stores what was posted. */
class FakeContacts {
  readonly stored: Record<string, unknown>[] = [];

  commit({ body }: SentRequest): Record<string, unknown> {
    const fields = JSON.parse(body ?? "{}") as Record<string, unknown>;
    const contact = contactOf(`new-${this.stored.length + 1}`, fields);
    this.stored.push(contact);
    return contact;
  }

  read({ url }: SentRequest): Response {
    const id = /contacts\/([^/]+)\/$/u.exec(url.pathname)?.[1];
    if (id === undefined) {
      return listOf(this.stored);
    }
    const contact = this.stored.find((stored) => stored["id"] === id);
    return contact === undefined ? json(404, {}) : json(200, contact);
  }
}

const trace = (sent: readonly SentRequest[]): string[] =>
  sent.map(({ method, url }) => (method === "GET" && url.search === "" ? "GET one" : method));

describe("a create with a sourceId", () => {
  for (const [title, fault] of Object.entries(LOST_ANSWERS)) {
    it(`is found again when ${title} comes after it was stored: one POST, no duplicate`, async () => {
      const server = new FakeContacts();
      const { client, clock, transport } = scriptedClient((request) => {
        if (request.method === "POST") {
          server.commit(request);
          return fault();
        }
        return server.read(request);
      });
      const answer = await clock.drive(client.contacts.create(DRAFT));
      assert.equal(answer.contact.id, "new-1");
      assert.equal(answer.json, JSON.stringify(server.stored[0]));
      assert.deepEqual(trace(transport.sent), ["POST", "GET", "GET one"]);
      assert.equal(transport.sent[1]?.url.searchParams.get("query"), "s-1");
      assert.equal(clock.pending, 0);
    });

    it(`is sent again when ${title} comes before it was stored, after two looks 1 s apart`, async () => {
      const server = new FakeContacts();
      const { client, clock, transport } = scriptedClient((request, index) => {
        if (request.method !== "POST") {
          return server.read(request);
        }
        return index === 0 ? fault() : json(201, server.commit(request));
      });
      const answer = await clock.drive(client.contacts.create(DRAFT));
      assert.equal(answer.contact.id, "new-1");
      assert.equal(server.stored.length, 1);
      assert.deepEqual(trace(transport.sent), ["POST", "GET", "GET", "POST"]);
      const [, first, second] = transport.sent;
      assert.equal((second?.at ?? 0) - (first?.at ?? 0), 1_000);
    });
  }

  it("is found by the second look when it was stored late", async () => {
    const server = new FakeContacts();
    const { client, clock, transport } = scriptedClient((request, index) => {
      if (index === 0) {
        return json(504, {});
      }
      if (index === 2) {
        server.commit({ ...request, body: JSON.stringify(DRAFT) });
      }
      return server.read(request);
    });
    await clock.drive(client.contacts.create(DRAFT));
    assert.deepEqual(trace(transport.sent), ["POST", "GET", "GET", "GET one"]);
  });

  it("is found when its repetition is refused as a duplicate", async () => {
    const server = new FakeContacts();
    const { client, clock, transport } = scriptedClient((request, index) => {
      if (index === 0) {
        return json(504, {});
      }
      if (request.method === "POST") {
        server.commit(request);
        return json(400, { sourceId: ["already exists"] });
      }
      return server.read(request);
    });
    assert.equal((await clock.drive(client.contacts.create(DRAFT))).contact.id, "new-1");
    assert.deepEqual(trace(transport.sent), ["POST", "GET", "GET", "POST", "GET", "GET one"]);
  });

  it("is posted three times at most; then its failure is no longer ambiguous", async () => {
    const { client, clock, transport } = scriptedClient(({ method }) =>
      method === "POST" ? json(503, {}) : listOf([]),
    );
    const error = await clock.drive(failureOf(client.contacts.create(DRAFT), ServerError));
    assert.equal(error.request?.attempts, 3);
    assert.equal(trace(transport.sent).filter((method) => method === "POST").length, 3);
  });

  it("is compared exactly, within the posted inboxes only", async () => {
    const others = [
      contactOf("a", { sourceId: "s-10" }),
      contactOf("b", { sourceId: "S-1" }),
      contactOf("c", { name: "s-1", sourceId: null }),
      contactOf("d", { sourceId: "s-1", inboxes: [{ id: "inbox-2", name: "Other" }] }),
    ];
    const { client, clock, transport } = scriptedClient(({ method }, index) =>
      index === 0 ? json(502, {}) : method === "POST" ? json(201, contactOf("new")) : listOf(others),
    );
    assert.equal((await clock.drive(client.contacts.create(DRAFT))).contact.id, "new");
    assert.deepEqual(trace(transport.sent), ["POST", "GET", "GET", "POST"]);
  });

  it("is looked for on every page of the answer", async () => {
    const { client, clock } = scriptedClient(({ method, url }) => {
      if (method === "POST") {
        return json(502, {});
      }
      if (url.search === "") {
        return json(200, contactOf("mine", DRAFT));
      }
      return url.searchParams.get("page") === "1"
        ? listOf([contactOf("other")], 2, "https://x.test/?page=2")
        : listOf([contactOf("mine", DRAFT)], 2);
    });
    assert.equal((await clock.drive(client.contacts.create(DRAFT))).contact.id, "mine");
  });

  it("is found by the identity in a JsonText, whose text goes out verbatim each time", async () => {
    const text =
      '{ "sourceId":"s-1",  "inboxes":[{"id":"INBOX-1"}], "name":"n", "queryMetadata":{"n":12345678901234567890} }';
    const bodies: (string | undefined)[] = [];
    const { client, clock } = scriptedClient(({ method, body }) => {
      if (method !== "POST") {
        return listOf([]);
      }
      bodies.push(body);
      return bodies.length === 1 ? json(503, {}) : json(201, contactOf("new"));
    });
    await clock.drive(client.contacts.create({ json: text }));
    assert.deepEqual(bodies, [text, text]);
  });

  it("is ambiguous when the look fails as well", async () => {
    const { client, clock } = scriptedClient(({ method }) => {
      if (method === "POST") {
        return json(502, {});
      }
      throw networkFailure("ENOTFOUND");
    });
    const error = await clock.drive(failureOf(client.contacts.create(DRAFT), AmbiguousWriteError));
    assert.ok(error.cause instanceof ServerError);
    assert.equal(error.request?.method, "POST");
  });

  it("is ambiguous when the source id is there without a word about its inbox", async () => {
    const found = contactOf("x", { sourceId: "s-1", inboxes: null });
    const { client, clock, transport } = scriptedClient(({ method }) =>
      method === "POST" ? json(502, {}) : listOf([found]),
    );
    await clock.drive(failureOf(client.contacts.create(DRAFT), AmbiguousWriteError));
    assert.deepEqual(trace(transport.sent), ["POST", "GET"]);
  });

  it("waits for Retry-After before it looks", async () => {
    const server = new FakeContacts();
    const { client, clock, transport } = scriptedClient((request) => {
      if (request.method !== "POST") {
        return server.read(request);
      }
      server.commit(request);
      return json(503, {}, { "retry-after": "20" });
    });
    await clock.drive(client.contacts.create(DRAFT));
    assert.equal((transport.sent[1]?.at ?? 0) - (transport.sent[0]?.at ?? 0), 20_000);
  });

  it("keeps all its requests and waits within 60 s", async () => {
    const { client, clock } = scriptedClient(() => new Promise<Response>(() => undefined));
    const started = clock.now();
    await clock.drive(failureOf(client.contacts.create(DRAFT), AmbiguousWriteError));
    assert.ok(clock.now() - started <= 60_000);
    assert.equal(clock.pending, 0);
  });

  it("rejects with the signal's reason when it is aborted between two looks", async () => {
    const controller = new AbortController();
    const reason = new Error("enough");
    const { client, clock, transport } = scriptedClient(({ method }, index) => {
      if (index === 1) {
        queueMicrotask(() => controller.abort(reason));
      }
      return method === "POST" ? json(502, {}) : listOf([]);
    });
    await assert.rejects(clock.drive(client.contacts.create(DRAFT, { signal: controller.signal })), reason);
    assert.equal(transport.sent.length, 2);
    assert.equal(clock.pending, 0);
  });
});
