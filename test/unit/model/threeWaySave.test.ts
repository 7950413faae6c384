import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { documentTextOf, parseContactText } from "../../../src/model/contactText.ts";
import {
  CollisionError,
  SaveCancelledError,
  type SaveDecision,
  ThreeWay,
} from "../../../src/model/threeWay.ts";

const BASE = documentTextOf('{"name":"A","email":"e","phoneNumber":"1","sourceId":"s"}');
const edited = (text: string, ...pairs: readonly (readonly [from: string, to: string])[]) =>
  pairs.reduce((now, [from, to]) => now.replace(JSON.stringify(from), JSON.stringify(to)), text);

/** A document that was read, then edited, and a server that others may have written to. */
function world(mine: string, theirs: string) {
  const sides = new ThreeWay();
  sides.lastRead = BASE;
  sides.documentIs(BASE, false);
  sides.documentIs(mine, true);
  const server = { text: theirs, reads: 0, bodies: [] as string[] };
  const io = {
    read: () => {
      server.reads++;
      return Promise.resolve(server.text);
    },
    update: ({ json }: { readonly json: string }) => {
      server.bodies.push(json);
      const members = { ...(JSON.parse(server.text) as object), ...(JSON.parse(json) as object) };
      server.text = documentTextOf(JSON.stringify(members));
      return Promise.resolve(server.text);
    },
  };
  const look = (text = mine) => {
    sides.begin();
    sides.looked(parseContactText(text), parseContactText(server.text));
  };
  const save = (text = mine, decision: () => Promise<SaveDecision> = () => Promise.resolve("unasked")) =>
    sides.save(text, io, decision);
  return { sides, server, look, save };
}

describe("a save of three sides", () => {
  it("sends mine, keeps theirs and says which fields were merged in", async () => {
    const { sides, server, look, save } = world(edited(BASE, ["A", "mine"]), edited(BASE, ["1", "theirs"]));
    look();
    assert.deepEqual(sides.collisions, []);
    const answer = await save();
    assert.deepEqual(server.bodies, ['{"name":"mine"}']);
    assert.match(answer ?? "", /"phoneNumber": "theirs"/);
    assert.deepEqual(sides.news, { merged: ["phoneNumber"], altered: [] });
  });

  it("shows both values of a field that both sides changed and sends nothing", async () => {
    const { sides, server, look, save } = world(
      edited(BASE, ["A", "mine"], ["e", "f"]),
      edited(BASE, ["A", "theirs"], ["1", "2"]),
    );
    look();
    assert.deepEqual(sides.collisions, [{ field: "name", mine: '"mine"', theirs: '"theirs"' }]);
    await assert.rejects(save(), CollisionError);
    assert.deepEqual(server.bodies, []);
  });

  it("is sent in spite of a conflict that was on screen when it began, not one that moved on since", async () => {
    const { server, look, save } = world(edited(BASE, ["A", "mine"]), edited(BASE, ["A", "theirs"]));
    look();
    server.text = edited(BASE, ["A", "moved on"]);
    look();
    await assert.rejects(save(), CollisionError);
    look();
    await save();
    assert.deepEqual(server.bodies, ['{"name":"mine"}']);
  });

  it("refuses what VS Code's own check let through", async () => {
    const { server, save, sides } = world(edited(BASE, ["A", "mine"]), edited(BASE, ["A", "theirs"]));
    sides.begin();
    await assert.rejects(save(), CollisionError);
    assert.deepEqual(server.bodies, []);
    assert.equal(server.reads, 1);
  });

  it("keeps mine for one field and takes theirs for another, without losing what only mine changed", async () => {
    const mine = edited(BASE, ["A", "mine"], ["e", "mine too"], ["s", "mine alone"]);
    const { sides, server, look, save } = world(mine, edited(BASE, ["A", "theirs"], ["e", "theirs too"]));
    look();
    sides.decide(["name"]);
    assert.deepEqual(
      sides.collisions.map(({ field }) => field),
      ["email"],
    );
    assert.equal(sides.holdsTheirs(parseContactText(mine), ["email"]), false);
    const taken = sides.withTheirs(mine, ["email"]);
    assert.ok(sides.holdsTheirs(parseContactText(taken), ["email"]));
    sides.decide(["email"]);
    sides.documentIs(taken, true);
    look(taken);
    await save(taken);
    assert.deepEqual(server.bodies, ['{"name":"mine","sourceId":"mine alone"}']);
    assert.match(server.text, /theirs too/);
  });

  it("asks again about a field that was decided and then moved on", async () => {
    const { sides, server, look, save } = world(edited(BASE, ["A", "mine"]), edited(BASE, ["A", "theirs"]));
    look();
    sides.decide(["name"]);
    server.text = edited(BASE, ["A", "theirs again"]);
    look();
    await assert.rejects(save(), CollisionError);
    assert.deepEqual(sides.collisions, [{ field: "name", mine: '"mine"', theirs: '"theirs again"' }]);
  });

  it("takes a key away when that is what the server did", () => {
    const { sides, look } = world(edited(BASE, ["e", "mine"]), documentTextOf('{"name":"A","sourceId":"s"}'));
    look();
    const taken = sides.withTheirs(edited(BASE, ["e", "mine"]), ["email"]);
    assert.equal(parseContactText(taken).fields.has("email"), false);
  });

  it("does not send what the server says already", async () => {
    const { server, look, save } = world(
      edited(BASE, ["A", "same"], ["e", "f"]),
      edited(BASE, ["A", "same"]),
    );
    look();
    await save();
    assert.deepEqual(server.bodies, ['{"email":"f"}']);
  });

  it("asks the server nothing when only white space changed", async () => {
    const { server, save } = world(BASE.replace("{\n", "{\n\n"), BASE);
    assert.equal(await save(), BASE);
    assert.equal(server.reads, 0);
  });

  it("is not sent when the look failed", async () => {
    const { server, sides, save } = world(edited(BASE, ["A", "mine"]), BASE);
    sides.begin();
    sides.lookFailed(new Error("offline"));
    await assert.rejects(save(), /offline/);
    assert.deepEqual(server.bodies, []);
  });

  it("looks again after a question that was answered, and sends nothing that was cancelled", async () => {
    const { server, look, save } = world(edited(BASE, ["A", "mine"]), BASE);
    look();
    await assert.rejects(
      save(undefined, () => Promise.resolve("cancelled")),
      SaveCancelledError,
    );
    look();
    const meanwhile = () => {
      server.text = edited(BASE, ["A", "theirs"]);
      return Promise.resolve("confirmed" as const);
    };
    await assert.rejects(save(undefined, meanwhile), CollisionError);
    assert.deepEqual(server.bodies, []);
  });
});

