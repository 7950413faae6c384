import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import * as z from "zod/mini";
import type { StoreChanges } from "./contactStore.ts";
import { inboxExists } from "./sampleInboxes.ts";

/** Changes that come in quick succession are written once. */
const DEBOUNCE_MS = 250;

const text = z.optional(z.nullable(z.string()));
const recordSchema = z.object({
  id: z.uuid(),
  sequence: z.int(),
  name: z.string(),
  inboxIds: z.array(z.string().check(z.refine(inboxExists))).check(z.minLength(1)),
  avatar: text,
  phoneNumber: text,
  email: text,
  sourceId: text,
  queryMetadata: z.optional(z.string().check(z.refine(isJson))),
  createdAt: z.number(),
  updatedAt: z.number(),
  conversations: z.int(),
  showsInbox: z.optional(z.boolean()),
});
const stateSchema = z.object({
  version: z.literal(1),
  upserted: z.array(recordSchema),
  deleted: z.array(z.string()),
});

/** What was found at start. */
export interface LoadedState {
  readonly changes: StoreChanges | undefined;
  /** Where a file that could not be understood was moved. */
  readonly movedTo: string | undefined;
}

/** Keeps a store's changes in one JSON file. Writes go to a temporary file first, so a crash leaves the old or the new. */
export class StateFile {
  readonly #path: string;
  #timer: NodeJS.Timeout | undefined;
  /** Gives the changes to write; set while something waits to be written. */
  #pending: (() => StoreChanges) | undefined;
  readonly #onFailure: (error: unknown) => void;
  /** One file operation at a time. */
  #last: Promise<void> = Promise.resolve();

  /** @param onFailure - told of each write that failed while nobody waited for it */
  constructor(path: string, onFailure: (error: unknown) => void) {
    this.#path = path;
    this.#onFailure = onFailure;
  }

  /** Reads the file; one that is not understood is moved aside to `.corrupt`, never overwritten. */
  async load(): Promise<LoadedState> {
    let content: string;
    try {
      content = await readFile(this.#path, "utf8");
    } catch (error) {
      if (isMissing(error)) return { changes: undefined, movedTo: undefined };
      throw error;
    }
    const state = parseState(content);
    if (state !== undefined) return { changes: state, movedTo: undefined };
    const movedTo = `${this.#path}.corrupt`;
    await rename(this.#path, movedTo);
    return { changes: undefined, movedTo };
  }

  /** Writes soon. A failure is told at once; the next change, or {@link flush}, tries again. */
  schedule(changes: () => StoreChanges): void {
    this.#pending = changes;
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.#write().catch(this.#onFailure);
    }, DEBOUNCE_MS);
  }

  /** Writes now what is pending. Rejects when that fails. */
  async flush(): Promise<void> {
    this.#stopTimer();
    await this.#write();
  }

  /** Drops what is pending and deletes the file. Rejects when that fails. */
  async remove(): Promise<void> {
    this.#stopTimer();
    this.#pending = undefined;
    await this.#enqueue(() => rm(this.#path, { force: true }));
  }

  async #write(): Promise<void> {
    await this.#enqueue(async () => {
      const changes = this.#pending;
      if (changes === undefined) return;
      this.#pending = undefined;
      try {
        await mkdir(dirname(this.#path), { recursive: true });
        const temporary = `${this.#path}.${process.pid}.tmp`;
        await writeFile(temporary, JSON.stringify({ version: 1, ...changes() }), { mode: 0o600 });
        await rename(temporary, this.#path);
      } catch (error) {
        this.#pending ??= changes;
        throw error;
      }
    });
  }

  async #enqueue(operation: () => Promise<void>): Promise<void> {
    const done = this.#last.then(operation);
    this.#last = done.catch(() => undefined);
    await done;
  }

  #stopTimer(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }
}

function parseState(content: string): StoreChanges | undefined {
  try {
    const parsed = stateSchema.safeParse(JSON.parse(content));
    return parsed.success ? parsed.data : undefined;
  } catch {
    return undefined;
  }
}

function isJson(json: string): boolean {
  try {
    JSON.parse(json);
    return true;
  } catch {
    return false;
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ENOENT";
}
