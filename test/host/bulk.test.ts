import { strict as assert } from "node:assert";
import * as vscode from "vscode";
import { CONNECTION_ID, type HostWorld, openWorld } from "./hostWorld.ts";

/** A row of the tree, as VS Code hands it to a row's command. */
const rowOf = (contactId: string, inboxId?: string) => ({
  kind: "contact",
  connectionId: CONNECTION_ID,
  inboxId,
  contactId,
  contact: { id: contactId, name: `name of ${contactId}` },
  isReadOnly: false,
});

/** Dismisses every question and notification until the command has ended. */
async function dismissed(running: Thenable<unknown>): Promise<void> {
  let isDone = false;
  const end = () => {
    isDone = true;
  };
  running.then(end, end);
  const hasEnded = (): boolean => isDone;
  while (!hasEnded()) {
    await vscode.commands.executeCommand("workbench.action.closeQuickOpen");
    await vscode.commands.executeCommand("notifications.clearAll");
  }
}

describe("Commands about many contacts", () => {
  let world: HostWorld;
  const writes = () => world.sandbox.requests.filter(({ method }) => method !== "GET");
  afterEach(() => world.close());

  for (const command of ["deleteContacts", "moveToInbox", "addToInbox", "removeFromInbox", "setField"]) {
    it(`${command}: given no row it asks, and never takes the selection that came with it`, async () => {
      world = await openWorld();
      const rows = world.contactIds.slice(0, 2).map((id) => rowOf(id));
      await dismissed(vscode.commands.executeCommand(`maiagent.${command}`, undefined, rows));
      assert.deepEqual(writes(), []);
    });

    it(`${command}: refuses a read-only connection before anything is asked or sent`, async () => {
      world = await openWorld({ readOnly: true });
      const [row] = world.contactIds.map((id) => rowOf(id));
      await dismissed(vscode.commands.executeCommand(`maiagent.${command}`, row, [row]));
      assert.deepEqual(writes(), []);
    });
  }

  it("a dismissed confirmation sends nothing", async () => {
    world = await openWorld();
    await vscode.workspace
      .getConfiguration()
      .update("maiagent.confirm.destructive", "typed", vscode.ConfigurationTarget.Global);
    try {
      const rows = world.contactIds.slice(0, 3).map((id) => rowOf(id));
      await dismissed(vscode.commands.executeCommand("maiagent.deleteContacts", rows[0], rows));
      assert.deepEqual(writes(), []);
    } finally {
      await vscode.workspace
        .getConfiguration()
        .update("maiagent.confirm.destructive", undefined, vscode.ConfigurationTarget.Global);
    }
  });

  it("a drop of something else, or on nothing, changes nothing", async () => {
    world = await openWorld();
    const row = rowOf(world.contactIds[0] ?? "");
    for (const dragged of [undefined, "", "not JSON", '{"connectionId": 1}', "[]", "[{}]"]) {
      await dismissed(vscode.commands.executeCommand("maiagent.dropContacts", row, dragged));
    }
    const { connectionId, contactId } = row;
    const dragged = JSON.stringify([{ connectionId, contactId, name: "n" }]);
    await dismissed(vscode.commands.executeCommand("maiagent.dropContacts", undefined, dragged));
    assert.deepEqual(writes(), []);
  });
});
