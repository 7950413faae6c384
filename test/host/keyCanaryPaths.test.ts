import { strict as assert } from "node:assert";
import { randomBytes } from "node:crypto";
import { rm, writeFile } from "node:fs/promises";
import * as vscode from "vscode";
import { systemClock } from "../../src/api/clock.ts";
import type { ToolName } from "../../src/assist/engine/tools/toolName.ts";
import { sampleInboxes } from "../../src/sandbox/sampleInboxes.ts";
import { type Sandbox, startSandbox } from "../../src/sandbox/startSandbox.ts";
import { LookupMemory } from "../../src/state/lookupMemory.ts";
import { ContactTree } from "../../src/tree/contactTree.ts";
import { type HostileServer, startHostileServer, type Talk } from "../support/hostileServer.ts";
import { CANARY } from "./canaryMark.ts";
import { nothingKept } from "./hostWindow.ts";
import {
  CONNECTION_ID,
  type HostWorld,
  openDocument,
  openWorld,
  revertDocuments,
  setConnections,
  settingFor,
} from "./hostWorld.ts";
import { assertKeyNowhere } from "./keyNowhere.ts";
import { notePageMessages, type PageMessages } from "./pageMessages.ts";
import { QUOTING_ANSWERS } from "./quotingAnswers.ts";
import { noteMessages, type ToldMessages } from "./toldMessages.ts";
import {
  answered,
  type Caller,
  ELSEWHERE,
  type Made,
  prepareWays,
  READERS,
  run,
  WRITERS,
} from "./waysToTalk.ts";

const KEY = `${CANARY}${randomBytes(12).toString("hex")}`;
const RECIPE = "canary.maiagent-seed.json";
const [INBOX] = sampleInboxes;

/** Writers that end before they write: with a page, an edit, or contacts that are there already. */
const READ_ONLY_HERE = ["Import Contacts", "Restore This Version", "a drop from another connection"];

const tool =
  (name: ToolName, input: (world: HostWorld) => object): Caller =>
  ({ world }) =>
    vscode.lm.invokeTool(name, { input: input(world), toolInvocationToken: undefined });

/** Callers that ask for a language model. What they answer goes to it. */
const WRITING_TOOLS: Readonly<Record<string, Caller>> = {
  "a model's new contact": tool("maiagent_createContact", () => ({ name: "x", inboxes: [INBOX?.id] })),
  "a model's change": tool("maiagent_updateContact", ({ contactIds: [id] }) => ({
    id,
    changes: { name: "x" },
  })),
  "a model's deletion": tool("maiagent_deleteContact", ({ contactIds: [id] }) => ({ id })),
  "a model's seed run": tool("maiagent_seedContacts", () => ({ recipe: RECIPE })),
};
const MORE_READERS: Readonly<Record<string, Caller>> = {
  "a model's list of inboxes": tool("maiagent_listInboxes", () => ({})),
  "a model's search": tool("maiagent_findContacts", () => ({ text: "a" })),
  "a model's look at a contact": tool("maiagent_getContact", ({ contactIds: [id] }) => ({ id })),
  "the view": rowsOf,
  "Find Contact": ({ list }) => run("findContact", list, "canary"),
  "Find Duplicates": ({ list }) => run("findDuplicates", list),
  "Diagnose Connection": () => run("diagnoseConnection", CONNECTION_ID),
  "Save as Fixture": ({ row, fixture }) =>
    run("saveAsFixture", row(9), [row(9)], vscode.Uri.joinPath(fixture, "../new.maiagent-fixture.json")),
};

/** All that the rows of the view say, down to the contacts of each list. */
async function rowsOf({ window, log }: Made): Promise<readonly unknown[]> {
  const memory = new LookupMemory(nothingKept, window.contacts, () => crypto.randomUUID());
  const tree = new ContactTree(window.connections, window.contacts, memory, log, () => undefined);
  try {
    const rows = await tree.getChildren();
    // The array grows while it is gone through: rows of rows come behind it.
    for (const row of rows) {
      rows.push(...(await tree.getChildren(row)));
    }
    return rows.map((row) => {
      const { label, description, tooltip } = tree.getTreeItem(row);
      return [label, description, typeof tooltip === "object" ? tooltip.value : tooltip];
    });
  } finally {
    tree.dispose();
  }
}

