import { strict as assert } from "node:assert";
import * as vscode from "vscode";
import type { Contact } from "../../src/api/schemas.ts";
import { type LookupItemContext, lookupItems } from "../../src/lookup/lookupItems.ts";
import type { LookupView } from "../../src/lookup/lookupView.ts";
import type { ContactStore } from "../../src/state/contactStore.ts";
import { Listing } from "../../src/state/listing.ts";
import { contactTooltip, treeItemOf } from "../../src/tree/treeItem.ts";
import type { TreeNode } from "../../src/tree/treeNode.ts";
import { HOSTILE_NAMES, INVISIBLE, VSCODE_ICON, VSCODE_LINK } from "../support/hostileNames.ts";

/** The icons that our own rows begin with. */
const OWN_ICON = /^\$\([a-z-]+(?:~spin)?\) /u;

function assertHarmless(text: string, where: string): void {
  const rest = text.replace(OWN_ICON, "");
  assert.doesNotMatch(rest, new RegExp(VSCODE_LINK.source, "iu"), `${where}: link`);
  assert.doesNotMatch(rest, VSCODE_ICON, `${where}: icon`);
  assert.doesNotMatch(rest, INVISIBLE, `${where}: invisible character`);
}

function hostile(name: string): Contact {
  return { id: "1", name, email: name, sourceId: name, inboxes: [{ id: "i", name }] };
}

describe("A hostile name", () => {
  const context = (name: string): LookupItemContext => ({
    connectionName: () => name,
    isPinned: () => false,
    contactButtons: () => [],
    searchButtons: [],
    suggested: { found: { connectionId: "tw", contactId: "9", contact: hostile(name) }, label: name },
    textOfAllInboxes: name,
    now: 0,
  });
  const place = { connectionId: "tw", inboxId: undefined };
  const views = (name: string): readonly LookupView[] => [
    {
      kind: "remembered",
      rows: [
        { connectionId: "tw", contact: hostile(name), shelf: "pinned" },
        { connectionId: "tw", contact: hostile(name), shelf: "recent" },
      ],
      searches: [{ connectionId: "tw", id: "s", name, text: `${name} too` }],
    },
    {
      ...{ kind: "results", place, words: name, rows: [{ connectionId: "tw", contact: hostile(name) }] },
      ...{ start: 1, count: 1, hasMore: false, isWaiting: false },
    },
    {
      ...{ kind: "results", place, words: name, rows: [] },
      ...{ start: 1, count: 0, hasMore: false, isWaiting: false },
    },
    {
      ...{ kind: "completions", keyword: "in", value: name, isKnown: false },
      options: [
        { id: name, name, text: "" },
        { id: "2", name, text: "" },
      ],
    },
    {
      kind: "completions",
      keyword: "on",
      value: name,
      isKnown: false,
      options: [{ id: name, name, text: "" }],
    },
  ];

  it(`makes no link, icon or command in a row of the picker, in any of ${HOSTILE_NAMES.length} ways`, () => {
    assert.ok(HOSTILE_NAMES.length >= 40);
    for (const name of HOSTILE_NAMES) {
      for (const view of views(name)) {
        const items = lookupItems(view, context(name));
        assert.ok(items.length > 0);
        for (const { label, description, detail } of items) {
          assertHarmless(label, `label of ${view.kind}`);
          assertHarmless(description ?? "", `description of ${view.kind}`);
          assertHarmless(detail ?? "", `detail of ${view.kind}`);
        }
      }
    }
  });

  it("makes none in a row of the tree", () => {
    // What a row asks of the store: a list that was not loaded yet, and the names of inboxes.
    for (const name of HOSTILE_NAMES) {
      const store: Pick<ContactStore, "listing" | "knownInboxes"> = {
        listing: (ref) =>
          new Listing(
            ref,
            () => Promise.reject(new Error("not asked")),
            () => undefined,
          ),
        knownInboxes: () => [{ id: "i", name }],
      };
      const contact = hostile(name);
      const row = { connectionId: "tw", inboxId: "i", isReadOnly: false } as const;
      const nodes: readonly TreeNode[] = [
        { kind: "contact", ...row, contactId: "1", contact },
        { kind: "contact", ...row, contactId: "1", contact, isPinnedRow: true },
        { kind: "list", ...row, inbox: { id: "i", name, channelType: name } },
        { kind: "list", ...row, inbox: undefined, search: { id: "s", name, text: name, inboxId: "i" } },
      ];
      for (const node of nodes) {
        const item = treeItemOf(node, store);
        for (const text of [
          item.label,
          item.description,
          item.tooltip,
          item.accessibilityInformation?.label,
        ]) {
          if (typeof text === "string") {
            for (const line of text.split("\n")) {
              assertHarmless(line, `tree ${node.kind}`);
            }
          }
        }
      }
      const tooltip = contactTooltip(contact);
      assert.equal(tooltip.isTrusted, false);
      assert.ok(tooltip.supportThemeIcons !== true && tooltip.supportHtml !== true);
    }
  });
});

describe("The key of Find Contact", () => {
  it("is bound to nothing else, and those of the open picker are ours only while it is open", async () => {
    const uri = vscode.Uri.parse("vscode://defaultsettings/keybindings.json");
    const document = await vscode.workspace.openTextDocument(uri);
    const text = document.getText();
    const json = text.replaceAll(/^\s*\/\/.*$/gmu, "");
    const bindings = JSON.parse(json) as readonly { key: string; command: string; when?: string }[];
    assert.ok(bindings.length > 500, `${bindings.length} key bindings`);
    const of = (key: string) => bindings.filter((binding) => binding.key === key);
    const [own] = bindings.filter(({ command }) => command === "maiagent.findContact");
    assert.ok(own);
    assert.deepEqual(
      of(own.key).map(({ command }) => command),
      ["maiagent.findContact"],
    );
    for (const { command, when } of bindings) {
      if (command.startsWith("maiagent.find") && command !== "maiagent.findContact") {
        assert.match(when ?? "", /maiagent\.finding/u, command);
      }
    }
  });
});
