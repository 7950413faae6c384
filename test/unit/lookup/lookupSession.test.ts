import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { hasWords } from "../../../src/lookup/knownContacts.ts";
import { DEBOUNCE_MS, MAXIMUM_ROWS } from "../../../src/lookup/lookupSession.ts";
import { seededRandom } from "../api/support/seededRandom.ts";
import { contact, LookupWorld, settle } from "./lookupWorld.ts";

const ID = "550e8400-e29b-41d4-a716-446655440000";

/** Opens the picker over an empty shelf and answers its first request. */
async function opened(world = new LookupWorld()): Promise<LookupWorld> {
  world.session.lookNow("");
  await world.pass(0);
  await world.asked.at(-1)?.answer();
  return world;
}

describe("a search while somebody types", () => {
  it("costs at most three requests for ten fast keystrokes", async () => {
    for (const pause of [0, 20, 60, 120, 199]) {
      const world = await opened();
      world.forgetRequests();
      world.type("abcdefghij", pause);
      await world.pass(DEBOUNCE_MS);
      assert.equal(world.asked.length, 1, `${pause} ms between two keys`);
      assert.equal(world.asked[0]?.words, "abcdefghij");
    }
    // With an inbox whose name has to be looked up first.
    const world = await opened();
    world.areInboxesKnown = false;
    world.forgetRequests();
    world.type("in:web abc", 30);
    await world.pass(DEBOUNCE_MS);
    await settle();
    await settle();
    assert.equal(world.asked.length + world.inboxRequests, 2);
  });

  it("waits 200 ms after the last key and aborts the request before", async () => {
    const world = await opened();
    world.session.setText("ann");
    await world.pass(DEBOUNCE_MS - 1);
    assert.equal(world.asked.length, 1);
    await world.pass(1);
    const first = world.asked.at(-1);
    assert.equal(first?.words, "ann");
    assert.equal(first.signal.aborted, false);
    world.session.setText("anna");
    assert.equal(first.signal.aborted, true);
  });

  it("drops an answer for older text, also when it comes after the newer one", async () => {
    const world = await opened();
    world.contacts = [contact("1", "Ann Lee"), contact("2", "Bob")];
    world.session.setText("ann");
    await world.pass(DEBOUNCE_MS);
    world.session.setText("bob");
    await world.pass(DEBOUNCE_MS);
    const [older, newer] = world.asked.slice(-2);
    await newer?.answer();
    assert.deepEqual(world.rows, ["Bob"]);
    await older?.answer();
    assert.deepEqual(world.rows, ["Bob"]);
  });

  it("drops a late failure as well", async () => {
    const world = await opened();
    world.session.setText("ann");
    await world.pass(DEBOUNCE_MS);
    world.session.setText("bob");
    await world.asked.at(-1)?.fail(new Error("late"));
    assert.equal(world.session.view.kind, "results");
  });

  it("never shows a row that does not fit the text, whatever order answers come in", async () => {
    const random = seededRandom(11);
    const names = ["Ann", "Anna", "Annabel", "Bob", "Bobby", "Carl", "Carla", "Dora"];
    const upTo = (limit: number) => Math.floor(random() * limit);
    for (let round = 0; round < 150; round++) {
      const world = new LookupWorld();
      world.contacts = names.map((name, index) => contact(String(index), name));
      world.pins = world.contacts.slice(0, upTo(3));
      world.recents = world.contacts.slice(2, 2 + upTo(3));
      world.session.lookNow("");
      for (let step = 0; step < 25; step++) {
        const open = world.asked.splice(0);
        switch (upTo(4)) {
          case 0:
            world.session.setText((names[upTo(names.length)] ?? "").slice(0, 1 + upTo(6)));
            break;
          case 1:
            await world.pass(upTo(300));
            break;
          case 2:
            await open.splice(upTo(open.length), 1)[0]?.answer();
            break;
          case 3:
            await open.splice(upTo(open.length), 1)[0]?.fail(new Error("broken"));
            break;
        }
        world.asked.push(...open);
      }
      for (const { text, view } of world.shown) {
        for (const row of view.kind === "results" ? view.rows : []) {
          assert.ok(hasWords(row.contact, text), `${row.contact.name} stood there for “${text}”`);
        }
      }
    }
  });

  it("shows what is known here and fits until the answer comes", async () => {
    const world = new LookupWorld();
    world.contacts = [contact("1", "Ann Lee"), contact("2", "Anna"), contact("3", "Bob")];
    world.pins = [contact("9", "Joanna")];
    world.session.lookNow("an");
    await world.pass(0);
    await world.asked.at(-1)?.answer();
    assert.deepEqual(world.rows, ["Ann Lee", "Anna"]);
    world.session.setText("ann");
    assert.deepEqual(world.rows, ["Joanna", "Ann Lee", "Anna"]);
    world.session.setText("anna");
    assert.deepEqual(world.rows, ["Joanna", "Anna"]);
    world.session.setText("annax");
    assert.deepEqual(world.rows, []);
  });

  it("shows a failure once and asks again on demand", async () => {
    const world = await opened();
    world.session.setText("ann");
    await world.pass(DEBOUNCE_MS);
    await world.asked.at(-1)?.fail(new Error("broken"));
    assert.equal(world.session.view.kind, "failed");
    world.contacts = [contact("1", "Ann")];
    world.session.lookNow();
    await world.pass(0);
    await world.asked.at(-1)?.answer();
    assert.deepEqual(world.rows, ["Ann"]);
  });

  it("asks nothing more once it is closed", async () => {
    const world = await opened();
    const before = world.asked.length;
    world.session.setText("ann");
    world.session.dispose();
    await world.pass(1000);
    assert.equal(world.asked.length, before);
    assert.equal(world.clock.pending, 0);
  });
});

