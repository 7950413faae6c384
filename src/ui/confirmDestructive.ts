import * as vscode from "vscode";
import { labelText, toastText, valueText } from "./safeText.ts";

const SETTING = "maiagent.confirm.destructive";

/** A question before something that cannot simply be taken back. Texts may hold names: they are made safe here. */
export interface DestructiveQuestion {
  /** One sentence with what, how many and where, such as `Delete 12 contacts from Shop (production)?`. */
  readonly question: string;
  /** What else has to be known before: the first names, what cannot be undone. One line each. */
  readonly detail: readonly string[];
  /** The button that does it: a verb. */
  readonly button: string;
  /** What has to be typed, where typing is asked for: the connection's label, or a word that names the thing. */
  readonly word: string;
  /** Asks for typing whatever the setting says: for many writes on a production connection. */
  readonly isTyped?: boolean;
}

/**
 * The one question before every destructive action: single delete, bulk changes, merge, clear, reset. The user's
 * setting `maiagent.confirm.destructive` decides whether a button is enough or the name has to be typed.
 * @returns true only when the user agreed; a dismissed question is a no
 */
export async function confirmDestructive(question: DestructiveQuestion): Promise<boolean> {
  return question.isTyped === true || isTypingWanted() ? isTyped(question) : isClicked(question);
}

/** Whether the user's setting wants the name typed before everything destructive. */
export function isTypingWanted(): boolean {
  return vscode.workspace.getConfiguration().inspect<string>(SETTING)?.globalValue === "typed";
}

async function isClicked({ question, detail, button }: DestructiveQuestion): Promise<boolean> {
  const choice = await vscode.window.showWarningMessage(
    toastText(question),
    { modal: true, detail: detail.map(toastText).join("\n") },
    button,
  );
  return choice === button;
}

/** An input box ignores Enter while its text is refused: nothing but the whole word goes through. */
async function isTyped({ question, detail, word }: DestructiveQuestion): Promise<boolean> {
  const wanted = labelText(word);
  const typed = await vscode.window.showInputBox({
    title: labelText(question),
    prompt: [
      // On one line: names that end without a full stop would run into the next sentence.
      ...detail.map(toastText).map((line) => (/\p{Sentence_Terminal}$/u.test(line) ? line : `${line} ·`)),
      vscode.l10n.t("Type “{0}” and press Enter to go on.", valueText(wanted)),
    ].join(" "),
    placeHolder: wanted,
    ignoreFocusOut: true,
    validateInput: (text) =>
      text.trim() === wanted ? undefined : vscode.l10n.t("Type “{0}” to go on.", valueText(wanted)),
  });
  return typed?.trim() === wanted;
}
