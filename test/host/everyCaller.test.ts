import { strict as assert } from "node:assert";
import { randomUUID } from "node:crypto";
import * as vscode from "vscode";
import { type Sandbox, startSandbox } from "../../src/sandbox/startSandbox.ts";
import {
  fieldOf,
  type HostWorld,
  openDocument,
  openWorld,
  revertDocuments,
  setConnections,
  setField,
  settingFor,
  uriFor,
} from "./hostWorld.ts";
import { noteMessages, type Person, type ToldMessages } from "./toldMessages.ts";
import {
  answered,
  ASKING,
  type Caller,
  ELSEWHERE,
  linkedId,
  type Made,
  prepareWays,
  READERS,
  run,
  WRITERS,
} from "./waysToTalk.ts";

describe("Every way to write", () => {
  let world: HostWorld;
  let elsewhere: Sandbox;
  let made: Made;
  let messages: ToldMessages;
  const restrict = async (setting: object) =>
    setConnections([
      { ...settingFor(world.sandbox), ...setting },
      settingFor(elsewhere, { id: ELSEWHERE, label: "Elsewhere" }),
    ]);

  before(async () => {
    world = await openWorld();
    elsewhere = await startSandbox({ apiKey: world.sandbox.apiKey });
    made = await prepareWays(world);
  });
  after(async () => {
    await vscode.commands.executeCommand("workbench.action.closeSidebar");
    await made.close();
    await world.close();
    await elsewhere.close();
  });
  beforeEach(async () => {
    await run("contacts.focus");
  });
  afterEach(async () => {
    messages.restore();
    await restrict({});
    await revertDocuments();
  });

  /** What was said, once the caller has ended and neither server was written to. */
  async function saidBy(caller: Caller, setting: object, person: Person): Promise<string> {
    // To VS Code an edit of a document that cannot be written to is none: it was made before.
    const edited = await openDocument(world.contactIds[6] ?? "");
    await setField(edited, "sourceId", randomUUID());
    await restrict(setting);
    for (const sandbox of [world.sandbox, elsewhere]) {
      sandbox.clearRequests();
    }
    messages = await noteMessages(person);
    await answered(caller({ ...made, edited }));
    for (const sandbox of [world.sandbox, elsewhere]) {
      assert.deepEqual(
        sandbox.requests.filter(({ method }) => method !== "GET"),
        [],
      );
    }
    return messages.said.join("\n");
  }

  for (const [name, caller] of Object.entries(WRITERS)) {
    it(`is refused over a read-only connection, whoever says yes to everything: ${name}`, async () => {
      assert.match(await saidBy(caller, { readOnly: true }, "saysYes"), /read-only/u);
    });
  }

  for (const [name, caller] of Object.entries(ASKING)) {
    it(`asks over a production connection and does nothing after a no: ${name}`, async () => {
      assert.match(await saidBy(caller, { role: "production" }, "saysNo"), /production/u);
    });
  }

  for (const [name, caller] of Object.entries(READERS)) {
    for (const setting of [{ readOnly: true }, { role: "production" }]) {
      it(`is not needed for reading, ${JSON.stringify(setting)}: ${name}`, async () => {
        const said = await saidBy(caller, setting, "saysYes");
        assert.doesNotMatch(said, /nothing was sent|locked/u);
        assert.ok(world.sandbox.requests.length > 0, "the contacts were read");
      });
    }
  }

  it("is refused to a document that was edited before its connection became read-only, and the edit stays", async () => {
    const saved: vscode.TextDocument[] = [];
    const save: Caller = async ({ edited }) => {
      saved.push(edited);
      assert.equal(await edited.save(), false);
    };
    await saidBy(save, { readOnly: true }, "saysYes");
    const [document] = saved;
    assert.ok(document?.isDirty);
    const { permissions } = await vscode.workspace.fs.stat(document.uri);
    assert.equal(permissions, vscode.FilePermission.Readonly);
  });

  it("is closed in a document that a link opened over a read-only connection", async () => {
    await saidBy(READERS["a link"] ?? assert.fail(), { readOnly: true }, "saysYes");
    const { permissions } = await vscode.workspace.fs.stat(uriFor(linkedId(world)));
    assert.equal(permissions, vscode.FilePermission.Readonly);
    const document = vscode.workspace.textDocuments.find(({ uri }) => uri.path.includes(linkedId(world)));
    assert.equal(document && fieldOf(document, "id"), linkedId(world));
  });
});
