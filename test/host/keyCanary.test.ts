import { strict as assert } from "node:assert";
import { randomBytes } from "node:crypto";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as vscode from "vscode";
import { systemClock } from "../../src/api/clock.ts";
import { type HostileServer, startHostileServer, type Talk } from "../support/hostileServer.ts";
import { CONNECTION_ID, openWorld, setConnections, setField, type HostWorld, uriFor } from "./hostWorld.ts";
import { CANARY } from "./canaryMark.ts";
import { assertKeyNowhere } from "./keyNowhere.ts";
import { notePageMessages, type PageMessages } from "./pageMessages.ts";
import { QUOTING_ANSWERS } from "./quotingAnswers.ts";
import { noteMessages, type ToldMessages } from "./toldMessages.ts";

const KEY = `${CANARY}${randomBytes(12).toString("hex")}`;

describe("A key that is quoted by a failing server", () => {
  let world: HostWorld;
  let server: HostileServer;
  let fail: (talk: Talk) => void;
  let folder: string;
  let messages: ToldMessages;
  let pages: PageMessages;
  before(async () => {
    world = await openWorld();
    folder = await mkdtemp(join(tmpdir(), "canary-"));
    server = await startHostileServer((talk) => fail(talk), {
      delay: (callback, milliseconds) => systemClock.setTimeout(callback, milliseconds),
    });
    process.env["MAIAGENT_API_KEY"] = KEY;
    messages = await noteMessages();
    pages = notePageMessages();
  });
  after(async () => {
    messages.restore();
    pages.restore();
    await server[Symbol.asyncDispose]();
    await world.close();
    await rm(folder, { recursive: true, force: true });
  });

  /** Runs to its end, dismissing what it asks and says. */
  async function dismissed(running: Thenable<unknown>): Promise<void> {
    const ended = Promise.resolve(running).then(
      () => true,
      () => true,
    );
    const turn = async () => {
      await vscode.commands.executeCommand("workbench.action.closeQuickOpen");
      await vscode.commands.executeCommand("notifications.clearAll");
      return false;
    };
    while (!(await Promise.race([ended, turn()])));
  }

  let ids: readonly string[] = [];
  before(async () => {
    // Contacts that no other test has open.
    const answer = await fetch(`${world.sandbox.baseUrl}/contacts/?page=3&pageSize=100`, {
      headers: { authorization: `Api-Key ${world.sandbox.apiKey}` },
    });
    const { results } = (await answer.json()) as { readonly results: readonly { readonly id: string }[] };
    ids = results.map(({ id }) => id);
  });

  let used = 0;
  for (const [name, answer] of Object.entries(QUOTING_ANSWERS)) {
    it(`is in no log, message, document or file: ${name}`, async () => {
      // A contact that is open already meets the failure when it is saved; another one when it is opened.
      const [known = "", unknown = "", shown = ""] = ids.slice((used += 3));
      process.env["MAIAGENT_API_KEY"] = world.sandbox.apiKey;
      // A view that is open may have made a client with the other key.
      await setConnections([]);
      await setConnections([
        {
          id: CONNECTION_ID,
          label: "Good",
          baseUrl: world.sandbox.baseUrl,
          role: "development",
          keySource: "environment",
        },
      ]);
      const document = await vscode.workspace.openTextDocument(uriFor(known));
      await vscode.window.showTextDocument(document);
      await setField(document, "name", "changed");
      process.env["MAIAGENT_API_KEY"] = KEY;
      const begun = server.requests.length;
      const said = messages.said.length;
      const given = pages.given.length;
      fail = answer;
      await setConnections([
        {
          id: CONNECTION_ID,
          label: "Bad",
          baseUrl: `${server.origin}/api`,
          role: "development",
          keySource: "environment",
        },
      ]);
      await vscode.commands.executeCommand("maiagent.contacts.focus");
      await Promise.all([
        dismissed(document.save()),
        dismissed(vscode.workspace.openTextDocument(uriFor(unknown))),
        dismissed(vscode.commands.executeCommand("maiagent.refresh")),
        dismissed(vscode.commands.executeCommand("vscode.openWith", uriFor(shown), "maiagent.contactEditor")),
        dismissed(vscode.commands.executeCommand("maiagent.copyContactJson", uriFor(unknown))),
        dismissed(vscode.commands.executeCommand("maiagent.compareWithServer", uriFor(known))),
        dismissed(vscode.commands.executeCommand("maiagent.contactHistory", uriFor(unknown))),
        dismissed(
          vscode.commands.executeCommand(
            "maiagent.exportContacts",
            { kind: "connection", connection: { id: CONNECTION_ID } },
            undefined,
            { format: "json", uri: vscode.Uri.file(join(folder, "export.json")) },
          ),
        ),
      ]);
      assert.ok(server.requests.length >= begun + 3, `${server.requests.length - begun} requests failed`);
      assert.ok(messages.said.length > said, "nothing was said");
      assert.ok(pages.given.length > given, "no page was told anything");
      await assertKeyNowhere(KEY, name, [...messages.said, ...pages.given]);
      assert.deepEqual(await readdir(folder), [], `${name}: an export left a file`);
      await vscode.window.showTextDocument(document);
      await vscode.commands.executeCommand("workbench.action.revertAndCloseActiveEditor");
    });
  }
});
