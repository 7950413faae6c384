import { strict as assert } from "node:assert";
import { LookupMemory } from "../../src/state/lookupMemory.ts";
import { ContactTree } from "../../src/tree/contactTree.ts";
import type { ListNode, TreeNode } from "../../src/tree/treeNode.ts";
import { Log } from "../../src/ui/log.ts";
import { type HostWindow, nothingKept, openHostWindow } from "./hostWindow.ts";
import { CONNECTION_ID, type HostWorld, openWorld } from "./hostWorld.ts";

describe("Rows of the Contacts view", () => {
  let world: HostWorld;
  let window: HostWindow;
  let tree: ContactTree;
  let list: ListNode;
  beforeEach(async () => {
    world = await openWorld();
    window = openHostWindow(() => Promise.reject(new Error("nothing is written")));
    const memory = new LookupMemory(nothingKept, window.contacts, () => crypto.randomUUID());
    tree = new ContactTree(window.connections, window.contacts, memory, new Log(), () => undefined);
    const [connection] = await tree.getChildren();
    const lists = await tree.getChildren(connection);
    list = lists.find((node) => node.kind === "list") ?? assert.fail("no list");
  });
  afterEach(async () => {
    tree.dispose();
    window.dispose();
    await world.close();
  });

  /** The first row that is refreshed after `change` and for which `fits` holds. */
  async function refreshed(
    change: () => Promise<unknown>,
    fits: (node: TreeNode) => boolean,
  ): Promise<TreeNode> {
    const fired = new Promise<TreeNode>((resolve) => {
      const subscription = tree.onDidChangeTreeData((nodes) => {
        const found = nodes?.find(fits);
        if (found) {
          subscription.dispose();
          resolve(found);
        }
      });
    });
    await change();
    return fired;
  }

  const numberOf = (node: TreeNode) => tree.getTreeItem(node).description;

  it("show the number of a list that was read between its row and its contacts", async () => {
    const listing = window.contacts.listing(list);
    listing.forget();
    assert.equal(numberOf(list), "");
    await listing.load();
    const row = await refreshed(
      () => tree.getChildren(list),
      (node) => node === list,
    );
    assert.equal(numberOf(row), String(listing.count));
  });

  it("are the same objects when a page comes in, except that of a contact that was saved", async () => {
    const rows = await tree.getChildren(list);
    const items = rows.map((row) => tree.getTreeItem(row));
    const [first, second] = rows;
    assert.ok(first?.kind === "contact" && second?.kind === "contact");
    const { contactId } = first;
    const listing = window.contacts.listing(list);
    listing.put({ ...first.contact, name: "Saved meanwhile" });
    await listing.loadMore();
    const more = await tree.getChildren(list);
    assert.equal(more.length, 136);
    const itemOf = (id: string) => {
      const row = more.find((node) => node.kind === "contact" && node.contactId === id);
      return row && tree.getTreeItem(row);
    };
    assert.equal(itemOf(contactId)?.label, "Saved meanwhile");
    assert.equal(itemOf(second.contactId), items[1]);
    assert.ok(more.includes(second) && !more.includes(first));
  });

  it("have identities of their own that are the same after a refresh, short where there are thousands", async () => {
    const idsNow = async () => {
      const [connection] = await tree.getChildren();
      const lists = await tree.getChildren(connection);
      const rows = await Promise.all(lists.map((node) => tree.getChildren(node)));
      return [...lists, ...rows.flat()].map((node) => {
        const id = tree.getTreeItem(node).id ?? assert.fail();
        assert.ok(node.kind !== "contact" || id.length < 12, id);
        return id;
      });
    };
    const ids = await idsNow();
    // Each contact of an inbox is among all contacts, too.
    assert.ok(ids.length > 200);
    assert.equal(new Set(ids).size, ids.length);
    window.contacts.refreshConnection(CONNECTION_ID);
    assert.deepEqual(await idsNow(), ids);
  });

  it("of contacts share what a click does, and get what is said of them only when VS Code asks for it", async () => {
    const [row] = await tree.getChildren(list);
    assert.ok(row?.kind === "contact");
    const item = tree.getTreeItem(row);
    assert.deepEqual(item.command, { command: "maiagent.openRow", title: "" });
    assert.equal(item.tooltip, undefined);
    assert.ok(tree.resolveTreeItem(item, row).tooltip);
    await window.contacts.listing(list).loadMore();
    const far = (await tree.getChildren(list))[110];
    assert.ok(far?.kind === "contact");
    const farItem = tree.getTreeItem(far);
    assert.equal(farItem.command, undefined);
    assert.deepEqual(tree.resolveTreeItem(farItem, far).command, item.command);
  });

  it("are refreshed as VS Code has them, also after a contact was revealed below them", async () => {
    const contact = await world.get(world.contactIds[3] ?? "");
    const found = await tree.rowOf(CONNECTION_ID, { ...contact, id: String(contact["id"]), name: "x" });
    assert.equal(found?.kind, "contact");
    const row = await refreshed(
      async () => {
        window.contacts.listing(list).setFilter("crm");
        await tree.getChildren(list);
      },
      (node) => node.kind === "list" && node.inboxId === list.inboxId,
    );
    assert.equal(row, list);
  });
});
