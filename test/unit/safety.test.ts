import assert from "node:assert/strict";
import { describe, it } from "node:test";
import ts from "typescript";
import type { MaiAgentClient } from "../../src/api/client.ts";
import { ReadOnlyError } from "../../src/api/errors.ts";
import { Contacts } from "../../src/api/contacts.ts";
import { Inboxes } from "../../src/api/inboxes.ts";
import type { Connection } from "../../src/model/connection.ts";
import { ProductionLockedError, WriteUnlock } from "../../src/state/writeUnlock.ts";
import { BASE_URL, contactOf, KEY, scriptedClient } from "./api/support/clients.ts";
import { FakeClock } from "./api/support/fakeClock.ts";
import { json } from "./api/support/scriptedTransport.ts";
import { importsOf, nodesOf, readText, sourceFiles } from "./sourceTree.ts";

/** Every way in which the client writes. */
const WRITES: Readonly<Record<string, (client: MaiAgentClient) => Promise<unknown>>> = {
  create: (client) => client.contacts.create({ name: "n", sourceId: "s", inboxes: [{ id: "i" }] }),
  update: (client) => client.contacts.update("c-1", { name: "n" }),
  replace: (client) => client.contacts.replace("c-1", { name: "n" }),
  delete: (client) => client.contacts.delete("c-1"),
};
const READS = ["list", "all", "allAnswers", "retrieve"];

const production: Connection = {
  ...{
    id: "live",
    label: "Live",
    baseUrl: BASE_URL,
    role: "production",
    readOnly: false,
    keySource: "secret",
  },
};

/** Names that are called in a file, `a.b()` as `b`. */
const callsOf = (file: ts.SourceFile): ReadonlySet<string> =>
  new Set(
    [...nodesOf(file)].flatMap((node) => {
      if (!ts.isCallExpression(node)) {
        return [];
      }
      const { expression } = node;
      return ts.isPropertyAccessExpression(expression)
        ? [expression.name.text]
        : ts.isIdentifier(expression)
          ? [expression.text]
          : [];
    }),
  );
const source = sourceFiles("src");
const filesThat = (predicate: (file: ts.SourceFile) => boolean): readonly string[] =>
  source
    .filter(predicate)
    .map(({ fileName }) => fileName)
    .sort();

