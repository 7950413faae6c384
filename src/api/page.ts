import { ResponseShapeError } from "./errors.ts";
import type { RequestSummary } from "./errors.ts";
import type { Limits } from "./limits.ts";
import { pageSchema } from "./schemas.ts";
import { assertShape } from "./shape.ts";

/** One page of a list. */
export interface Page<T> {
  /** May be fewer than asked for: the server caps the page size silently. */
  readonly items: readonly T[];
  /** Of the whole list, as the server counts it. */
  readonly count: number;
  /** From 1. */
  readonly page: number;
  readonly hasMore: boolean;
}

/** The page number in a `next` link, its only part that is ever used. Behind a proxy its host may be anybody's. */
function pageNumberOf(next: string): number | undefined {
  const text = URL.parse(next, "http://relative.invalid/")?.searchParams.get("page") ?? "";
  return /^\d{1,9}$/u.test(text) ? Number(text) : undefined;
}

/**
 * Reads one page.
 *
 * @param value - the parsed answer: `{count, next, results}`, or a bare array where a server does not paginate
 * @param page - the number of the page asked for
 * @param readItem - turns one result into an item, or throws
 * @throws ResponseShapeError `schema`, also if `next` does not lead on; `tooLarge` for too many results
 */
export function readPage<T>(
  value: unknown,
  page: number,
  { limits, request }: { readonly limits: Pick<Limits, "pageResults">; readonly request: RequestSummary },
  readItem: (item: unknown, at: string) => T,
): Page<T> {
  const body = assertShape(
    pageSchema,
    Array.isArray(value) ? { count: value.length, next: null, results: value } : value,
    request,
  );
  // The reference page's own sample has an array inside the array.
  const results = body.results.flat();
  if (results.length > limits.pageResults) {
    throw new ResponseShapeError("tooLarge", `more than ${limits.pageResults} results on a page`, {
      request,
    });
  }
  const items = results.map((item, index) => readItem(item, `results[${index}]`));
  let hasMore: boolean;
  if (typeof body.next === "string" && body.next !== "") {
    hasMore = true;
    if ((pageNumberOf(body.next) ?? page + 1) <= page) {
      throw new ResponseShapeError("schema", "next: the page did not advance", { request });
    }
  } else {
    // The reference page marks `next` as optional. If it is missing rather than null, only `count` can tell.
    hasMore = body.next === undefined && items.length > 0 && page * items.length < body.count;
  }
  return { items, count: body.count, page, hasMore };
}
