import type { EditorStrings } from "../shared/editorStrings.ts";
import type { Action, ConversationsShown, Edit, EditorContext, Problem, Role } from "../shared/messages.ts";
import { Avatar } from "./avatar.ts";
import type { AvatarPicture } from "./avatar.ts";
import type { ContactText } from "./contactText.ts";
import { dateWords, fullDate, numberWords, timestampOf } from "./dateWords.ts";
import { button, element, icon, setText } from "./element.ts";
import { fillIn } from "./fillIn.ts";
import { InboxChips } from "./inboxChips.ts";
import { initials } from "./initials.ts";
import { PopupMenu } from "./popupMenu.ts";
import { problemList } from "./problemList.ts";
import { shortId } from "./shortId.ts";

export interface HeaderState {
  readonly contact: ContactText;
  readonly context: EditorContext;
  readonly strings: EditorStrings;
  readonly problems: readonly Problem[];
  readonly editable: boolean;
  readonly loaded: boolean;
  /** False while the JSON is broken: chips cannot be changed. */
  readonly writable: boolean;
  readonly picture: AvatarPicture;
}

const COPIED_MS = 2000;

/** Who the contact is, where it lives, and what can be done with it as a whole. */
export class ContactHeader {
  readonly element: HTMLElement;
  readonly chips: InboxChips;
  readonly #onAction: (action: Action) => void;
  readonly #avatar: Avatar;
  /** The name runs in its own direction, but always starts where the others start. */
  readonly #name = element("bdi");
  readonly #heading = element("h1", { class: "contact-name" }, this.#name);
  readonly #facts = element("div", { class: "facts", id: "contact-facts" });
  readonly #id = element("span", { class: "contact-id" });
  readonly #copy: HTMLButtonElement;
  readonly #created = element("time");
  readonly #updated = element("time");
  readonly #conversations = element("span", { class: "fact" });
  readonly #readOnly = element("span", { class: "badge" });
  readonly #role = element("span", { class: "badge-role" });
  readonly #label = element("span", { class: "badge-label", dir: "auto" });
  readonly #badge = element("span", { class: "badge" }, this.#role, this.#label);
  readonly #refresh: HTMLButtonElement;
  readonly #openAsText: HTMLButtonElement;
  readonly #history: HTMLButtonElement;
  readonly #menu = new PopupMenu();
  readonly #problems = element("div", { class: "header-problems" });

