import { createHash } from "node:crypto";
import { type HistoryEntry, WRITE_KINDS, type WriteKind } from "./historyEntry.ts";

/** What the name of an entry's file says, so that nothing has to be opened to find, order and prune entries. */
export interface HistoryFile {
  readonly name: string;
  readonly at: number;
  readonly kind: WriteKind;
  /** See {@link contactKey}. */
  readonly contact: string;
  /** Length of the file. */
  readonly bytes: number;
  readonly id: string;
}

/** What is kept: nothing older, and the newest up to a size. */
export interface Retention {
  readonly days: number;
  readonly maxBytes: number;
}

const DAY_MS = 86_400_000;
const TIME_DIGITS = 15;
const NAME = /^(\d{15})-([a-z]+)-([0-9a-f]{16})-(\d{1,12})-([0-9a-f-]{36})\.json$/;

/** Which contact, in 16 characters that any file system takes: ids are the server's. */
export function contactKey({
  connectionId,
  contactId,
}: Pick<HistoryEntry, "connectionId" | "contactId">): string {
  return createHash("sha256")
    .update(JSON.stringify([connectionId, contactId]))
    .digest("hex")
    .slice(0, 16);
}

/** The file name of an entry that has `bytes` bytes as JSON; names sort by time. */
export function historyFileName(entry: HistoryEntry, bytes: number): string {
  const time = String(Math.max(0, Math.trunc(entry.at))).padStart(TIME_DIGITS, "0");
  return `${time}-${entry.kind}-${contactKey(entry)}-${bytes}-${entry.id}.json`;
}

/** Undefined for a file that is none of ours. */
export function parseHistoryFileName(name: string): HistoryFile | undefined {
  const [, time, kindText, contact, bytes, id] = NAME.exec(name) ?? [];
  const kind = WRITE_KINDS.find((known) => known === kindText);
  return kind && contact !== undefined && id !== undefined
    ? { name, at: Number(time), kind, contact, bytes: Number(bytes), id }
    : undefined;
}

/** The files to delete: those older than `days` before `now`, then the oldest until the rest fits into `maxBytes`. */
export function outdated(
  files: readonly HistoryFile[],
  { days, maxBytes }: Retention,
  now: number,
): readonly HistoryFile[] {
  const newestFirst = files.toSorted((left, right) => right.at - left.at);
  let bytes = 0;
  return newestFirst.filter((file) => {
    bytes += file.bytes;
    return file.at < now - days * DAY_MS || bytes > maxBytes;
  });
}
