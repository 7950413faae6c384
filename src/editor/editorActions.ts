import * as vscode from "vscode";
import type { CommandId } from "../commands/commandTypes.ts";
import { fieldValue, parseContactText } from "../model/contactText.ts";
import type { Action } from "../shared/messages.ts";
import type { ConnectionStore } from "../state/connectionStore.ts";
import type { ContactFileSystem } from "./contactFileSystem.ts";
import type { ContactPanel } from "./contactPanel.ts";
import { type ContactRecord, readable } from "./contactRecord.ts";

/** The panel whose button was used, and what its action works with. */
export interface ActedOn {
  readonly panel: ContactPanel;
  readonly record: ContactRecord;
  readonly files: ContactFileSystem;
  readonly connections: ConnectionStore;
  readonly compareWithServer: (uri: vscode.Uri) => Promise<void>;
}

/** Does what a button or link of the page asks for; `fields` are those that a choice of the conflict is about. */
export async function performAction(
  editor: ActedOn,
  action: Action,
  fields: readonly string[],
): Promise<void> {
  const { panel, record, files, connections } = editor;
  const { ref } = record;
  switch (action) {
    case "save":
      await panel.document.save();
      break;
    case "copyId":
      await run("maiagent.copyContactId", ref);
      panel.post({ type: "announce", text: vscode.l10n.t("ID copied") });
      break;
    case "copyJson":
      await run("maiagent.copyContactJson", ref);
      break;
    case "openAsText":
      await run("maiagent.openContactAsText", ref);
      break;
    case "refresh":
    case "retry":
      files.reload(record);
      break;
    case "setKey":
      await run("maiagent.setKey", ref.connectionId);
      break;
    case "delete":
      await run("maiagent.deleteContact", ref);
      break;
    case "duplicate":
      await run("maiagent.duplicateContact", ref);
      break;
    case "replace":
      await run("maiagent.replaceContact", ref);
      break;
    case "compare":
      await editor.compareWithServer(record.uri);
      break;
    case "history":
      await run("maiagent.contactHistory", ref);
      break;
    case "preview":
      await run("maiagent.previewChanges", ref);
      break;
    case "keepMine":
    case "takeTheirs":
      await decide(editor, action, fields);
      break;
    case "dismiss":
      record.sides.news = undefined;
      files.recordChanged(record);
      break;
    case "showPicture": {
      await panel.flush();
      const url = fieldValue(parseContactText(panel.document.getText()), "avatar");
      const { baseUrl } = connections.get(ref.connectionId) ?? { baseUrl: "https://invalid" };
      const { askForPicture } = await import("./contactPicture.ts");
      const data = await askForPicture(typeof url === "string" ? url : "", baseUrl);
      if (data !== undefined) {
        panel.post({ type: "picture", url: String(url), data });
        panel.post({ type: "announce", text: vscode.l10n.t("Picture shown.") });
      }
      break;
    }
    case "showProblems":
      await vscode.commands.executeCommand("workbench.actions.view.problems");
      break;
  }
}

/** The user chose a side; after the last choice the save that had to ask goes on. */
async function decide(
  { panel, record, files }: ActedOn,
  choice: "keepMine" | "takeTheirs",
  fields: readonly string[],
): Promise<void> {
  const { sides } = record;
  const { document } = panel;
  if (choice === "takeTheirs") {
    await panel.edit((text) => (readable(text) ? sides.withTheirs(text, fields) : text));
  }
  const mine = readable(document.getText());
  if (!mine || (choice === "takeTheirs" && !sides.holdsTheirs(mine, fields))) {
    // Half-typed JSON has no fields yet, or the edit was refused: the question stays.
    return;
  }
  sides.decide(fields);
  files.recordChanged(record);
  if (sides.collisions.length === 0) {
    await document.save();
  }
}

async function run(command: CommandId, ...args: unknown[]): Promise<void> {
  await vscode.commands.executeCommand(command, ...args);
}
