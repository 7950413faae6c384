import { type FileHandle, mkdir, open, readFile } from "node:fs/promises";
import { dirname } from "node:path";
import * as z from "zod/mini";
import { SEEDED_FIELDS } from "./contactImage.ts";

const fieldSchema = z.enum(SEEDED_FIELDS);
const contactEntry = {
  id: z.string(),
  sourceId: z.string(),
  /** How it was left. */
  image: z.record(fieldSchema, z.string()),
  at: z.number(),
};

/** The first line of a ledger: which recipe was seeded where. Times are ms since the epoch. */
export const runHeaderSchema = z.object({
  kind: z.literal("run"),
  id: z.string(),
  recipe: z.string(),
  /** Address of the recipe's file, to open it again. */
  recipeUri: z.string(),
  connectionId: z.string(),
  connectionLabel: z.string(),
  /** A run belongs to the server: another address under the same connection id is another one. */
  baseUrl: z.string(),
  startedAt: z.number(),
});
export type RunHeader = z.infer<typeof runHeaderSchema>;

/** A line of a ledger. */
export const ledgerEntrySchema = z.discriminatedUnion("kind", [
  runHeaderSchema,
  /** Written before a create is sent: whoever finds the contact later knows that this run sent it. */
  z.object({
    kind: z.literal("creating"),
    sourceId: z.string(),
    inboxIds: z.readonly(z.array(z.string())),
    /** Only what is sent. */
    image: z.partialRecord(fieldSchema, z.string()),
    at: z.number(),
  }),
  z.object({ kind: z.literal("created"), ...contactEntry }),
  /** The create was refused or never sent, so nothing came of it. */
  z.object({ kind: z.literal("refused"), sourceId: z.string(), at: z.number() }),
  /** A contact that was there before now looks so. */
  z.object({ kind: z.literal("updated"), ...contactEntry }),
  /** A contact of the run is gone: deleted by clean-up, or found missing. */
  z.object({ kind: z.literal("deleted"), id: z.string(), sourceId: z.string(), at: z.number() }),
  z.object({ kind: z.literal("end"), at: z.number(), cancelled: z.boolean(), failed: z.number() }),
]);
export type LedgerEntry = z.infer<typeof ledgerEntrySchema>;

/** The ledger cannot be written: a run without one must not go on. `cause` is the system error. */
export class LedgerError extends Error {
  override readonly name = "LedgerError";
  constructor(cause: unknown) {
    super("The ledger of the run cannot be written.", { cause });
  }
}

interface Waiting {
  readonly line: string;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/**
 * The record of one run: a file of JSON lines that only grows. An entry that was awaited is on the disk, not merely
 * with the operating system. Entries that arrive together share one write.
 */
export class Ledger {
  readonly #file: FileHandle;
  #waiting: Waiting[] = [];
  #writing: Promise<void> | undefined;
  /** A write failed, and part of its last line may be on the disk. */
  #isTorn = false;

  private constructor(file: FileHandle) {
    this.#file = file;
  }

  /** Begins a ledger, or goes on with one whose run was cut off. @throws the system error */
  static async open(path: string): Promise<Ledger> {
    await mkdir(dirname(path), { recursive: true });
    const file = await open(path, "a+");
    try {
      const { size } = await file.stat();
      const { bytesRead, buffer } = await file.read(Buffer.alloc(1), 0, 1, Math.max(0, size - 1));
      // A line that was cut off must not swallow the next one.
      if (size > 0 && bytesRead === 1 && buffer[0] !== 0x0a) {
        await file.appendFile("\n");
      }
      return new Ledger(file);
    } catch (error) {
      await file.close();
      throw error;
    }
  }

  /** Resolves when the entry is on the disk. @throws LedgerError when it cannot be written */
  async append(entry: LedgerEntry): Promise<void> {
    const written = new Promise<void>((resolve, reject) => {
      this.#waiting.push({ line: `${JSON.stringify(entry)}\n`, resolve, reject });
    });
    this.#writing ??= this.#write();
    await written;
  }

  async close(): Promise<void> {
    await this.#writing;
    await this.#file.close();
  }

  async #write(): Promise<void> {
    // One turn later: whatever is appended in the same turn goes with the first.
    await Promise.resolve();
    while (this.#waiting.length > 0) {
      const batch = this.#waiting;
      this.#waiting = [];
      try {
        // A line that a full disk cut off must not swallow what is written once there is room again.
        await this.#file.appendFile((this.#isTorn ? "\n" : "") + batch.map(({ line }) => line).join(""));
        this.#isTorn = false;
        await this.#file.datasync();
        batch.forEach(({ resolve }) => resolve());
      } catch (error) {
        this.#isTorn = true;
        const failure = new LedgerError(error);
        batch.forEach(({ reject }) => reject(failure));
      }
    }
    this.#writing = undefined;
  }
}

/**
 * The entries of a ledger file, in order. A line that was cut off by the end of the process is left out.
 *
 * @throws the system error when the file cannot be read
 */
export async function readLedger(path: string): Promise<readonly LedgerEntry[]> {
  const text = await readFile(path, "utf8");
  return text.split("\n").flatMap((line) => {
    const parsed = ledgerEntrySchema.safeParse(jsonOf(line));
    return parsed.success ? [parsed.data] : [];
  });
}

function jsonOf(line: string): unknown {
  try {
    return JSON.parse(line) as unknown;
  } catch {
    return undefined;
  }
}