describe("an id that is pasted", () => {
  it("is asked for alone, in lower case, and stands there as the only row", async () => {
    const world = await opened();
    world.contacts = [contact(ID, "Ann"), contact("2", "Bob")];
    world.session.setText(`${ID.toUpperCase()} `);
    await world.pass(DEBOUNCE_MS);
    assert.equal(world.asked.at(-1)?.words, ID);
    await world.asked.at(-1)?.answer();
    await settle();
    assert.deepEqual(world.rows, ["Ann"]);
  });

  it("that nobody has is no failure", async () => {
    const world = await opened();
    world.session.setText(ID);
    await world.pass(DEBOUNCE_MS);
    await world.asked.at(-1)?.answer();
    await settle();
    assert.equal(world.session.view.kind, "results");
    assert.deepEqual(world.rows, []);
  });
});

describe("an empty box", () => {
  it("shows pinned and recent contacts and saved searches without a request", async () => {
    const world = new LookupWorld();
    world.pins = [contact("1", "Ann")];
    world.recents = [contact("1", "Ann"), contact("2", "Bob")];
    world.searches = [{ id: "s", name: "VIP", text: "vip" }];
    world.session.lookNow("");
    await world.pass(1000);
    assert.equal(world.asked.length, 0);
    assert.deepEqual(world.rows, ["Ann", "Bob"]);
    const { view } = world.session;
    assert.deepEqual(view.kind === "remembered" ? view.rows.map(({ shelf }) => shelf) : view, [
      "pinned",
      "recent",
    ]);
  });

  it("shows the first contacts while nothing is remembered", async () => {
    const world = new LookupWorld();
    world.contacts = [contact("1", "Ann")];
    await opened(world);
    assert.deepEqual(world.rows, ["Ann"]);
  });

  it("keeps to the inbox that it was opened for", () => {
    const world = new LookupWorld({ connectionId: "home", inboxId: "in-web" });
    world.pins = [contact("1", "Ann", { inboxes: [{ id: "in-web" }] }), contact("2", "Bob")];
    world.session.lookNow("");
    assert.deepEqual(world.rows, ["Ann"]);
  });
});

