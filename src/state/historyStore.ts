import { mkdir, open, readdir, readFile, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import {
  type HistoryEntry,
  historyEntryOf,
  parseHistoryEntry,
  type PerformedWrite,
  type WriteKind,
} from "../model/historyEntry.ts";
import {
  contactKey,
  type HistoryFile,
  historyFileName,
  outdated,
  parseHistoryFileName,
  type Retention,
} from "../model/historyFileName.ts";

/** What the user's settings say; asked at each use. */
export interface HistorySettings extends Retention {
  readonly enabled: boolean;
}

/** What the store is made of. */
export interface HistoryStoreOptions {
  /** Made when the first entry is written. */
  readonly folder: string;
  readonly settings: () => HistorySettings;
  readonly now: () => number;
  /** A new UUID. */
  readonly newId: () => string;
  /** A write was done, but could not be recorded. */
  readonly onFailure: (error: unknown) => void;
}

/** Identity of a contact, as in `ContactRef`. */
type Ref = Pick<HistoryEntry, "connectionId" | "contactId">;

const PRUNE_EVERY_MS = 10 * 60_000;
/** After this part of the allowed size was written, it is looked whether the whole still fits. */
const PRUNE_EVERY_PART = 0.1;
const TEMPORARY = ".tmp";
/** A temporary file is renamed within moments; one this old was left by a window that died. */
const ABANDONED_MS = 3_600_000;

/**
 * The history of contacts: one file for each write, complete as soon as its name exists. Files are never changed,
 * so that windows which write, list, prune and clear at once need no lock: a file that is gone meanwhile is
 * skipped.
 */
export class HistoryStore {
  readonly #options: HistoryStoreOptions;
  #prunedAt = Number.NEGATIVE_INFINITY;
  #writtenSince = 0;

  constructor(options: HistoryStoreOptions) {
    this.#options = options;
  }

  /** Whether writes are recorded now. What was recorded before stays readable either way. */
  get isOn(): boolean {
    return this.#options.settings().enabled;
  }

  /** Records a write that was done. Never rejects: a full disk must not fail what the server has done already. */
  async record(write: PerformedWrite): Promise<void> {
    if (!this.isOn) {
      return;
    }
    try {
      const { now, newId } = this.#options;
      this.#writtenSince += await this.#add(historyEntryOf(write, newId(), now()));
      if (this.#isPruningDue()) {
        await this.#prune();
      }
    } catch (error) {
      this.#options.onFailure(error);
    }
  }

  /** The newest entries of a contact, newest first. */
  async ofContact(ref: Ref, limit: number): Promise<readonly HistoryEntry[]> {
    const key = contactKey(ref);
    const found = await this.#read(({ contact }) => contact === key, limit);
    return found.filter(
      (entry) => entry.connectionId === ref.connectionId && entry.contactId === ref.contactId,
    );
  }

  /** The newest entry of a contact, or of any when `ref` is undefined. */
  async last(ref: Ref | undefined): Promise<HistoryEntry | undefined> {
    const [newest] = ref ? await this.ofContact(ref, 1) : await this.#read(() => true, 1);
    return newest;
  }

  /** The newest deletes whose contact is known and was not restored, newest first. */
  async deleted(limit: number): Promise<readonly HistoryEntry[]> {
    const ofKind = (wanted: WriteKind) => (file: HistoryFile) => file.kind === wanted;
    const [deletes, restores] = await Promise.all([
      this.#read(ofKind("delete"), limit),
      this.#read(ofKind("restore"), Number.POSITIVE_INFINITY),
    ]);
    const restored = new Set(restores.map((entry) => entry.restores));
    return deletes.filter(({ id, before }) => before !== undefined && !restored.has(id));
  }

  /** One entry, or undefined when it was pruned or cleared. */
  async get(id: string): Promise<HistoryEntry | undefined> {
    const [entry] = await this.#read((file) => file.id === id, 1);
    return entry;
  }

  /** Deletes every entry. @returns how many there were */
  async clear(): Promise<number> {
    const files = await this.#files();
    await this.#remove((await this.#names()).filter(isOurs));
    return files.length;
  }

  /** @returns the length of the file, in bytes */
  async #add(entry: HistoryEntry): Promise<number> {
    const { folder } = this.#options;
    const content = Buffer.from(JSON.stringify(entry), "utf8");
    const path = join(folder, historyFileName(entry, content.length));
    const temporary = `${path}${TEMPORARY}`;
    // Readable by the user alone: these are people's data.
    await mkdir(folder, { recursive: true, mode: 0o700 });
    try {
      const file = await open(temporary, "wx", 0o600);
      try {
        await file.writeFile(content);
        // Before the name: after a power cut there is the whole entry or none.
        await file.datasync();
      } finally {
        await file.close();
      }
    } catch (error) {
      await rm(temporary, { force: true }).catch(() => undefined); // The first error is the one to tell.
      throw error;
    }
    try {
      await rename(temporary, path);
    } catch (error) {
      // Gone: the history was cleared in another window at this moment.
      if (!isMissing(error)) {
        throw error;
      }
    }
    return content.length;
  }

  async #read(fits: (file: HistoryFile) => boolean, limit: number): Promise<readonly HistoryEntry[]> {
    await this.#prune();
    const files = (await this.#files()).filter(fits).toSorted((left, right) => right.at - left.at);
    const entries: HistoryEntry[] = [];
    // One after the other: a file that cannot be read does not count towards the limit.
    for (const { name } of files) {
      if (entries.length >= limit) {
        break;
      }
      const json = await this.#content(name);
      const entry = json === undefined ? undefined : parseHistoryEntry(json);
      if (entry) {
        entries.push(entry);
      }
    }
    return entries;
  }

  async #content(name: string): Promise<string | undefined> {
    try {
      return await readFile(join(this.#options.folder, name), "utf8");
    } catch (error) {
      if (isMissing(error)) {
        return undefined;
      }
      throw error;
    }
  }

  async #files(): Promise<readonly HistoryFile[]> {
    return (await this.#names()).flatMap((name) => parseHistoryFileName(name) ?? []);
  }

  async #names(): Promise<readonly string[]> {
    try {
      return await readdir(this.#options.folder);
    } catch (error) {
      if (isMissing(error)) {
        return [];
      }
      throw error;
    }
  }

  #isPruningDue(): boolean {
    const { now, settings } = this.#options;
    return (
      now() - this.#prunedAt >= PRUNE_EVERY_MS || this.#writtenSince >= settings().maxBytes * PRUNE_EVERY_PART
    );
  }

  async #prune(): Promise<void> {
    const { now, settings } = this.#options;
    this.#prunedAt = now();
    this.#writtenSince = 0;
    const names = await this.#names();
    const files = names.flatMap((name) => parseHistoryFileName(name) ?? []);
    const abandoned = names.filter((name) => {
      const file = name.endsWith(TEMPORARY)
        ? parseHistoryFileName(name.slice(0, -TEMPORARY.length))
        : undefined;
      return file !== undefined && file.at < now() - ABANDONED_MS;
    });
    await this.#remove([...outdated(files, settings(), now()).map(({ name }) => name), ...abandoned]);
  }

  async #remove(names: readonly string[]): Promise<void> {
    for (const name of names) {
      await rm(join(this.#options.folder, name), { force: true });
    }
  }
}

function isOurs(name: string): boolean {
  const whole = name.endsWith(TEMPORARY) ? name.slice(0, -TEMPORARY.length) : name;
  return parseHistoryFileName(whole) !== undefined;
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ENOENT";
}
