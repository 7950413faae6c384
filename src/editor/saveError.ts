import * as vscode from "vscode";
import { ApiError, BadRequestError } from "../api/errors.ts";
import { problemsIn } from "../model/contactProblems.ts";
import { type ContactText, parseContactText } from "../model/contactText.ts";
import { CollisionError, SaveCancelledError } from "../model/threeWay.ts";
import { describeError } from "../ui/describeError.ts";
import { toastText, valueText } from "../ui/safeText.ts";
import type { ContactRecord } from "./contactRecord.ts";
import { conflictSentence } from "./conflictSentence.ts";

/** A failed save. VS Code prints "name: message", so the name is empty. */
export class SaveError extends Error {
  override readonly name = "";

  constructor(sentence: string, link?: string) {
    super(toastText(sentence) + (link === undefined ? "" : ` ${link}`));
  }
}

/** Turns a failed save into VS Code's own alarm, and leaves field errors for the form, the JSON pane and Problems. */
export function saveErrorOf(record: ContactRecord, text: string, error: unknown): SaveError {
  if (error instanceof SaveError) {
    return error;
  }
  if (error instanceof CollisionError) {
    return new SaveError(conflictSentence(error.collisions.map(({ field }) => field)));
  }
  if (error instanceof SaveCancelledError) {
    return new SaveError(vscode.l10n.t("Nothing was sent. Your changes are still in the editor."));
  }
  const { message, needsKey } = describeError(error);
  if (error instanceof BadRequestError && error.fieldErrors.length > 0) {
    const fields = fieldsOf(text);
    record.complaints = error.fieldErrors.map(({ path, messages }) => ({
      path,
      message: valueText(messages.join(" ")),
      sent: fields?.fields.get(String(path[0]))?.json,
    }));
    const first = error.fieldErrors.find(({ path }) => path.length > 0)?.path[0];
    return new SaveError(message, first === undefined ? undefined : showFieldLink(record, first));
  }
  if (error instanceof ApiError && error.status === 404) {
    record.isGone = true;
    return new SaveError(
      vscode.l10n.t("This contact no longer exists on MaiAgent. Your text is kept in the editor."),
    );
  }
  return new SaveError(message, needsKey ? setKeyLink(record) : undefined);
}

/** Links in VS Code's own notification; the arguments are ours, never the server's text. */
function showFieldLink({ ref }: ContactRecord, field: string | number): string {
  const known = /^[A-Za-z]{1,40}$/.test(String(field)) ? String(field) : "";
  return link(vscode.l10n.t("Show field"), "maiagent.showField", [ref, known]);
}

function setKeyLink({ ref }: ContactRecord): string {
  return link(vscode.l10n.t("Set API key"), "maiagent.setKey", [ref.connectionId]);
}

function link(label: string, command: string, args: readonly unknown[]): string {
  return `[${label}](command:${command}?${encodeURIComponent(JSON.stringify(args))})`;
}

function fieldsOf(text: string): ContactText | undefined {
  return problemsIn(text, undefined).some(({ code }) => code === "syntax" || code === "notObject")
    ? undefined
    : parseContactText(text);
}