  constructor(onAction: (action: Action) => void, onInboxEdit: (edit: Edit) => void) {
    this.#onAction = onAction;
    this.#avatar = new Avatar(() => onAction("showPicture"));
    this.chips = new InboxChips(onInboxEdit);
    this.#copy = button({ class: "ghost-button" }, () => this.#copyId(), icon("copy"));
    this.#refresh = button({ class: "button" }, () => onAction("refresh"));
    this.#openAsText = button({ class: "button" }, () => onAction("openAsText"));
    this.#history = button({ class: "button" }, () => onAction("history"));
    this.#facts.append(
      element("span", { class: "fact" }, this.#id, this.#copy),
      this.#created,
      this.#updated,
      this.#conversations,
    );
    this.#created.className = this.#updated.className = "fact";
    this.element = element(
      "header",
      { class: "contact-header", id: "contact-header" },
      this.#avatar.element,
      element("div", { class: "identity" }, this.#heading, this.chips.element, this.#problems, this.#facts),
      element(
        "div",
        { class: "header-side" },
        element("div", { class: "badges" }, this.#readOnly, this.#badge),
        element(
          "div",
          { class: "actions", id: "contact-actions" },
          this.#refresh,
          this.#history,
          this.#openAsText,
          this.#menu.element,
          this.#menu.popup,
        ),
      ),
    );
  }

  render(state: HeaderState): void {
    const { contact, strings, loaded, context } = state;
    this.element.setAttribute("aria-label", strings.contactHeader);
    for (const part of [this.chips.element, this.#facts, this.#history, this.#openAsText, this.#menu.element])
      part.hidden = !loaded;
    this.#renderName(state);
    if (loaded) {
      this.chips.render({ contact, context, strings, editable: state.editable && state.writable });
      const id = contact.scalar("id") ?? "";
      setText(this.#id, shortId(id));
      this.#id.title = id;
      this.#copy.title = strings.copyId;
      this.#copy.setAttribute("aria-label", strings.copyId);
      this.renderDates(state);
    }
    const inboxProblems = state.problems.filter(({ path }) => path[0] === "inboxes" || path[0] === "inbox");
    this.#problems.replaceChildren(...problemList(inboxProblems, strings));
    this.#renderBadges(state);
    this.#renderActions(state);
  }

  /** Also called as time passes: 'now' becomes 'a minute ago'. */
  renderDates({ contact, strings, context }: Pick<HeaderState, "contact" | "strings" | "context">): void {
    const show = (target: HTMLTimeElement, key: string, words: string): void => {
      const time = timestampOf(contact.scalar(key));
      target.hidden = time === undefined;
      if (time === undefined) return;
      setText(target, fillIn(words, dateWords(time, Date.now(), context.locale)));
      target.title = fullDate(time, context.locale);
      target.dateTime = new Date(time).toISOString();
    };
    show(this.#created, "createdAt", strings.created);
    show(this.#updated, "updatedAt", strings.updated);
    this.#renderConversations(context, strings);
  }

  #renderConversations({ conversations, locale }: EditorContext, strings: EditorStrings): void {
    this.#conversations.hidden = conversations === undefined;
    if (!conversations) return;
    const { latest } = conversations;
    const count = conversationCount(conversations, strings, locale);
    setText(
      this.#conversations,
      latest === undefined
        ? count
        : fillIn(strings.conversationsLatest, count, dateWords(latest, Date.now(), locale)),
    );
    this.#conversations.title = latest === undefined ? "" : fullDate(latest, locale);
  }

  #renderName({ contact, strings, loaded, picture }: HeaderState): void {
    const name = contact.scalar("name")?.trim() ?? "";
    setText(this.#name, loaded ? name || strings.anonymous : strings.contactHeader);
    this.#heading.classList.toggle("is-anonymous", name === "" || !loaded);
    this.#avatar.render(loaded ? initials(name) : "", picture, strings);
  }

  #renderBadges({ context, strings, editable, loaded }: HeaderState): void {
    this.#readOnly.hidden = editable || !loaded;
    this.#readOnly.replaceChildren(icon("lock"), strings.readOnly);
    this.#badge.dataset["role"] = context.role;
    setText(this.#role, roleName(context.role, strings));
    setText(this.#label, context.connectionLabel);
  }

  #renderActions({ strings, editable }: HeaderState): void {
    this.#refresh.replaceChildren(icon("refresh"), strings.refresh);
    this.#history.replaceChildren(icon("history"), strings.history);
    this.#history.title = strings.historyLong;
    this.#openAsText.replaceChildren(icon("json"), strings.openAsText);
    const item = (action: Action, label: string, iconName: string, enabled = true) => ({
      label,
      icon: iconName,
      enabled,
      run: () => this.#onAction(action),
    });
    this.#menu.render(strings.moreActions, [
      item("duplicate", strings.duplicate, "files"),
      item("copyJson", strings.copyJson, "copy"),
      item("preview", strings.previewChanges, "diff"),
      item("compare", strings.compare, "compare-changes"),
      item("replace", strings.replace, "replace-all", editable),
      item("delete", strings.delete, "trash", editable),
    ]);
  }

  /** The host writes the clipboard and says so; the icon confirms it to the eye. */
  #copyId(): void {
    this.#onAction("copyId");
    this.#copy.replaceChildren(icon("check"));
    setTimeout(() => this.#copy.replaceChildren(icon("copy")), COPIED_MS);
  }
}

function conversationCount({ count }: ConversationsShown, strings: EditorStrings, locale: string): string {
  if (count === undefined) return strings.conversationsUncounted;
  return count === 1
    ? strings.conversationsOne
    : fillIn(strings.conversationsMany, numberWords(count, locale));
}

function roleName(role: Role, strings: EditorStrings): string {
  switch (role) {
    case "development":
      return strings.roleDevelopment;
    case "staging":
      return strings.roleStaging;
    case "production":
      return strings.roleProduction;
    case "sandbox":
      return strings.roleSandbox;
  }
}
