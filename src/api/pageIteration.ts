import { NotFoundError, ResponseShapeError } from "./errors.ts";
import type { Page } from "./page.ts";

/** How to read all pages of a list. */
export interface PageIteration<T> {
  /** Resolves with undefined when the list ends before that page: it may shrink while it is read. */
  readonly fetchPage: (page: number, signal: AbortSignal) => Promise<Page<T> | undefined>;
  readonly idOf: (item: T) => string;
  /** Requests in flight at the same time; the first page is always fetched alone. */
  readonly concurrency: number;
  /** More pages than this are an error. */
  readonly maxPages: number;
  readonly signal?: AbortSignal | undefined;
}

/** A page, or undefined if it turned out not to exist: 404 beyond page 1 means that the list has shrunk. */
export async function pageOrEnd<T>(page: number, fetching: Promise<Page<T>>): Promise<Page<T> | undefined> {
  try {
    return await fetching;
  } catch (failure) {
    if (failure instanceof NotFoundError && page > 1) {
      return undefined;
    }
    throw failure;
  }
}

/** Keeps a few pages ahead of the reader: at most `concurrency` in flight and twice as many waiting to be read. */
class PageWindow<T> {
  readonly #iteration: PageIteration<T>;
  readonly #signal: AbortSignal;
  readonly #pages = new Map<number, Promise<Page<T> | undefined>>();
  #inFlight = 0;
  #started = 1;
  #head = 1;
  #ended = false;
  /** The last page there should be; moves on when the list grows. */
  last = 1;

  constructor(iteration: PageIteration<T>, signal: AbortSignal) {
    this.#iteration = iteration;
    this.#signal = signal;
  }

  end(): void {
    this.#ended = true;
  }

  async take(page: number): Promise<Page<T> | undefined> {
    this.#head = page;
    this.#fill();
    const taken = await this.#pages.get(page);
    this.#pages.delete(page);
    return taken;
  }

  #fill(): void {
    const { concurrency } = this.#iteration;
    const furthest = (): number => Math.min(this.last, this.#head + 2 * concurrency - 1);
    while (!this.#ended && this.#inFlight < concurrency && this.#started < furthest()) {
      this.#started += 1;
      const fetched = this.#fetch(this.#started);
      // It may fail before it is its turn to be read, or never be read at all.
      fetched.catch(() => undefined);
      this.#pages.set(this.#started, fetched);
    }
  }

  async #fetch(page: number): Promise<Page<T> | undefined> {
    this.#inFlight += 1;
    try {
      const fetched = await this.#iteration.fetchPage(page, this.#signal);
      if (fetched?.hasMore !== true && page < this.last) {
        // The list has shrunk: everything beyond this page would be 404.
        this.last = page;
      }
      return fetched;
    } catch (failure) {
      this.end();
      throw failure;
    } finally {
      this.#inFlight -= 1;
      this.#fill();
    }
  }
}

/** Fails where a page repeats the one before: a server that ignores `page` would be read forever. */
function assertAdvanced<T>(previous: Page<T>, current: Page<T>, idOf: (item: T) => string): void {
  const same =
    previous.items.length === current.items.length &&
    current.items.every((item, index) => {
      const before = previous.items[index];
      return before !== undefined && idOf(before) === idOf(item);
    });
  if (same) {
    throw new ResponseShapeError("schema", "the page did not advance");
  }
}

/** The items whose ids were not seen before; notes them as seen. */
function unseen<T>(items: readonly T[], seen: Set<string>, idOf: (item: T) => string): readonly T[] {
  const fresh: T[] = [];
  for (const item of items) {
    const id = idOf(item);
    if (!seen.has(id)) {
      seen.add(id);
      fresh.push(item);
    }
  }
  return fresh;
}

/** Yields what each page adds, in order. */
async function* iterateBatches<T>(
  iteration: PageIteration<T>,
): AsyncGenerator<readonly T[], undefined, undefined> {
  const { fetchPage, idOf, maxPages, signal } = iteration;
  const cancellation = new AbortController();
  const onAbort = (): void => {
    cancellation.abort(signal?.reason);
  };
  signal?.throwIfAborted();
  signal?.addEventListener("abort", onAbort, { once: true });
  const window = new PageWindow(iteration, cancellation.signal);
  const seen = new Set<string>();
  try {
    let current = await fetchPage(1, cancellation.signal);
    for (let page = 1; current !== undefined; page += 1) {
      yield unseen(current.items, seen, idOf);
      if (!current.hasMore || current.items.length === 0) {
        return;
      }
      if (page === 1) {
        window.last = Math.max(2, Math.ceil(current.count / current.items.length));
      }
      // It grew while it was read.
      window.last = Math.max(window.last, page + 1);
      if (window.last > maxPages) {
        throw new ResponseShapeError("tooLarge", `more than ${maxPages} pages`);
      }
      const next = await window.take(page + 1);
      if (next !== undefined) {
        assertAdvanced(current, next, idOf);
      }
      current = next;
    }
  } finally {
    window.end();
    signal?.removeEventListener("abort", onAbort);
    cancellation.abort();
  }
}

/** Hands out batches item by item. By hand, because an async generator spends as much on 100 items as on a page. */
class Items<T> implements AsyncIterableIterator<T, undefined> {
  readonly #batches: AsyncGenerator<readonly T[], undefined, undefined>;
  readonly #signal: AbortSignal | undefined;
  #batch: Iterator<T> = [][Symbol.iterator]();
  #refill: Promise<boolean> | undefined;

  constructor(batches: AsyncGenerator<readonly T[], undefined, undefined>, signal: AbortSignal | undefined) {
    this.#batches = batches;
    this.#signal = signal;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  async next(): Promise<IteratorResult<T, undefined>> {
    for (;;) {
      if (this.#signal?.aborted === true) {
        await this.return();
        this.#signal.throwIfAborted();
      }
      // Somebody else is waiting for the next batch: the items in it are theirs first.
      if (this.#refill === undefined) {
        const item = this.#batch.next();
        if (item.done !== true) {
          return item;
        }
        this.#refill = this.#fetch();
      }
      if (!(await this.#refill)) {
        return { done: true, value: undefined };
      }
    }
  }

  async return(): Promise<IteratorResult<T, undefined>> {
    this.#batch = [][Symbol.iterator]();
    await this.#batches.return(undefined);
    return { done: true, value: undefined };
  }

  async #fetch(): Promise<boolean> {
    try {
      const batch = await this.#batches.next();
      this.#batch = (batch.value ?? [])[Symbol.iterator]();
      return batch.done !== true;
    } finally {
      this.#refill = undefined;
    }
  }
}

/**
 * Yields the items of all pages in order, each id once: items move between pages while a list is read. The number
 * of pages follows from the length of the first, because the server caps the page size silently.
 *
 * @throws whatever `fetchPage` throws, the signal's reason, or ResponseShapeError if the list does not end
 */
export function iteratePages<T>(iteration: PageIteration<T>): AsyncIterableIterator<T, undefined> {
  return new Items(iterateBatches(iteration), iteration.signal);
}