describe("narrowing", () => {
  it("offers the inboxes that fit while the name is typed, and asks the server nothing", async () => {
    const world = await opened();
    world.forgetRequests();
    world.session.setText("ann in:");
    let { view } = world.session;
    assert.deepEqual(view.kind === "completions" ? view.options.map(({ id }) => id) : view, [
      "in-line",
      "in-web",
    ]);
    world.session.setText("ann in:web");
    ({ view } = world.session);
    assert.ok(view.kind === "completions");
    assert.deepEqual(
      view.options.map(({ text }) => text),
      ['ann in:"Website Chat" '],
    );
    await world.pass(1000);
    assert.equal(world.asked.length, 0);
    world.session.setText(view.options[0]?.text ?? "");
    await world.pass(DEBOUNCE_MS);
    assert.deepEqual(world.asked[0]?.place, { connectionId: "home", inboxId: "in-web" });
    assert.equal(world.asked[0].words, "ann");
  });

  it("looks the inboxes up once when they are not known", async () => {
    const world = await opened();
    world.areInboxesKnown = false;
    world.forgetRequests();
    world.session.setText("ann in:web x");
    await world.pass(DEBOUNCE_MS);
    await settle();
    await settle();
    assert.equal(world.inboxRequests, 1);
    assert.deepEqual(world.asked[0]?.place, { connectionId: "home", inboxId: "in-web" });
  });

  it("says that there is no such inbox and offers those that there are", async () => {
    const world = await opened();
    world.session.setText("ann in:nowhere ");
    const { view } = world.session;
    assert.ok(view.kind === "completions" && !view.isKnown);
    assert.equal(view.options.length, 2);
  });

  it("asks another connection by its name or id", async () => {
    const world = await opened();
    world.connections = [...world.connections, { id: "staging", name: "MaiAgent Staging" }];
    for (const text of ["ann on:staging", 'ann on:"MaiAgent Staging"']) {
      world.session.setText(`${text} `);
      await world.pass(DEBOUNCE_MS);
      assert.deepEqual(world.asked.at(-1)?.place, { connectionId: "staging", inboxId: undefined });
    }
  });
});

describe("many matches", () => {
  it("are shown a hundred at a time, forward and back, and each page is one request", async () => {
    const world = new LookupWorld();
    world.contacts = Array.from({ length: 250 }, (_, index) => contact(String(index), `Contact ${index}`));
    await opened(world);
    const starts: unknown[] = [];
    const look = async () => {
      await world.pass(0);
      await world.asked.at(-1)?.answer();
      const { view } = world.session;
      assert.ok(view.kind === "results" && view.rows.length <= MAXIMUM_ROWS);
      starts.push([view.start, view.rows.length, view.count, view.hasMore]);
    };
    world.session.showNext();
    await look();
    world.session.showNext();
    await look();
    world.session.showNext();
    world.session.showPrevious();
    await look();
    assert.deepEqual(starts, [
      [101, 100, 250, true],
      [201, 50, 250, false],
      [101, 100, 250, true],
    ]);
    assert.deepEqual(
      world.asked.map(({ page }) => page),
      [1, 2, 3, 2],
    );
  });
});

describe("a saved search", () => {
  it("is what stands in the box, and brings it back", async () => {
    const world = await opened();
    assert.deepEqual([world.session.search], [undefined]);
    world.session.setText("vip in:web ");
    await world.pass(DEBOUNCE_MS);
    const { search } = world.session;
    assert.deepEqual(search, { connectionId: "home", text: "vip", inboxId: "in-web" });
    assert.ok(search);
    const saved = { ...search, id: "s", name: "VIP" };
    assert.equal(world.session.textOf(saved), 'vip in:"Website Chat"');
    assert.equal(world.session.textOf({ ...saved, connectionId: "other" }), 'vip in:"Website Chat" on:other');
    assert.equal(world.session.textOf({ ...saved, inboxId: undefined }), "vip");
  });

  it("is not made of an id", async () => {
    const world = await opened();
    world.session.setText(ID);
    await world.pass(DEBOUNCE_MS);
    assert.deepEqual([world.session.search], [undefined]);
  });
});
