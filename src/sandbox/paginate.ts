import { detailAnswer, jsonAnswer, type Answer } from "./answer.ts";
import type { SandboxRequest } from "./sandboxRequest.ts";

/** What a client gets that asks for no size; the vendor's default is not known. */
const DEFAULT_PAGE_SIZE = 20;

/** A list that can be cut into pages without being built whole. */
export interface Pageable {
  readonly count: number;
  /** JSON texts of the items in a range. */
  items(start: number, count: number): readonly string[];
}

/**
 * One page as DRF's PageNumberPagination answers it: `pageSize` is capped silently and ignored when it is no
 * positive integer; a page past the end is 404, but page 1 always exists.
 */
export function paginate(request: SandboxRequest, list: Pageable, pageSizeCap: number): Answer {
  const pageSize = Math.min(positiveInteger(request.query.get("pageSize")) ?? DEFAULT_PAGE_SIZE, pageSizeCap);
  const lastPage = Math.max(1, Math.ceil(list.count / pageSize));
  const asked = request.query.get("page") ?? "1";
  const page = asked === "last" ? lastPage : positiveInteger(asked);
  if (page === undefined || page > lastPage) return detailAnswer(404, "Invalid page.");
  const next = page < lastPage ? JSON.stringify(pageLink(request, page + 1)) : "null";
  const previous = page > 1 ? JSON.stringify(pageLink(request, page - 1)) : "null";
  const results = list.items((page - 1) * pageSize, pageSize).join(",");
  return jsonAnswer(
    200,
    `{"count":${list.count},"next":${next},"previous":${previous},"results":[${results}]}`,
  );
}

function positiveInteger(text: string | null): number | undefined {
  return text !== null && /^\s*\+?0*[1-9]\d{0,14}\s*$/.test(text) ? Number(text) : undefined;
}

/** DRF's replace_query_param: parameters sorted by name, and page 1 is the link without `page`. */
function pageLink(request: SandboxRequest, page: number): string {
  const query = new URLSearchParams(request.query);
  if (page === 1) query.delete("page");
  else query.set("page", String(page));
  query.sort();
  const text = query.toString();
  return `${request.origin}${request.path}${text === "" ? "" : `?${text}`}`;
}
