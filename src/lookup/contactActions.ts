import * as vscode from "vscode";
import type { CommandId } from "../commands/commandTypes.ts";
import type { FoundContact } from "./lookupItems.ts";

/** Something that can be done with a contact of the picker while it stays open. */
export interface ContactAction {
  readonly icon: string;
  readonly title: string;
  /** The key that does it while the picker is open, as menus write it. */
  readonly key?: string;
  /** The picker closes first: the person goes there. */
  readonly closes?: boolean;
  /** It asks in a box of its own, before which the picker has to make way. */
  readonly asks?: boolean;
  /** Another part of the window is shown, which must not close the picker. */
  readonly showsElsewhere?: boolean;
  /** It has a button in the row. */
  readonly hasButton?: boolean;
  readonly run: (found: FoundContact) => Promise<void>;
}

const isMac = process.platform === "darwin";

/** Every action on a contact, in the order of the list of actions. Failures are told by the commands behind them. */
export function contactActions(isPinned: boolean): readonly ContactAction[] {
  return [
    {
      ...{ icon: "go-to-file", title: vscode.l10n.t("Open"), key: "Enter", closes: true },
      run: by("maiagent.openContact"),
    },
    {
      ...{
        icon: "split-horizontal",
        title: vscode.l10n.t("Open to the Side"),
        hasButton: true,
        closes: true,
      },
      ...{ key: isMac ? "⌘Enter" : "Ctrl+Enter" },
      run: by("maiagent.openContactToSide"),
    },
    {
      ...{ icon: "eye", title: vscode.l10n.t("Peek"), key: isMac ? "⌥Enter" : "Alt+Enter" },
      ...{ hasButton: true, showsElsewhere: true },
      run: by("maiagent.peekContact"),
    },
    {
      ...{ icon: "insert", title: vscode.l10n.t("Insert ID at the Cursors"), hasButton: true },
      run: by("maiagent.insertContactId"),
    },
    {
      ...{ icon: "copy", title: vscode.l10n.t("Copy ID"), hasButton: true },
      run: by("maiagent.copyContactId"),
    },
    {
      ...{ icon: "code", title: vscode.l10n.t("Copy As…"), hasButton: true, asks: true },
      run: by("maiagent.copyContactAs"),
    },
    { icon: "link", title: vscode.l10n.t("Copy Link to Contact"), run: by("maiagent.copyContactLink") },
    isPinned
      ? { icon: "pinned", title: vscode.l10n.t("Unpin"), hasButton: true, run: by("maiagent.unpinContact") }
      : { icon: "pin", title: vscode.l10n.t("Pin"), hasButton: true, run: by("maiagent.pinContact") },
    {
      ...{ icon: "list-tree", title: vscode.l10n.t("Reveal in the Contacts View"), hasButton: true },
      ...{ showsElsewhere: true },
      run: by("maiagent.revealContact"),
    },
  ];
}

function by(command: CommandId): ContactAction["run"] {
  return async (found) => {
    await vscode.commands.executeCommand(command, found);
  };
}
