import { strict as assert } from "node:assert";
import * as vscode from "vscode";
import type { Contact } from "../../src/api/schemas.ts";
import type { ContactChange } from "../../src/state/contactStore.ts";
import { LookupMemory } from "../../src/state/lookupMemory.ts";

/** A memento as VS Code keeps it over a restart: JSON. */
class JsonMemento implements vscode.Memento {
  readonly #values = new Map<string, string>();

  keys(): readonly string[] {
    return [...this.#values.keys()];
  }

  get(key: string, otherwise?: unknown): unknown {
    const json = this.#values.get(key);
    return json === undefined ? otherwise : JSON.parse(json);
  }

  update(key: string, value: unknown): Thenable<void> {
    this.#values.set(key, JSON.stringify(value));
    return Promise.resolve();
  }

  get size(): number {
    return [...this.#values.values()].join("").length;
  }
}

const contact = (id: string, name: string, more: Partial<Contact> = {}): Contact => ({ id, name, ...more });

describe("Pins, recent contacts and saved searches", () => {
  let memento: JsonMemento;
  let changes: vscode.EventEmitter<ContactChange>;
  let memory: LookupMemory;
  let ids = 0;
  const open = () => new LookupMemory(memento, { onDidChange: changes.event }, () => `search-${++ids}`);
  beforeEach(() => {
    memento = new JsonMemento();
    changes = new vscode.EventEmitter();
    memory = open();
  });
  afterEach(() => {
    memory.dispose();
    changes.dispose();
  });

  it("survive a restart, each connection for itself", () => {
    memory.pin(
      "tw",
      contact("1", "Ann", { sourceId: "crm-1", email: "", inboxes: [{ id: "i", name: "LINE" }] }),
    );
    memory.opened("tw", contact("2", "Bob"));
    memory.opened("jp", contact("3", "陳"));
    const { id } = memory.saveSearch("tw", { name: "VIP", text: "vip", inboxId: "i" });
    const again = open();
    assert.deepEqual(again.pins("tw"), [
      { id: "1", name: "Ann", sourceId: "crm-1", inboxes: [{ id: "i", name: "LINE" }] },
    ]);
    assert.deepEqual(again.recents("tw"), [{ id: "2", name: "Bob" }]);
    assert.deepEqual(again.recents("jp"), [{ id: "3", name: "陳" }]);
    assert.deepEqual(again.searches("tw"), [{ id, name: "VIP", text: "vip", inboxId: "i" }]);
    assert.deepEqual(again.pins("jp"), []);
    again.forgetConnection("tw");
    assert.deepEqual(open().searches("tw"), []);
    assert.equal(open().recents("jp").length, 1);
  });

  it("follow saves, deletes and what the server shows", () => {
    memory.pin("tw", contact("1", "Ann"));
    memory.opened("tw", contact("1", "Ann"));
    const seen: string[] = [];
    memory.onDidChange(({ kind }) => seen.push(kind));
    changes.fire({
      kind: "saved",
      ref: { connectionId: "tw", contactId: "1" },
      contact: contact("1", "Ann Lee"),
    });
    assert.equal(memory.pins("tw")[0]?.name, "Ann Lee");
    assert.equal(memory.recents("tw")[0]?.name, "Ann Lee");
    memory.saw("tw", contact("1", "Ann Lee"));
    memory.saw("jp", contact("1", "Another"));
    assert.deepEqual(seen, ["pins", "recents"]);
    changes.fire({ kind: "deleted", ref: { connectionId: "tw", contactId: "1" } });
    assert.deepEqual([...memory.pins("tw"), ...memory.recents("tw")], []);
    assert.deepEqual(open().pins("tw"), []);
  });

  it("have the last opened contact first, once, and stay small", () => {
    for (let round = 0; round < 3; round++) {
      for (let index = 0; index < 100; index++) {
        memory.opened("tw", contact(String(index), "n".repeat(1000), { email: "e".repeat(1000) }));
        memory.pin("tw", contact(String(index), "n".repeat(1000)));
        memory.saveSearch("tw", { name: "s".repeat(1000), text: `${index} ${"t".repeat(1000)}` });
      }
    }
    memory.opened("tw", contact("50", "Ann"));
    assert.equal(memory.recents("tw")[0]?.id, "50");
    assert.equal(memory.recents("tw").length, 20);
    assert.equal(memory.pins("tw").length, 50);
    assert.ok(memento.size < 100_000, `${memento.size} characters`);
    assert.deepEqual(open().recents("tw"), memory.recents("tw"));
  });

  it("leave out what does not fit, and keep the rest", async () => {
    await memento.update("maiagent.lookup", {
      tw: {
        pins: [{ id: "1", name: "Ann" }, { id: 2, name: "Bob" }, "x", null, { id: "", name: "" }],
        recents: "none",
        searches: [
          { id: "s", name: "VIP", text: "vip" },
          { id: "t", name: "", text: "vip" },
          { name: "no id" },
        ],
      },
      jp: 7,
    });
    const read = open();
    assert.deepEqual(read.pins("tw"), [{ id: "1", name: "Ann" }]);
    assert.deepEqual(read.recents("tw"), []);
    assert.deepEqual(read.searches("tw"), [{ id: "s", name: "VIP", text: "vip" }]);
    assert.deepEqual(read.pins("jp"), []);
    for (const damaged of [undefined, null, 7, "x", [], [1]]) {
      await memento.update("maiagent.lookup", damaged ?? null);
      assert.deepEqual(open().pins("tw"), []);
    }
  });

  it("keep a search once, under its newest name, and take a new name and a delete", () => {
    const first = memory.saveSearch("tw", { name: "VIP", text: "vip" });
    const second = memory.saveSearch("tw", { name: "Very important", text: "vip" });
    assert.equal(second.id, first.id);
    assert.deepEqual(memory.searches("tw"), [{ id: first.id, name: "Very important", text: "vip" }]);
    memory.saveSearch("tw", { name: "VIP", text: "vip", inboxId: "i" });
    assert.equal(memory.searches("tw").length, 2);
    memory.renameSearch("tw", first.id, "Again");
    assert.equal(memory.searches("tw")[0]?.name, "Again");
    memory.deleteSearch("tw", first.id);
    assert.deepEqual(
      memory.searches("tw").map(({ inboxId }) => inboxId),
      ["i"],
    );
  });
});
