import type { EditorStrings } from "../shared/editorStrings.ts";
import type { AccessState } from "../shared/messages.ts";
import { element, setText } from "./element.ts";

/** What the contact's assistant may read, in words, and while it is edited what is gained and lost. */
export class KnowledgeAccess {
  readonly element: HTMLElement;
  readonly #title = element("h2", { class: "section-title", id: "knowledge-access" });
  readonly #lines = element("div", { class: "access-lines" });
  readonly #changes = element("ul", { class: "access-changes", "aria-live": "polite" });
  readonly #note = element("div", { class: "access-note", "aria-live": "polite" });
  #shown = "";

  constructor() {
    this.element = element(
      "section",
      { class: "knowledge-access", "aria-labelledby": "knowledge-access", hidden: true },
      this.#title,
      element("div", { class: "access-box" }, this.#lines, this.#changes, this.#note),
    );
  }

  /** `access` is undefined while the JSON is half-typed: what was shown stays. */
  render(access: AccessState | undefined, strings: EditorStrings): void {
    setText(this.#title, strings.knowledgeAccess);
    this.#changes.setAttribute("aria-label", strings.accessChanges);
    if (!access) return;
    this.element.hidden = false;
    // The changes are a live region: the same ones again would be read out again.
    const key = JSON.stringify(access);
    if (key === this.#shown) return;
    this.#shown = key;
    this.element.classList.toggle("is-changed", access.changes.length > 0 || access.note !== undefined);
    this.#lines.classList.toggle("is-quiet", !access.isKnown);
    this.#lines.replaceChildren(...access.lines.map((line) => lineOf(line)));
    this.#changes.hidden = access.changes.length === 0;
    this.#changes.replaceChildren(
      ...access.changes.map(({ sign, text }) =>
        element(
          "li",
          { class: "access-change", "data-sign": sign },
          element("span", { class: "access-sign" }, sign),
          element("span", {}, ` ${text}`),
        ),
      ),
    );
    this.#note.hidden = access.note === undefined;
    setText(this.#note, access.note ?? "");
  }
}

function lineOf({ text, strong }: AccessState["lines"][number]): HTMLElement {
  const at = strong === undefined ? -1 : text.indexOf(strong);
  if (strong === undefined || at < 0) return element("p", {}, text);
  return element("p", {}, text.slice(0, at), element("strong", {}, strong), text.slice(at + strong.length));
}
