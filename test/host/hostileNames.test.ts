import { strict as assert } from "node:assert";
import * as vscode from "vscode";
import { type Contact, contactSchema } from "../../src/api/schemas.ts";
import { inboxHover, knownHover, unknownHover } from "../../src/assist/contactHover.ts";
import { fixtureName } from "../../src/assist/fixtureFile.ts";
import { fixtureText, parseFixture } from "../../src/assist/engine/fixture.ts";
import { nameHints } from "../../src/assist/nameHints.ts";
import { documentTextOf } from "../../src/model/contactText.ts";
import { DescribedError } from "../../src/ui/describedError.ts";
import { inboxItem } from "../../src/ui/inboxItem.ts";
import { HeldPlans } from "../../src/assist/engine/tools/heldPlans.ts";
import { modelTool } from "../../src/assist/tools/modelTool.ts";
import { readTools, type ToolParts } from "../../src/assist/tools/readTools.ts";
import { seedTool, type ToolSeeding } from "../../src/assist/tools/seedTool.ts";
import { writeTools } from "../../src/assist/tools/writeTools.ts";
import { type LookupItemContext, lookupItems } from "../../src/lookup/lookupItems.ts";
import type { LookupView } from "../../src/lookup/lookupView.ts";
import type { Connection } from "../../src/model/connection.ts";
import type { ContactStore } from "../../src/state/contactStore.ts";
import { Listing } from "../../src/state/listing.ts";
import { contactTooltip, treeItemOf } from "../../src/tree/treeItem.ts";
import { RowIds, type TreeNode } from "../../src/tree/treeNode.ts";
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
        const item = treeItemOf(node, store, new RowIds());
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
      assertPlainMarkdown(tooltip);
    }
  });
});

