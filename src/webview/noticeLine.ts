import type { Notice, NoticeAction, NoticeRow } from "../shared/messages.ts";
import { button, element, icon } from "./element.ts";

/** Named here: the icon font has the icons whose names stand in the pages' own code. */
const ICONS = { info: "info", warning: "warning", error: "error" } as const;

/** The line under the header that speaks only when there is something to decide or to know. */
export class NoticeLine {
  readonly element = element("section", { class: "notice", id: "contact-notice", hidden: true });
  readonly #onAction: (action: NoticeAction) => void;
  readonly #onLeft: (field: string | undefined) => void;
  #shown = "";
  /** The field whose button was used last. */
  #field: string | undefined;

  /** @param onLeft the line went away with the focus in it; the field that was decided last, if one was. */
  constructor(onAction: (action: NoticeAction) => void, onLeft: (field: string | undefined) => void) {
    this.#onAction = onAction;
    this.#onLeft = onLeft;
  }

  render(notice: Notice | undefined): void {
    const key = JSON.stringify(notice ?? null);
    // An unchanged notice keeps its elements: a focused button must not vanish under the user.
    if (key === this.#shown) return;
    this.#shown = key;
    const hadFocus = this.element.contains(document.activeElement);
    this.element.hidden = notice === undefined;
    if (!notice) {
      this.element.replaceChildren();
      if (hadFocus) this.#onLeft(this.#field);
      return;
    }
    this.element.dataset["kind"] = notice.kind;
    // What has rows was announced by the host: as a live region all its values would be read out.
    const live = notice.kind === "error" ? "alert" : "status";
    this.element.setAttribute("role", notice.rows.length > 0 ? "region" : live);
    this.element.setAttribute("aria-label", notice.text);
    this.element.replaceChildren(
      element(
        "div",
        { class: "notice-line" },
        icon(ICONS[notice.kind]),
        element("span", { class: "notice-text" }, notice.text),
        this.#buttons(notice.actions),
      ),
      ...(notice.rows.length > 0
        ? [element("ul", { class: "notice-rows" }, ...notice.rows.map((row) => this.#row(row)))]
        : []),
    );
    if (hadFocus) {
      const next = this.element.querySelector<HTMLElement>(".notice-rows button");
      (next ?? this.element.querySelector("button"))?.focus();
    }
  }

  #row({ label, values, effect, actions }: NoticeRow): HTMLElement {
    return element(
      "li",
      { class: "notice-row" },
      element("span", { class: "notice-field" }, label),
      ...values.map(({ caption, text }) =>
        element(
          "div",
          { class: "notice-value" },
          element("span", { class: "notice-caption" }, caption),
          element("code", { class: "notice-code", dir: "auto" }, text),
        ),
      ),
      this.#buttons(actions),
      ...(effect
        ? [
            element(
              "div",
              { class: "notice-value notice-effect" },
              element("span", { class: "notice-caption" }, effect.caption),
              element("span", {}, ...effect.lines.map((line) => element("div", {}, line))),
            ),
          ]
        : []),
    );
  }

  #buttons(actions: readonly NoticeAction[]): HTMLElement {
    return element(
      "span",
      { class: "notice-actions" },
      ...actions.map((action) =>
        button(
          { class: "button", "aria-label": action.spoken },
          () => {
            this.#field = action.fields?.at(-1) ?? this.#field;
            this.#onAction(action);
          },
          action.label,
        ),
      ),
    );
  }
}