describe("the base of a document", () => {
  it("is the text it holds, so that typing during a save does not undo what was merged", async () => {
    const first = edited(BASE, ["A", "mine"]);
    const { sides, server, look, save } = world(first, edited(BASE, ["1", "theirs"]));
    look();
    await save();
    const typed = edited(first, ["e", "typed meanwhile"]);
    sides.documentIs(typed, true);
    look(typed);
    await save(typed);
    assert.deepEqual(server.bodies.at(-1), '{"email":"typed meanwhile"}');
    assert.match(server.text, /theirs/);
  });

  it("comes back with the text when a revert is undone: what they changed is not the user's change", async () => {
    const mine = edited(BASE, ["A", "mine"]);
    const { sides, server, look, save } = world(mine, edited(BASE, ["1", "theirs"]));
    sides.lastRead = server.text;
    sides.documentIs(server.text, true);
    sides.documentIs(server.text, false);
    sides.documentIs(mine, true);
    look();
    await save();
    assert.deepEqual(server.bodies, ['{"name":"mine"}']);
    assert.match(server.text, /theirs/);
  });

  it("counts 'Use your changes' over a conflict on screen as its answer", async () => {
    const mine = edited(BASE, ["A", "mine"]);
    const { sides, server, look, save } = world(mine, edited(BASE, ["A", "theirs"], ["1", "2"]));
    look();
    sides.lastRead = server.text;
    sides.documentIs(server.text, true);
    sides.documentIs(server.text, false);
    assert.deepEqual(sides.collisions, []);
    sides.documentIs(mine, true);
    look();
    await save();
    assert.deepEqual(server.bodies, ['{"name":"mine"}']);
    assert.match(server.text, /"phoneNumber": "2"/);
  });
});
