import type { Answer } from "./answer.ts";
import { paginate } from "./paginate.ts";
import { sampleInboxes, type SampleInbox } from "./sampleInboxes.ts";
import type { SandboxRequest } from "./sandboxRequest.ts";

/** GET inboxes/: `page`, `pageSize`, `channelType`, `ordering`. */
export function listInboxes(request: SandboxRequest, pageSizeCap: number): Answer {
  const channelType = request.query.get("channelType") ?? "";
  const inboxes = sampleInboxes
    .filter((inbox) => channelType === "" || inbox.channelType === channelType)
    .sort(comparison(request.query.get("ordering") ?? ""));
  const items = (start: number, count: number): string[] =>
    inboxes.slice(start, start + count).map((inbox) => JSON.stringify(inbox));
  return paginate(request, { count: inboxes.length, items }, pageSizeCap);
}

/** DRF's OrderingFilter: comma-separated fields, `-` for descending, unknown ones ignored. */
function comparison(ordering: string): (a: SampleInbox, b: SampleInbox) => number {
  const keys = ordering.split(",").map((key) => key.trim());
  return (a, b) => {
    for (const key of keys) {
      const difference = compareBy(key.replace(/^-/, ""), a, b);
      if (difference !== 0) return key.startsWith("-") ? -difference : difference;
    }
    return 0;
  };
}

function compareBy(key: string, a: SampleInbox, b: SampleInbox): number {
  switch (key) {
    case "name":
    case "channelType":
      // By code point, as a database with the C collation; enough to be repeatable on every machine.
      return a[key] < b[key] ? -1 : Number(a[key] > b[key]);
    case "unreadConversationsCount":
      return a[key] - b[key];
    default:
      return 0;
  }
}
