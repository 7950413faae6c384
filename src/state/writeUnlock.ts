import type { Clock } from "../api/clock.ts";
import { ReadOnlyError } from "../api/errors.ts";
import type { Connection } from "../model/connection.ts";

/** How long a production connection stays unlocked for bulk writes, in ms. */
export const UNLOCK_MS = 10 * 60_000;

/** A production connection refuses many writes at once until somebody unlocks it. Thrown before any request. */
export class ProductionLockedError extends Error {
  override readonly name = "ProductionLockedError";
  readonly connection: Connection;
  constructor(connection: Connection) {
    super("The production connection is locked for bulk writes.");
    this.connection = connection;
  }
}

interface Unlocked {
  /** An unlock is for the server that the person saw: another address under the same id is locked. */
  readonly baseUrl: string;
  readonly from: number;
  readonly until: number;
}

/**
 * Which production connections take many writes at once, and until when. Seed runs, imports, bulk changes and tools
 * all get their client through `Clients.forBulk`, which asks here. What began within the time may end after it.
 */
export class WriteUnlock {
  readonly #clock: Pick<Clock, "now">;
  readonly #unlocked = new Map<string, Unlocked>();

  constructor(clock: Pick<Clock, "now">) {
    this.#clock = clock;
  }

  /** Unlocks for {@link UNLOCK_MS} from now. */
  unlock({ id, baseUrl }: Connection): void {
    const from = this.#clock.now();
    this.#unlocked.set(id, { baseUrl, from, until: from + UNLOCK_MS });
  }

  /** Ends an unlock early. */
  lock({ id }: Connection): void {
    this.#unlocked.delete(id);
  }

  /** Milliseconds left; 0 when it is locked. */
  remainingMs({ id, baseUrl }: Connection): number {
    const unlocked = this.#unlocked.get(id);
    const now = this.#clock.now();
    // A clock that was set back must not make an unlock last longer.
    return unlocked?.baseUrl === baseUrl && now >= unlocked.from ? Math.max(0, unlocked.until - now) : 0;
  }

  /** @throws ReadOnlyError over a read-only connection, ProductionLockedError over a locked production connection */
  assertBulkWritable(connection: Connection): void {
    if (connection.readOnly) {
      throw new ReadOnlyError("The connection is read-only.");
    }
    if (connection.role === "production" && this.remainingMs(connection) === 0) {
      throw new ProductionLockedError(connection);
    }
  }
}
