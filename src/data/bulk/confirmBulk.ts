import * as vscode from "vscode";
import type { Connection } from "../../model/connection.ts";
import type { WriteUnlock } from "../../state/writeUnlock.ts";
import { confirmDestructive, type DestructiveQuestion } from "../../ui/confirmDestructive.ts";
import { valueText } from "../../ui/safeText.ts";
import type { BulkItem } from "../engine/bulk/bulkOutcome.ts";

const NAMES_SHOWN = 5;

/** The question before a bulk change. */
export interface BulkQuestion {
  readonly connection: Connection;
  readonly unlock: WriteUnlock;
  readonly items: readonly BulkItem[];
  /** One sentence with what, how many and where; `placeOf` names the connection. */
  readonly question: string;
  readonly button: string;
  /** What else has to be known, one line each. */
  readonly lines?: readonly string[];
  /** The lines name the first contacts themselves. */
  readonly isNamed?: boolean;
}

/** Asks once, with the first names, how many there are and the connection with its role. */
export async function confirmBulk(asked: BulkQuestion): Promise<boolean> {
  const { connection, unlock, items, question, button, lines = [], isNamed = false } = asked;
  const detail = [...(items.length === 1 || isNamed ? [] : [namesOf(items)]), ...lines];
  return confirmMany(connection, unlock, items.length, { question, detail, button });
}

/**
 * The question before a change of several contacts. On a locked production connection the connection's name is
 * typed, which unlocks it for the change and the ten minutes after.
 */
export async function confirmMany(
  connection: Connection,
  unlock: WriteUnlock,
  count: number,
  asked: Pick<DestructiveQuestion, "question" | "detail" | "button">,
): Promise<boolean> {
  const isLocked = isLockedFor(connection, count, unlock);
  const isConfirmed = await confirmDestructive({ ...asked, word: connection.label, isTyped: isLocked });
  if (isConfirmed && isLocked) {
    unlock.unlock(connection);
  }
  return isConfirmed;
}

/** Whether a change of so many contacts has to be confirmed by typing the connection's name. */
export function isLockedFor(connection: Connection, count: number, unlock: WriteUnlock): boolean {
  return connection.role === "production" && count > 1 && unlock.remainingMs(connection) === 0;
}

/** A single contact by its name, several by their number: the object of a sentence. */
export function subjectOf(items: readonly Pick<BulkItem, "name">[]): string {
  const [only] = items;
  return only && items.length === 1
    ? valueText(only.name)
    : vscode.l10n.t("{0} contacts", items.length.toLocaleString(vscode.env.language));
}

/** The first names of many. */
export function namesOf(items: readonly Pick<BulkItem, "name">[]): string {
  const names = items
    .slice(0, NAMES_SHOWN)
    .map(({ name }) => valueText(name))
    .join(", ");
  const more = items.length - NAMES_SHOWN;
  return more > 0
    ? vscode.l10n.t("{0} and {1} more", names, more.toLocaleString(vscode.env.language))
    : names;
}
