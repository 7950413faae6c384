import type { DuplicatesWords, ToDuplicatesPage } from "../../shared/duplicatesMessages.ts";
import { button, element, icon, setText } from "../element.ts";
import { startAtHeading } from "../startAtHeading.ts";
import { GroupList } from "./groupList.ts";
import { MergeForm } from "./mergeForm.ts";
import { post } from "./pageApi.ts";

const heading = element("h1");
const subtitle = element("p", { class: "quiet" });
const searchWord = element("span");
const search = button(
  { class: "secondary" },
  () => post({ type: "search" }),
  icon("refresh"),
  " ",
  searchWord,
);
const detail = element("main", { class: "detail", "aria-live": "off" });
/** Outcomes are spoken; they stay until the next merge. */
const outcome = element("div", { class: "outcome", role: "status", hidden: true });
const list = new GroupList((groupId) => select(groupId));

let words: DuplicatesWords | undefined;
let canWrite = false;
let shown: string | undefined;
let form: MergeForm | undefined;
/** A person who chose a group by keyboard goes on inside it. */
let isFocusWanted = false;

function select(groupId: string): void {
  outcome.hidden = true;
  isFocusWanted = true;
  load(groupId);
}

function load(groupId: string): void {
  shown = groupId;
  form = undefined;
  list.mark(groupId);
  detail.replaceChildren(element("p", { class: "quiet", role: "status" }, words?.loading ?? ""));
  post({ type: "select", groupId });
}

function receive(message: ToDuplicatesPage): void {
  switch (message.type) {
    case "groups":
      words = message.words;
      canWrite = message.canWrite;
      setText(heading, words.heading);
      setText(subtitle, message.subtitle);
      setText(searchWord, words.search);
      list.show(message.groups, words);
      startAtHeading();
      if (message.groups.length === 0) {
        shown = undefined;
        detail.replaceChildren(element("p", { class: "none" }, words.none));
      } else if (shown === undefined || !message.groups.some(({ id }) => id === shown)) {
        load(message.groups.find(({ state }) => state === "open")?.id ?? message.groups[0]?.id ?? "");
      }
      break;
    case "group":
      if (message.groupId === shown && words) {
        form = new MergeForm(message, words, canWrite, send);
        detail.replaceChildren(form.root);
        if (isFocusWanted) {
          form.focus();
        }
      }
      break;
    case "unreadable":
      if (message.groupId === shown) {
        detail.replaceChildren(element("p", { class: "failure", role: "alert" }, message.message));
      }
      break;
    case "cancelled":
      form?.setBusy(false);
      form?.focusMerge();
      break;
    case "outcome":
      outcome.classList.toggle("failure", message.isFailure);
      outcome.hidden = false;
      outcome.replaceChildren(
        icon(message.isFailure ? "warning" : "pass"),
        element("div", {}, ...message.lines.map((line) => element("p", {}, line))),
      );
      load(message.next ?? message.groupId);
      list.focus();
      isFocusWanted = false;
      break;
  }
}

function send(message: Parameters<typeof post>[0]): void {
  if (message.type === "merge") {
    form?.setBusy(true);
  }
  post(message);
}

// Only VS Code's own frame can post to this window; the host is the only one that it passes on.
window.addEventListener("message", ({ data }: MessageEvent<ToDuplicatesPage>) => receive(data));

document
  .querySelector("#duplicates")
  ?.append(
    element("header", {}, element("div", {}, heading, subtitle), search),
    outcome,
    element("div", { class: "panes" }, list.root, detail),
  );
post({ type: "ready" });
