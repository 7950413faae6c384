import { randomUUID } from "node:crypto";
import { readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import type { Clock } from "../../../api/clock.ts";
import type { ContactImage } from "./contactImage.ts";
import { Ledger, type LedgerEntry, readLedger, type RunHeader } from "./ledger.ts";

/** A contact that a run created and that was not deleted since. */
export interface CreatedContact {
  readonly id: string;
  readonly sourceId: string;
  /** As the recipe's last run left it. */
  readonly image: ContactImage;
}

/** A create that was begun and whose end the ledger does not know. */
export interface OpenCreate {
  readonly sourceId: string;
  readonly inboxIds: readonly string[];
  /** What was sent. */
  readonly image: Partial<ContactImage>;
  readonly at: number;
}

/** A run as its ledger tells it. */
export interface SeedRun {
  readonly path: string;
  readonly header: RunHeader;
  readonly created: readonly CreatedContact[];
  readonly open: readonly OpenCreate[];
  /** Contacts that were there before and that the run changed: by id, how it left them. */
  readonly updated: ReadonlyMap<string, ContactImage>;
  readonly deleted: number;
  /** False while it runs, and for good when its window was killed. */
  readonly isEnded: boolean;
  readonly wasCancelled: boolean;
  readonly failed: number;
}

/** Which runs belong together: one recipe on one server. */
export type RunScope = Pick<RunHeader, "recipe" | "connectionId" | "baseUrl">;

const SUFFIX = ".jsonl";

/** The ledgers of this machine, one file for each run. */
export class SeedRuns {
  readonly #folder: string;
  readonly #clock: Pick<Clock, "now">;

  constructor(folder: string, clock: Pick<Clock, "now">) {
    this.#folder = folder;
    this.#clock = clock;
  }

  /** All runs, newest first. A file that is no ledger is left out. */
  async list(): Promise<readonly SeedRun[]> {
    const runs: SeedRun[] = [];
    for (const name of await namesIn(this.#folder)) {
      const path = join(this.#folder, name);
      const run = runOf(path, await readLedger(path));
      if (run) {
        runs.push(run);
      }
    }
    return runs.sort((left, right) => right.header.startedAt - left.header.startedAt);
  }

  /** The runs of one recipe on one server, newest first. */
  async of(scope: RunScope): Promise<readonly SeedRun[]> {
    return (await this.list()).filter(({ header }) => isWithin(header, scope));
  }

  /** Begins the ledger of a new run; its header is on the disk. */
  async begin(
    header: Omit<RunHeader, "kind" | "id" | "startedAt">,
  ): Promise<{ ledger: Ledger; path: string }> {
    const startedAt = this.#clock.now();
    const id = `${new Date(startedAt).toISOString().replaceAll(/[-:]/gu, "").slice(0, 15)}-${randomUUID().slice(0, 8)}`;
    const path = join(this.#folder, `${id}${SUFFIX}`);
    const ledger = await Ledger.open(path);
    try {
      await ledger.append({ kind: "run", ...header, id, startedAt });
    } catch (error) {
      await ledger.close();
      throw error;
    }
    return { ledger, path };
  }

  /** Removes the ledger of a run that changed nothing: there is nothing to know of it. */
  async forgetIfEmpty(path: string): Promise<void> {
    const run = runOf(path, await readLedger(path));
    if (
      run?.isEnded === true &&
      run.created.length + run.open.length + run.updated.size + run.deleted === 0
    ) {
      await rm(path, { force: true });
    }
  }
}

/** How the runs of a recipe left each contact: by id, the latest image. `runs` are newest first. */
export function latestImages(runs: readonly SeedRun[]): ReadonlyMap<string, ContactImage> {
  const images = new Map<string, ContactImage>();
  for (const run of [...runs].reverse()) {
    for (const { id, image } of run.created) {
      images.set(id, image);
    }
    for (const [id, image] of run.updated) {
      images.set(id, image);
    }
  }
  return images;
}

function isWithin(header: RunHeader, { recipe, connectionId, baseUrl }: RunScope): boolean {
  return header.recipe === recipe && header.connectionId === connectionId && header.baseUrl === baseUrl;
}

function runOf(path: string, entries: readonly LedgerEntry[]): SeedRun | undefined {
  const [header] = entries;
  if (header?.kind !== "run") {
    return undefined;
  }
  const created = new Map<string, CreatedContact>();
  const open = new Map<string, OpenCreate>();
  const updated = new Map<string, ContactImage>();
  let deleted = 0;
  let end: (LedgerEntry & { kind: "end" }) | undefined;
  for (const entry of entries) {
    switch (entry.kind) {
      case "run":
        break;
      case "creating":
        open.set(entry.sourceId, entry);
        end = undefined;
        break;
      case "created":
        open.delete(entry.sourceId);
        created.set(entry.id, entry);
        break;
      case "refused":
        open.delete(entry.sourceId);
        break;
      case "updated":
        updated.set(entry.id, entry.image);
        end = undefined;
        break;
      case "deleted":
        // A lost create that clean-up found was deleted without ever having been written down as created.
        open.delete(entry.sourceId);
        deleted += created.delete(entry.id) ? 1 : 0;
        break;
      case "end":
        end = entry;
        break;
    }
  }
  return {
    path,
    header,
    created: [...created.values()],
    open: [...open.values()],
    updated,
    deleted,
    isEnded: end !== undefined,
    wasCancelled: end?.cancelled ?? false,
    failed: end?.failed ?? 0,
  };
}

async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    return (await readdir(folder)).filter((name) => name.endsWith(SUFFIX));
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") {
      return [];
    }
    throw error;
  }
}