describe("a read-only connection", () => {
  it("refuses every write of the client below whoever calls it", async () => {
    for (const [name, write] of Object.entries(WRITES)) {
      const { client, transport } = scriptedClient(() => json(200, contactOf("c-1")), { readOnly: true });
      await assert.rejects(write(client), ReadOnlyError, name);
      assert.deepEqual(transport.sent, [], name);
    }
  });

  it("is asked about by each method of the client that there is", () => {
    const methods = Object.getOwnPropertyNames(Contacts.prototype).filter((name) => name !== "constructor");
    assert.deepEqual(methods.sort(), [...Object.keys(WRITES), ...READS].sort());
    assert.deepEqual(Object.getOwnPropertyNames(Inboxes.prototype), ["constructor", "list"]);
  });

  it("cannot be got round: a client is made in one place, which knows the connection", () => {
    const makers = filesThat((file) =>
      [...nodesOf(file)].some(
        (node) => ts.isNewExpression(node) && node.expression.getText() === "MaiAgentClient",
      ),
    );
    assert.deepEqual(makers, ["src/state/clients.ts"]);
    // Whatever else reaches the network says so here.
    const senders = filesThat(
      (file) =>
        !file.fileName.startsWith("src/sandbox") &&
        (file.text.includes("globalThis.fetch") ||
          importsOf(file).some(
            ({ module, isErased }) => !isErased && /^(?:node:(?:https?|net|tls|dns)|undici)/u.test(module),
          )),
    );
    assert.deepEqual(senders, [
      "src/api/diagnosis/networkProbes.ts", // without the key
      "src/api/ownTransport.ts",
      "src/api/transport.ts",
      "src/api/tunnel.ts", // to a proxy, without the key
    ]);
    const text = readText("src/state/clients.ts");
    assert.equal(text.match(/new MaiAgentClient\(/gu)?.length, text.match(/readOnly(?:: true)?,/gu)?.length);
  });
});

describe("a locked production connection", () => {
  it("refuses bulk writes until it is unlocked, and never one that is read-only", () => {
    const unlock = new WriteUnlock(new FakeClock());
    assert.throws(() => unlock.assertBulkWritable(production), ProductionLockedError);
    unlock.unlock(production);
    unlock.assertBulkWritable(production);
    assert.throws(() => unlock.assertBulkWritable({ ...production, readOnly: true }), ReadOnlyError);
  });

  it("stays locked when this machine's clock jumps back or far ahead", () => {
    const clock = new FakeClock();
    const unlock = new WriteUnlock(clock);
    unlock.unlock(production);
    clock.advance(365 * 24 * 3_600_000);
    assert.throws(() => unlock.assertBulkWritable(production), ProductionLockedError);
    let now = 10_000_000;
    const jumping = new WriteUnlock({ now: () => now });
    jumping.unlock(production);
    now = 0;
    assert.throws(() => jumping.assertBulkWritable(production), ProductionLockedError);
    assert.equal(jumping.remainingMs(production), 0);
  });

  /** What writes many contacts, and the files that may start it: each gets its client where the lock is looked at. */
  const BULK: Readonly<Record<string, readonly string[]>> = {
    runBulk: ["src/data/bulk/performBulk.ts"],
    seed: ["src/commands/toolSeeding.ts", "src/data/seed/seedFlow.ts"],
    cleanUp: ["src/data/seed/cleanUpFlow.ts"],
    runImport: ["src/data/import/performImport.ts"],
    mergeContacts: ["src/data/duplicates/duplicatesPanel.ts"],
  };
  /** Where the file that starts it is given a client from. */
  const GUARDS: Readonly<Record<string, string>> = {
    "src/data/import/performImport.ts": "src/data/import/importSession.ts",
  };

  it("is asked for by everything that writes many contacts", () => {
    for (const [engine, starters] of Object.entries(BULK)) {
      const found = filesThat(
        (file) =>
          !file.fileName.startsWith("src/data/engine/") &&
          importsOf(file).some(({ module, isErased }) => module.includes("/engine/") && !isErased) &&
          callsOf(file).has(engine) &&
          new RegExp(`import \\{[^}]*\\b${engine}\\b[^}]*\\} from "[^"]*engine/`, "u").test(file.text),
      );
      assert.deepEqual(found, starters, engine);
      for (const starter of found) {
        const guard = GUARDS[starter] ?? starter;
        const calls = callsOf(source.find(({ fileName }) => fileName === guard) ?? assert.fail(guard));
        // A language model's tool never writes to production at all.
        const isGuarded = ["openBulkClient", "forBulk", "forTools"].some((name) => calls.has(name));
        assert.ok(isGuarded, `${guard} asks for no bulk client`);
      }
    }
  });
});

describe("what cannot be taken back", () => {
  /** Every command and page that deletes, clears, merges, overwrites or changes many, and the file that asks. */
  const DESTRUCTIVE: Readonly<Record<string, string>> = {
    "maiagent.deleteContact": "src/commands/deleteContact.ts",
    "maiagent.deleteContacts": "src/data/bulk/confirmBulk.ts",
    "maiagent.moveToInbox": "src/data/bulk/confirmBulk.ts",
    "maiagent.addToInbox": "src/data/bulk/confirmBulk.ts",
    "maiagent.removeFromInbox": "src/data/bulk/confirmBulk.ts",
    "maiagent.setField": "src/data/bulk/confirmBulk.ts",
    "maiagent.copyToConnection": "src/data/bulk/confirmBulk.ts",
    "maiagent.dropContacts": "src/data/bulk/confirmBulk.ts",
    "maiagent.replaceContact": "src/commands/replaceContact.ts",
    "maiagent.removeConnection": "src/commands/connectionCommands.ts",
    "maiagent.resetSampleData": "src/commands/connectionCommands.ts",
    "maiagent.clearHistory": "src/commands/historyCommands.ts",
    "maiagent.importContacts": "src/data/import/performImport.ts",
    "maiagent.runSeed": "src/data/seed/seedFlow.ts",
    "maiagent.cleanUpSeed": "src/data/seed/cleanUpFlow.ts",
    "maiagent.findDuplicates": "src/data/bulk/confirmBulk.ts",
  };

  it("is asked about by the one question that honours maiagent.confirm.destructive", () => {
    const asking = filesThat(
      (file) => file.fileName !== "src/ui/confirmDestructive.ts" && callsOf(file).has("confirmDestructive"),
    );
    assert.deepEqual(asking, [...new Set(Object.values(DESTRUCTIVE))].sort());
  });

  it("is what these questions of another kind are not", () => {
    // Each with a way back or nothing of the user's at stake; a new one has to be thought about here.
    const others = filesThat(
      (file) => file.text.includes("modal: true") && file.fileName !== "src/ui/confirmDestructive.ts",
    );
    assert.deepEqual(others, [
      "src/commands/dropContacts.ts", // which of two; where typing is wanted the one question follows
      "src/commands/linkCommands.ts", // opens something
      "src/commands/restoreDeleted.ts", // creates
      "src/commands/undoLastChange.ts", // goes into the editor and can be undone again
      "src/data/seed/cleanUpFlow.ts", // the one question follows
      "src/data/seed/seedFlow.ts", // keeps or overwrites; where typing is wanted the one question follows
      "src/editor/contactPicture.ts", // asks a server for a picture
      "src/editor/savePreview.ts", // a save, under a setting of its own
      "src/ui/unlockProduction.ts", // is typed in any case
    ]);
  });

  it("is no secret of a palette: every command named here is one", () => {
    const ids = readText("src/commands/commandTypes.ts");
    for (const command of Object.keys(DESTRUCTIVE)) {
      assert.ok(ids.includes(`"${command}"`), command);
    }
    assert.ok(KEY.length > 0);
  });
});

describe("every page", () => {
  const pages = filesThat((file) => file.text.includes("Content-Security-Policy"));

  it("has a policy that allows its own script by nonce, no inline style and no file of a server", () => {
    assert.deepEqual(pages, ["src/ui/pageHtml.ts"]);
    for (const page of pages) {
      const text = readText(page);
      assert.match(text, /"default-src 'none'"/u, page);
      assert.match(text, /`script-src 'nonce-\$\{nonce\}'`/u, page);
      assert.match(text, /`style-src 'nonce-\$\{nonce\}'`/u, page);
      assert.match(text, /"font-src data:"/u, page);
      assert.match(text, /randomBytes\(16\)/u, page);
      assert.doesNotMatch(text, /unsafe-(?:inline|eval)|https?:\/\/|\bon\w+=|style=|<style/u, page);
    }
  });

  it("has its messages checked by a schema before anything is done with them", () => {
    const receivers = source.filter(({ text }) => text.includes("onDidReceiveMessage"));
    assert.ok(receivers.length >= 4);
    for (const { fileName, text } of receivers) {
      assert.match(text, /onDidReceiveMessage\(\((?:message|data): unknown\) =>/u, fileName);
      assert.match(
        text,
        /#receive\((?:message|data): unknown\)[^{]*\{\s*const parsed = \w+Schema\.safeParse\(/u,
        fileName,
      );
    }
  });

  it("shows texts as text", () => {
    const writers = sourceFiles("src/webview").filter(({ text }) =>
      /\.innerHTML|\.outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function/u.test(text),
    );
    assert.deepEqual(
      writers.map(({ fileName }) => fileName),
      [],
    );
  });
});
