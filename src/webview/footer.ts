import type { EditorStrings } from "../shared/editorStrings.ts";
import type { DocumentState, Problem } from "../shared/messages.ts";
import { countWords } from "./countWords.ts";
import { button, element, icon, setText } from "./element.ts";

interface FooterState {
  readonly changed: DocumentState["changed"];
  readonly problems: readonly Problem[];
  readonly strings: EditorStrings;
  readonly editable: boolean;
  readonly broken: boolean;
}

/** What has changed, what saving will do, and how many problems there are. */
export class Footer {
  readonly element: HTMLElement;
  readonly #summary = element("span", { class: "footer-summary" });
  readonly #fields = element("span", { class: "footer-fields" });
  readonly #hint = element("span");
  readonly #save = element("span", { class: "footer-save" }, ...saveKeys(), this.#hint);
  readonly #none = element("span", { class: "footer-none" });
  readonly #problems: HTMLButtonElement;

  constructor(onReveal: () => void) {
    this.#problems = button({ class: "footer-problems" }, onReveal);
    this.element = element(
      "footer",
      { class: "contact-footer", id: "contact-footer" },
      this.#summary,
      this.#fields,
      this.#save,
      element("span", { class: "footer-space" }),
      this.#none,
      this.#problems,
    );
  }

  render({ changed, problems, strings, editable, broken }: FooterState): void {
    setText(
      this.#summary,
      countWords(
        changed.length,
        strings.fieldsChangedNone,
        strings.fieldsChangedOne,
        strings.fieldsChangedMany,
      ),
    );
    this.#summary.classList.toggle("is-quiet", changed.length === 0);
    setText(this.#fields, changed.map(({ field }) => field).join(", "));
    this.#fields.hidden = changed.length === 0;
    this.#save.hidden = !editable;
    setText(
      this.#hint,
      broken ? strings.saveBlocked : changed.length === 0 ? strings.saveHint : strings.savePatchHint,
    );
    this.#problems.hidden = problems.length === 0;
    this.#none.hidden = problems.length > 0;
    setText(this.#none, strings.problemsNone);
    const severity = problems.some((problem) => problem.severity === "error") ? "error" : "warning";
    this.#problems.dataset["severity"] = severity;
    this.#problems.replaceChildren(
      icon(severity),
      countWords(problems.length, strings.problemsNone, strings.problemsOne, strings.problemsMany),
    );
  }
}

function saveKeys(): readonly HTMLElement[] {
  const keys = /Mac|iP/.test(navigator.platform) ? ["⌘", "S"] : ["Ctrl", "S"];
  return keys.map((key) => element("kbd", {}, key));
}