/** What Markdown would make something of: only escaped, as an entity, or in our own links and bold names. */
function assertPlainMarkdown({
  value,
  isTrusted,
  supportHtml,
  supportThemeIcons,
}: vscode.MarkdownString): void {
  if (isTrusted !== undefined && isTrusted !== false) {
    assert.deepEqual(isTrusted, { enabledCommands: ["maiagent.hoverAction"] });
  }
  assert.ok(supportHtml !== true && supportThemeIcons !== true);
  const rest = value
    .replaceAll(/\\[\\`*_{}[\]()#+\-!~>\n]/gu, "")
    .replaceAll(/&(?:#\d+|amp|lt|nbsp);/gu, "")
    .replaceAll(/\[[^\][]*\]\(command:maiagent\.hoverAction\?[\w%.-]*\)/gu, "")
    .replaceAll("**", "");
  assert.doesNotMatch(rest, /[\\`*_{}[\]()#!~<>:@&]|\w\.\w/u, value);
  assert.doesNotMatch(rest.replaceAll("\n", ""), INVISIBLE, value);
}

describe("A hostile name in a text", () => {
  const id = "550e8400-e29b-41d4-a716-446655440000";
  const connectionOf = (label: string): Connection => ({
    ...{ id: "tw", label, baseUrl: "https://api.test/api", role: "development" },
    ...{ readOnly: false, keySource: "secret" },
  });

  it("makes nothing in a hover but its own links", () => {
    for (const name of HOSTILE_NAMES) {
      const connection = connectionOf(name);
      const contact = { id, name, email: name, sourceId: name, inboxes: [{ id: "i", name }] };
      const cards = knownHover([{ connection, contact, seenAt: 1 }], 0);
      assert.equal(cards.length, 1);
      cards.forEach(assertPlainMarkdown);
      assert.equal(cards[0]?.value.split("](command:").length, 5);
      const place = new vscode.Position(0, 0);
      const failed = { kind: "failed", at: 0, error: new DescribedError(name) } as const;
      for (const unfound of [undefined, { kind: "missing", at: 0 } as const, failed]) {
        for (const places of [[{ connection, unfound }], Array(3).fill({ connection, unfound })]) {
          const card = unknownHover(places, { id, place });
          assert.ok(card);
          assertPlainMarkdown(card);
        }
      }
      assertPlainMarkdown(inboxHover(connection, { id, name, channelType: name }));
    }
  });

  it("makes nothing of a name beside an id, of an address, or of a row that completes an inbox", async () => {
    const document = await vscode.workspace.openTextDocument({ language: "json", content: `"${id}"` });
    for (const name of HOSTILE_NAMES) {
      const contact = { id, name, email: name, inboxes: [{ id: "i", name }] };
      const connection = connectionOf(name);
      const hints = nameHints(
        {
          connections: { all: [connection], current: connection },
          contacts: {
            seen: { find: () => [{ connectionId: "tw", contact, seenAt: 0 }] },
            knownInboxes: () => [],
          },
          memory: { pins: () => [], recents: () => [] },
        },
        document,
        new vscode.Range(0, 0, 1, 0),
        0,
      );
      const [part, ...others] = hints.flatMap(({ label }) => (typeof label === "string" ? [] : label));
      assert.ok(part && others.length === 0);
      assertHarmless(part.value, "name beside an id");
      assert.ok(part.tooltip instanceof vscode.MarkdownString);
      assertPlainMarkdown(part.tooltip);
      assert.deepEqual(part.command?.arguments, ["open", "tw", id]);
      const item = inboxItem({ id: name, name, channelType: name }, "id", new vscode.Range(0, 0, 0, 0));
      assertHarmless(typeof item.label === "string" ? item.label : item.label.label, "completion");
      assertHarmless(item.detail ?? "", "completion's detail");
    }
  });

  it("is data and nothing else in a fixture and in its file's name", () => {
    for (const name of HOSTILE_NAMES) {
      const text = fixtureText("tw", [documentTextOf(JSON.stringify({ id: "1", name }))], 0);
      assert.doesNotMatch(text.replaceAll("\n", ""), INVISIBLE);
      const { contacts } = JSON.parse(text) as { readonly contacts: readonly unknown[] };
      assert.equal(contactSchema.parse(contacts[0]).name, name);
      assert.equal(parseFixture(text).contacts.length, 1);
      const fileName = fixtureName(name);
      assert.match(fileName, /^[^\s\\/:*?"<>|$\p{C}]{1,80}\.contacts\.json$/u);
    }
  });
});

describe("A hostile name before a language model's tool", () => {
  const connection = (label: string): Connection => ({
    ...{
      id: "tw",
      label,
      baseUrl: "https://x.test/api",
      role: "staging",
      readOnly: false,
      keySource: "secret",
    },
  });
  /** A store of one contact, and tools over it. */
  const toolsOver = (name: string) => {
    let contact = { ...hostile(name), [name]: { [name]: [name] }, mcpCredentials: "s3cret" };
    const answer = () => Promise.resolve({ contact, json: JSON.stringify(contact) });
    const sent: string[] = [];
    const contacts: ToolParts["contacts"] = {
      inboxes: () =>
        Promise.resolve({
          inboxes: [{ id: "i", name, channelType: name }],
          source: "inboxes",
          complete: true,
        }),
      search: () => Promise.resolve({ items: [contact], count: 1, page: 1, hasMore: false }),
      retrieve: answer,
      create: (_, draft) => {
        sent.push(JSON.stringify(draft));
        return answer();
      },
      update: (_, patch) => {
        sent.push(patch.json);
        return answer();
      },
      delete: () => Promise.resolve(),
    };
    const known = connection(name.slice(0, 80));
    const parts: ToolParts = {
      connections: { all: [known], current: known, get: () => known },
      contacts,
      window: { isTrusted: () => true, showsPersonalData: () => true, folders: () => [] },
    };
    const all = { ...readTools(parts), ...writeTools(parts, new HeldPlans({ now: () => 0 })) };
    const use = (tool: keyof typeof all) =>
      modelTool(tool, all[tool], { newBoundary: () => crypto.randomUUID(), onFailure: () => undefined });
    return {
      sent,
      use,
      rename: (newName: string) => {
        contact = { ...contact, name: newName };
      },
    };
  };
  const token = new vscode.CancellationTokenSource().token;
  const resultText = (result: vscode.LanguageModelToolResult | null | undefined) => {
    const [part] = result?.content ?? [];
    assert.ok(part instanceof vscode.LanguageModelTextPart);
    return part.value;
  };

  it("makes no link, icon or end of its block in a confirmation, which shows what is sent", async () => {
    for (const name of HOSTILE_NAMES) {
      const { use, sent } = toolsOver(name);
      const email = name.slice(0, 255);
      const inputs = {
        maiagent_createContact: { name: name.slice(0, 255), inboxes: ["i"], email },
        maiagent_updateContact: { id: "1", changes: { email: `x${email.slice(1)}`, name: "new" } },
        maiagent_deleteContact: { id: "1" },
      } as const;
      for (const tool of [
        "maiagent_createContact",
        "maiagent_updateContact",
        "maiagent_deleteContact",
      ] as const) {
        const input: unknown = inputs[tool];
        const prepared = await use(tool).prepareInvocation({ input }, token);
        const { title, message } = prepared?.confirmationMessages ?? assert.fail();
        assertHarmless(title, `title of ${tool}`);
        assert.ok(message instanceof vscode.MarkdownString);
        assert.ok(
          message.isTrusted !== true && message.supportHtml !== true && message.supportThemeIcons !== true,
        );
        const [, block = ""] =
          /^\n```diff\n([^`]*)\n```\n$/u.exec(message.value) ?? assert.fail(message.value);
        for (const line of block.split("\n")) {
          assert.doesNotMatch(line, INVISIBLE, tool);
        }
        if (tool === "maiagent_updateContact") {
          const shown = /^\+ email: (.*)$/mu.exec(block)?.[1] ?? assert.fail(block);
          assert.equal(JSON.parse(shown), inputs.maiagent_updateContact.changes.email);
          await use(tool).invoke({ input, toolInvocationToken: undefined }, token);
          assert.deepEqual(JSON.parse(sent.at(-1) ?? ""), inputs.maiagent_updateContact.changes);
        }
      }
    }
  });

  /** The seeding tool over a recipe that would create one contact of this name. */
  const seedingOf = (name: string) => {
    const ran: string[] = [];
    let body = JSON.stringify({ name, sourceId: name, inboxes: [{ id: name }] });
    const seeding: ToolSeeding = {
      propose: () =>
        Promise.resolve({
          ...{ recipe: name, connection: connection(name.slice(0, 80)), unchanged: 1, conflicts: 1 },
          writes: [{ method: "POST", path: "/contacts/", body }],
          run: () => {
            ran.push(body);
            return Promise.resolve({ created: 1 });
          },
        }),
    };
    const window = {
      ...{ isTrusted: () => true, showsPersonalData: () => false },
      folders: () => [vscode.Uri.file("/workspace")],
    };
    const tool = modelTool(
      "maiagent_seedContacts",
      seedTool(seeding, window, new HeldPlans({ now: () => 0 })),
      { newBoundary: () => crypto.randomUUID(), onFailure: () => undefined },
    );
    return {
      ...{ ran, tool },
      change: () => {
        body = JSON.stringify({ name: "another" });
      },
    };
  };
  const seedInput = { recipe: "qa.maiagent-seed.json" };

  it("makes no link, icon or end of its block in the confirmation of a seed run", async () => {
    for (const name of HOSTILE_NAMES) {
      const { tool } = seedingOf(name);
      const prepared = await tool.prepareInvocation({ input: seedInput }, token);
      const { title, message } = prepared?.confirmationMessages ?? assert.fail();
      assertHarmless(title, "title of maiagent_seedContacts");
      assert.ok(message instanceof vscode.MarkdownString);
      const [, block = ""] = /^\n```diff\n([^`]*)\n```\n$/u.exec(message.value) ?? assert.fail(message.value);
      for (const line of block.split("\n")) {
        assert.doesNotMatch(line, INVISIBLE, "maiagent_seedContacts");
      }
      const shown = /^\+ POST \S+ (.*)$/mu.exec(block)?.[1] ?? assert.fail(block);
      assert.deepEqual(JSON.parse(shown), { name, sourceId: name, inboxes: [{ id: name }] });
    }
  });

  it("a recipe that is another one after the confirmation is not run", async () => {
    const { tool, ran, change } = seedingOf("Ann");
    await tool.prepareInvocation({ input: seedInput }, token);
    change();
    await assert.rejects(
      Promise.resolve(tool.invoke({ input: seedInput, toolInvocationToken: undefined }, token)),
      /changed after the confirmation/u,
    );
    assert.deepEqual(ran, []);
  });

  it("stays within the data of a result", async () => {
    for (const name of HOSTILE_NAMES) {
      const { use } = toolsOver(name);
      for (const [tool, input] of [
        ["maiagent_listInboxes", {}],
        ["maiagent_findContacts", { text: "x" }],
        ["maiagent_getContact", { id: "1" }],
      ] as const) {
        const text = resultText(await use(tool).invoke({ input, toolInvocationToken: undefined }, token));
        const [, , data = "", ...rest] = text.split("\n");
        assert.equal(rest.length, 1);
        assert.ok(text.length < 15_000);
        assert.doesNotMatch(data, INVISIBLE);
        assert.doesNotMatch(data, /[<>`]|s3cret/u);
        JSON.parse(data);
      }
    }
  });

  it("is not what was confirmed once it changed: nothing is sent then, nor without a confirmation, nor twice", async () => {
    const { use, sent, rename } = toolsOver("Ann");
    const options = { input: { id: "1", changes: { email: "new@b.test" } }, toolInvocationToken: undefined };
    const tool = use("maiagent_updateContact");
    await assert.rejects(async () => tool.invoke(options, token), /was not confirmed/u);
    await tool.prepareInvocation(options, token);
    rename("Bob");
    await assert.rejects(async () => tool.invoke(options, token), /changed on the server.*\(name\)/u);
    await tool.prepareInvocation(options, token);
    const other = { ...options, input: { ...options.input, id: "2" } };
    await assert.rejects(async () => tool.invoke(other, token), /was not confirmed/u);
    await tool.invoke(options, token);
    await assert.rejects(async () => tool.invoke(options, token), /was not confirmed/u);
    assert.deepEqual(sent, ['{"email":"new@b.test"}']);
    const { use: useAgain, rename: renameAgain } = toolsOver("Ann");
    const deletion = { input: { id: "1" }, toolInvocationToken: undefined };
    await useAgain("maiagent_deleteContact").prepareInvocation(deletion, token);
    renameAgain("Bob");
    await assert.rejects(
      async () => useAgain("maiagent_deleteContact").invoke(deletion, token),
      /changed on the server/u,
    );
  });

  it("cannot be changed in Restricted Mode, where personal data is masked in any case", async () => {
    const known = connection("Shop");
    const parts: ToolParts = {
      connections: { all: [known], current: known, get: () => known },
      contacts: {
        ...{ inboxes: () => assert.fail(), search: () => assert.fail(), retrieve: () => assert.fail() },
        ...{ create: () => assert.fail(), update: () => assert.fail(), delete: () => assert.fail() },
      },
      window: { isTrusted: () => false, showsPersonalData: () => false, folders: () => [] },
    };
    const tools = writeTools(parts, new HeldPlans({ now: () => 0 }));
    const { signal } = new AbortController();
    for (const [tool, input] of [
      [tools.maiagent_createContact, { name: "x", inboxes: ["i"] }],
      [tools.maiagent_updateContact, { id: "1", changes: { name: "x" } }],
      [tools.maiagent_deleteContact, { id: "1" }],
    ] as const) {
      await assert.rejects(tool.prepare(input, signal), /Restricted Mode/u);
    }
  });
});
