/** Which of the two panes a narrow editor shows. */
export type Pane = "form" | "json";

/** Where the user was: nothing of the contact itself, which lives in the document. */
export interface ViewState {
  readonly pane: Pane;
  /** Share of the width that the form has, in percent. */
  readonly formShare: number;
  readonly formScroll: number;
  /** Start of the line at the JSON pane's top, and pixels of it that are scrolled away. */
  readonly jsonTop: readonly [number, number];
  readonly metadataOpen: boolean;
  /** Ids of the open nodes of the metadata's tree, and of the row with its tab stop; undefined: never looked at. */
  readonly tree: { readonly open: readonly string[]; readonly row: string } | undefined;
  /** What the JSON side shows. */
  readonly jsonView: "json" | "request";
  /** The control that had the focus last, as `ViewMemory` names it. */
  readonly focus: string | undefined;
  /** Anchor and head of the JSON pane's selection. */
  readonly selection: readonly [number, number];
}

export const MIN_SHARE = 25;
export const MAX_SHARE = 75;
/** The mockup's proportion. */
export const DEFAULT_SHARE = 39;

export const clampShare = (share: number): number => Math.min(MAX_SHARE, Math.max(MIN_SHARE, share));

/** Reads a kept state; what does not fit (an older version's state, nothing at all) becomes the default. */
export function parseViewState(value: unknown): ViewState {
  const kept: Partial<Record<keyof ViewState, unknown>> =
    typeof value === "object" && value !== null ? value : {};
  const count = (number: unknown): number =>
    typeof number === "number" && Number.isFinite(number) && number > 0 ? number : 0;
  const pair = (numbers: unknown): readonly [number, number] => {
    const both: readonly unknown[] = Array.isArray(numbers) ? numbers : [];
    return [count(both[0]), count(both[1])];
  };
  return {
    pane: kept.pane === "json" ? "json" : "form",
    formShare: count(kept.formShare) === 0 ? DEFAULT_SHARE : clampShare(count(kept.formShare)),
    formScroll: count(kept.formScroll),
    jsonTop: pair(kept.jsonTop),
    metadataOpen: kept.metadataOpen !== false,
    tree: treeOf(kept.tree),
    jsonView: kept.jsonView === "request" ? "request" : "json",
    focus: typeof kept.focus === "string" ? kept.focus : undefined,
    selection: pair(kept.selection),
  };
}

function treeOf(value: unknown): ViewState["tree"] {
  if (typeof value !== "object" || value === null || !("open" in value) || !("row" in value))
    return undefined;
  const open: readonly unknown[] = Array.isArray(value.open) ? value.open : [];
  return {
    open: open.filter((id) => typeof id === "string"),
    row: typeof value.row === "string" ? value.row : "",
  };
}
