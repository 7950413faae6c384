import type { FromTable, TableGroup, TableRow, TableView, ToTable } from "../shared/tableMessages.ts";
import { button, element, icon } from "./element.ts";
import { startAtHeading } from "./startAtHeading.ts";

declare const acquireVsCodeApi: () => {
  postMessage(message: FromTable): void;
  getState(): unknown;
  setState(state: object): void;
};

const api = acquireVsCodeApi();
const root = document.getElementById("data-table") ?? document.body;
/** Spoken when the content changes; stands outside what is rebuilt. */
const status = element("div", { class: "visually-hidden", role: "status" });
const content = element("main", {});
root.append(status, content);

const ICONS = {
  good: "pass",
  info: "edit",
  warning: "warning",
  error: "error",
  quiet: "dash",
} as const;

const iconOf = (group: Pick<TableGroup, "tone" | "isPlanned">): string =>
  group.tone === "good" && group.isPlanned === true ? "add" : ICONS[group.tone];

let view: TableView | undefined;
let filter: string | undefined;

/** The filter outlives a hidden tab, but not the table: the next one in this tab shows all its rows first. */
function keptFilter({ title }: TableView): string | undefined {
  const state = api.getState();
  return typeof state === "object" &&
    state !== null &&
    "filter" in state &&
    typeof state.filter === "string" &&
    "title" in state &&
    state.title === title
    ? state.filter
    : undefined;
}

function choose(group: string | undefined, title: string): void {
  filter = group;
  api.setState(group === undefined ? {} : { filter: group, title });
  render();
  content.querySelector<HTMLElement>(".group[aria-pressed=true]")?.focus();
}

function render(): void {
  if (!view) return;
  const shown = view;
  if (!shown.groups.some(({ id, count }) => id === filter && count > 0)) filter = undefined;
  content.replaceChildren(
    header(shown),
    ...shown.notes.map(({ text, tone }) =>
      element(
        "p",
        { class: `note tone-${tone}` },
        icon(tone === "quiet" ? "info" : ICONS[tone]),
        element("span", {}, text),
      ),
    ),
    filters(shown),
    table(shown),
  );
}

function header({ title, subtitle, badge, actions }: TableView): HTMLElement {
  return element(
    "header",
    {},
    element(
      "div",
      { class: "heading" },
      element(
        "h1",
        {},
        title,
        ...(badge ? [element("span", { class: `badge tone-${badge.tone}` }, badge.label)] : []),
      ),
      element("p", { class: "subtitle" }, subtitle),
    ),
    element(
      "div",
      { class: "actions" },
      ...actions.map(({ id, label, isPrimary }) =>
        button(
          { class: isPrimary ? "button primary" : "button" },
          () => api.postMessage({ type: "action", id }),
          label,
        ),
      ),
    ),
  );
}

function filters({ groups, words, title }: TableView): HTMLElement {
  const total = groups.reduce((sum, { count }) => sum + count, 0);
  const chip = (id: string | undefined, label: string, count: number, group?: TableGroup) =>
    button(
      {
        class: `group${group ? ` tone-${group.tone}` : ""}`,
        "aria-pressed": String(filter === id),
        ...(count === 0 ? { disabled: true } : {}),
      },
      () => choose(id, title),
      ...(group ? [icon(iconOf(group))] : []),
      element("span", { class: "count" }, count.toLocaleString(document.documentElement.lang)),
      element("span", {}, label),
    );
  return element(
    "div",
    { class: "groups", role: "group", "aria-label": words.state },
    chip(undefined, words.all, total),
    ...groups.map((group) => chip(group.id, group.label, group.count, group)),
  );
}

function table(shown: TableView): HTMLElement {
  const { columns, rows, groups, words, footnote } = shown;
  const visible = filter === undefined ? rows : rows.filter(({ group }) => group === filter);
  const byId = new Map(groups.map((group) => [group.id, group]));
  if (visible.length === 0) {
    return element("p", { class: "empty" }, words.nothing);
  }
  return element(
    "div",
    { class: "scroll", tabindex: "0", role: "region", "aria-label": shown.title },
    element(
      "table",
      // There is no room for an empty column at a narrow width.
      { class: rows.some(({ cells }) => cells.at(-1) !== "") ? undefined : "no-details" },
      element(
        "thead",
        {},
        element("tr", {}, ...[words.state, ...columns].map((head) => element("th", { scope: "col" }, head))),
      ),
      element("tbody", {}, ...visible.map((row) => tableRow(row, byId.get(row.group), words.open))),
    ),
    ...(footnote === "" ? [] : [element("p", { class: "footnote" }, footnote)]),
  );
}

function tableRow(
  { id, cells, canOpen }: TableRow,
  group: TableGroup | undefined,
  open: string,
): HTMLElement {
  const tone = group?.tone ?? "quiet";
  return element(
    "tr",
    {},
    element(
      "td",
      { class: `state tone-${tone}` },
      element(
        "span",
        { class: "mark" },
        icon(group ? iconOf(group) : ICONS[tone]),
        element("span", {}, group?.label ?? ""),
      ),
    ),
    ...cells.map((cell, index) =>
      element(
        "td",
        { title: cell },
        index === 0 && canOpen
          ? button({ class: "link", title: open }, () => api.postMessage({ type: "open", id }), cell)
          : cell,
      ),
    ),
  );
}

window.addEventListener("message", ({ data }: MessageEvent<ToTable>) => {
  view = data.view;
  filter = keptFilter(view);
  render();
  // Also when what had the focus is gone: the next Tab starts at the top of the new content.
  startAtHeading();
  status.textContent = [
    view.title,
    ...view.groups.filter(({ count }) => count > 0).map(({ count, label }) => `${count} ${label}`),
    ...view.notes.map(({ text }) => text),
  ].join(". ");
});

api.postMessage({ type: "ready" });
