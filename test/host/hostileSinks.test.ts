import { strict as assert } from "node:assert";
import * as vscode from "vscode";
import type { Check } from "../../src/api/diagnosis/checks.ts";
import {
  ApiError,
  AuthenticationError,
  BadRequestError,
  InvalidInputError,
  NotFoundError,
  RedirectError,
  ResponseShapeError,
} from "../../src/api/errors.ts";
import { diagnosisReport } from "../../src/commands/diagnosisReport.ts";
import { diagnosisTable } from "../../src/commands/diagnosisTable.ts";
import type { Connection } from "../../src/model/connection.ts";
import { UnknownConnectionError } from "../../src/state/clients.ts";
import { NetworkSettingError } from "../../src/state/networkPaths.ts";
import { ProductionLockedError } from "../../src/state/writeUnlock.ts";
import { DescribedError } from "../../src/ui/describedError.ts";
import { describeError } from "../../src/ui/describeError.ts";
import { toastText } from "../../src/ui/safeText.ts";
import { HOSTILE_NAMES, INVISIBLE, VSCODE_ICON, VSCODE_LINK } from "../support/hostileNames.ts";
import { CONNECTION_ID, type HostWorld, openWorld, setConnections, settingFor } from "./hostWorld.ts";
import { noteMessages, type ToldMessages } from "./toldMessages.ts";

/** Every text inside a value, keys included. */
function textsIn(value: unknown): readonly string[] {
  if (typeof value === "string") {
    return [value];
  }
  return typeof value === "object" && value !== null
    ? Object.entries(value).flatMap(([key, inner]: [string, unknown]) => [key, ...textsIn(inner)])
    : [];
}

function assertHarmless(value: unknown, where: string): void {
  for (const text of textsIn(value)) {
    for (const line of text.split("\n")) {
      assert.doesNotMatch(line, new RegExp(VSCODE_LINK.source, "iu"), `${where}: link`);
      assert.doesNotMatch(line, VSCODE_ICON, `${where}: icon`);
      assert.doesNotMatch(line, INVISIBLE, `${where}: invisible character`);
    }
  }
}

describe("A hostile name", () => {
  let world: HostWorld;
  let messages: ToldMessages;
  before(async () => {
    world = await openWorld();
    messages = await noteMessages();
  });
  after(async () => {
    messages.restore();
    await world.close();
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

  it(`makes no link, icon or command in what a command asks and says, in any of ${HOSTILE_NAMES.length} ways`, async () => {
    assert.ok(HOSTILE_NAMES.length >= 40);
    const [contactId = "", other = ""] = world.contactIds.slice(25);
    for (const name of HOSTILE_NAMES) {
      const before = messages.said.length;
      const row = (id: string) => ({
        ...{ kind: "contact", connectionId: CONNECTION_ID, inboxId: undefined, contactId: id },
        ...{ contact: { id, name, email: name, sourceId: name }, isReadOnly: false },
      });
      const rows = [row(contactId), row(other)];
      await dismissed(vscode.commands.executeCommand("maiagent.deleteContact", rows[0]));
      await dismissed(vscode.commands.executeCommand("maiagent.deleteContacts", rows[0], rows));
      assert.ok(messages.said.length >= before + 2, "nothing was asked");
      for (const said of messages.said.slice(before)) {
        assertHarmless(JSON.parse(said), said);
      }
    }
    assert.deepEqual(
      world.sandbox.requests.filter(({ method }) => method !== "GET"),
      [],
    );
  }).timeout(120_000);

  it("of a connection makes none in questions about it, where labels of 80 characters are allowed", async () => {
    const names = HOSTILE_NAMES.filter(({ length }) => length <= 80);
    assert.ok(names.length >= 38);
    for (const label of names) {
      const before = messages.said.length;
      await setConnections([settingFor(world.sandbox, { label })]);
      await dismissed(vscode.commands.executeCommand("maiagent.removeConnection", CONNECTION_ID));
      assert.ok(messages.said.length > before, "nothing was asked");
      for (const said of messages.said.slice(before)) {
        assertHarmless(JSON.parse(said), said);
      }
    }
    await setConnections([settingFor(world.sandbox)]);
  }).timeout(120_000);

  it("from a server, a setting or a file makes none in the sentence about an error", () => {
    for (const name of HOSTILE_NAMES) {
      const connection: Connection = {
        ...{ id: "tw", label: name, baseUrl: "https://api.maiagent.ai/api", role: "production" },
        ...{ readOnly: false, keySource: "secret" },
      };
      const fieldErrors = [{ path: [name, name], messages: [name] }];
      for (const error of [
        new BadRequestError(400, { detail: name, fieldErrors }),
        new BadRequestError(400, { detail: name }),
        new AuthenticationError(401, { detail: name }),
        new NotFoundError(404, { detail: name }),
        new ApiError(418, { detail: name, fieldErrors }),
        new RedirectError(302, name),
        new ResponseShapeError("schema", name),
        new InvalidInputError("id", name),
        new ProductionLockedError(connection),
        new NetworkSettingError(connection, "caFile", "unreadable"),
        new UnknownConnectionError(name),
        new DescribedError(name),
        new Error(name),
      ]) {
        assertHarmless(toastText(describeError(error).message), error.name);
      }
    }
  });

  it("in a certificate, an address or an error makes none in a diagnosis and its report", () => {
    for (const name of HOSTILE_NAMES) {
      const connection: Connection = {
        ...{ id: "tw", label: name, baseUrl: "https://api.maiagent.ai/api", role: "staging" },
        ...{ readOnly: true, keySource: "environment" },
      };
      const checks: readonly Check[] = [
        {
          ...{ name: "proxy", verdict: "good" },
          finding: { kind: "proxy", decision: { way: "proxy", url: name, from: "http.proxy" } },
        },
        { name: "dns", verdict: "good", finding: { kind: "resolved", addresses: [name, name] } },
        {
          ...{ name: "tls", verdict: "failed" },
          finding: { kind: "certificate", issuer: name, validTo: 0, protocol: name, problem: "untrusted" },
        },
        {
          ...{ name: "contacts", verdict: "failed" },
          finding: { kind: "failure", error: new BadRequestError(400, { detail: name }) },
        },
      ];
      assertHarmless(diagnosisTable(checks, connection, connection.baseUrl), "diagnosis");
      const report = diagnosisReport(checks, connection, connection.baseUrl, {
        ...{ extensionVersion: "0", host: "h", platform: "p", settings: [], at: new Date(0) },
      });
      assertHarmless(report, "report");
    }
  });
});
