import type { Action, Notice } from "../shared/messages.ts";
import { button, element, icon } from "./element.ts";

/** The line under the header that speaks only when there is something to decide or to know. */
export class NoticeLine {
  readonly element = element("section", { class: "notice", hidden: true });
  readonly #onAction: (action: Action) => void;
  #shown = "";

  constructor(onAction: (action: Action) => void) {
    this.#onAction = onAction;
  }

  render(notice: Notice | undefined): void {
    const key = JSON.stringify(notice ?? null);
    // An unchanged notice keeps its elements: a focused button must not vanish under the user.
    if (key === this.#shown) return;
    this.#shown = key;
    this.element.hidden = notice === undefined;
    if (!notice) return;
    this.element.dataset["kind"] = notice.kind;
    this.element.setAttribute("role", notice.kind === "error" ? "alert" : "status");
    this.element.replaceChildren(
      icon(notice.kind),
      element("span", { class: "notice-text" }, notice.text),
      element(
        "span",
        { class: "notice-actions" },
        ...notice.actions.map(({ action, label }) =>
          button({ class: "button" }, () => this.#onAction(action), label),
        ),
      ),
    );
  }
}