describe("A key that is quoted by a server, whatever is done", () => {
  let world: HostWorld;
  let elsewhere: Sandbox;
  let server: HostileServer;
  /** Answers in place of the server; false to let it answer. */
  let fail: (talk: Talk) => boolean = () => false;
  let made: Made;
  let edited: vscode.TextDocument;
  let messages: ToldMessages;
  let pages: PageMessages;
  const recipe = vscode.Uri.joinPath(
    vscode.workspace.workspaceFolders?.[0]?.uri ?? assert.fail("no folder is open"),
    RECIPE,
  );

  before(async () => {
    world = await openWorld({}, { apiKey: KEY });
    elsewhere = await startSandbox({ apiKey: KEY });
    server = await startHostileServer(
      async (talk) => {
        if (!fail(talk)) {
          await passOn(talk);
        }
      },
      {
        delay: (callback, milliseconds) => systemClock.setTimeout(callback, milliseconds),
      },
    );
    await connect();
    made = await prepareWays(world);
    edited = await openDocument(world.contactIds[6] ?? "");
    await writeFile(
      recipe.fsPath,
      JSON.stringify({
        name: "canary",
        inboxes: [INBOX?.name],
        contacts: [{ name: "x", sourceId: "canary" }],
      }),
    );
    messages = await noteMessages("saysYes");
    pages = notePageMessages();
  });
  after(async () => {
    messages.restore();
    pages.restore();
    await rm(recipe.fsPath, { force: true });
    await made.close();
    await world.close();
    await elsewhere.close();
    await server[Symbol.asyncDispose]();
  });

  afterEach(revertDocuments);

  /** What the sandbox says to the same request. */
  async function passOn({ method, path, raw, answer }: Talk): Promise<void> {
    const body = Buffer.from(raw.slice(raw.indexOf("\r\n\r\n") + 4), "latin1");
    const { origin } = new URL(world.sandbox.baseUrl);
    const response = await fetch(`${origin}${path}`, {
      method,
      headers: { authorization: `Api-Key ${KEY}`, "content-type": "application/json" },
      ...(body.length > 0 && { body }),
    });
    const text = (await response.text()).replaceAll(origin, server.origin);
    answer(response.status, ["content-type: application/json"], text);
  }

  /** A connection that remembers nothing of an earlier failure: a pause that it was told to make would be one. */
  async function connect(): Promise<void> {
    await setConnections([]);
    await setConnections([
      settingFor(world.sandbox, { baseUrl: `${server.origin}/api` }),
      settingFor(elsewhere, { id: ELSEWHERE, label: "Elsewhere" }),
    ]);
  }

  /** Does it while requests fail, those that only read as well or not; returns what it ended with. */
  async function outcomeOf(
    caller: Caller,
    answer: (talk: Talk) => void,
    readsFail: boolean,
  ): Promise<string> {
    await connect();
    let failed = 0;
    fail = (talk) => {
      const fails = readsFail || talk.method !== "GET";
      if (fails) {
        failed += 1;
        answer(talk);
      }
      return fails;
    };
    const running = Promise.resolve(caller({ ...made, edited })).then(
      (value) => JSON.stringify([value]),
      (error: unknown) => (error instanceof Error ? `${error.message}\n${error.stack ?? ""}` : String(error)),
    );
    await answered(running);
    fail = () => false;
    assert.ok(failed > 0, "no request failed");
    return running;
  }

  const ways = Object.entries(QUOTING_ANSWERS);
  const callers = [
    ...Object.entries({ ...WRITERS, ...WRITING_TOOLS }).map(
      ([name, caller]) => [name, caller, !READ_ONLY_HERE.includes(name)] as const,
    ),
    ...Object.entries({ ...READERS, ...MORE_READERS }).map(
      ([name, caller]) => [name, caller, false] as const,
    ),
  ];
  for (const [place, [name, caller, writes]] of callers.entries()) {
    // Two ways each, in turn: keyCanary.test.ts has all of them, for what is done most.
    for (const turn of [0, 1]) {
      const [way = "", answer = () => undefined] = ways[(2 * place + turn) % ways.length] ?? [];
      for (const readsFail of writes ? [true, false] : [true]) {
        it(`is not in what is said, shown or kept: ${name}, ${way}, ${readsFail ? "at reading" : "at writing"}`, async () => {
          const outcome = await outcomeOf(caller, answer, readsFail);
          await assertKeyNowhere(KEY, name, [...messages.said, ...messages.shown, ...pages.given, outcome]);
        });
      }
    }
  }
});
