import type { ImportState, ImportStrings, ToImportPage } from "../shared/importMessages.ts";
import { button, element, setText } from "./element.ts";
import { fillIn } from "./fillIn.ts";
import { renderColumns } from "./importColumns.ts";
import { renderOutcome } from "./importOutcome.ts";
import { postToImport } from "./importPageApi.ts";
import { renderSettings } from "./importSettings.ts";

/** A part of the page that is made anew only when what it shows has changed. */
interface Part {
  readonly root: HTMLElement;
  shown: string;
}

/** The page of an import: file and target, columns with the first rows, what a dry run or an import found. */
export class ImportPage {
  readonly #title = element("h1", { class: "title" });
  readonly #facts = element("p", { class: "facts" });
  readonly #problem = element("div", { class: "problem", role: "alert" });
  readonly #settings = part("section", "settings");
  readonly #columns = part("section", "columns");
  readonly #outcome = part("section", "outcome");
  readonly #dryRun = button({ class: "button" }, () => postToImport({ type: "dryRun" }));
  readonly #import = button({ class: "button primary" }, () => postToImport({ type: "import" }));
  readonly #cancel = button({ class: "button" }, () => postToImport({ type: "cancel" }));
  readonly #bar = element("progress", { max: "1" });
  readonly #progress = element("span", { class: "progress-text" });
  readonly #actions = element("footer", { class: "actions" });
  readonly #status = element("div", { class: "visually-hidden", role: "status" });
  #strings: ImportStrings | undefined;
  #state: ImportState | undefined;

  constructor(root: HTMLElement) {
    this.#actions.append(this.#import, this.#dryRun, this.#cancel, this.#bar, this.#progress);
    const main = element("main", {});
    main.append(this.#problem, this.#settings.root, this.#columns.root, this.#outcome.root);
    root.append(
      element("header", { class: "page-header" }, this.#title, this.#facts),
      main,
      this.#actions,
      this.#status,
    );
  }

  start(): void {
    postToImport({ type: "ready" });
  }

  receive(message: ToImportPage): void {
    switch (message.type) {
      case "strings":
        this.#strings = message.strings;
        document.documentElement.lang = message.locale;
        this.#render();
        break;
      case "state":
        this.#state = message.state;
        this.#render();
        break;
      case "announce":
        // Emptied first: the same words twice are said twice.
        this.#status.textContent = "";
        requestAnimationFrame(() => (this.#status.textContent = message.text));
        break;
    }
  }

  #render(): void {
    const [state, strings] = [this.#state, this.#strings];
    if (!state || !strings) return;
    const isBusy = state.progress !== undefined;
    setText(this.#title, fillIn(strings.title, state.file));
    this.#renderFacts(state);
    const isNewProblem = state.problem !== "" && state.problem !== this.#problem.textContent;
    this.#problem.hidden = state.problem === "";
    setText(this.#problem, state.problem);
    if (isNewProblem) this.#problem.scrollIntoView({ block: "start" });
    update(this.#settings, [state.settings, isBusy], () => renderSettings(state, strings, isBusy));
    const { columns, rows, targets, mappingProblem, mappingNote } = state;
    update(this.#columns, [columns, rows, targets, mappingProblem, mappingNote, isBusy], () =>
      renderColumns(state, strings, isBusy),
    );
    const isNew = update(this.#outcome, [state.outcome], () => renderOutcome(state.outcome, strings));
    if (isNew && state.outcome) this.#outcome.root.scrollIntoView({ block: "start" });
    this.#renderActions(state, strings);
  }

  #renderFacts({ facts, role }: ImportState): void {
    const parts = facts.map((text, index) =>
      element("span", { class: index === facts.length - 1 ? `fact role-${role}` : "fact" }, text),
    );
    this.#facts.replaceChildren(...parts);
  }

  #renderActions({ canRun, progress }: ImportState, strings: ImportStrings): void {
    setText(this.#import, strings.import);
    setText(this.#dryRun, strings.dryRun);
    setText(this.#cancel, strings.cancel);
    const isBusy = progress !== undefined;
    const hadFocus = this.#actions.contains(document.activeElement);
    this.#import.hidden = this.#dryRun.hidden = isBusy;
    this.#import.disabled = this.#dryRun.disabled = !canRun;
    this.#cancel.hidden = this.#bar.hidden = this.#progress.hidden = !isBusy;
    if (progress?.part === undefined) this.#bar.removeAttribute("value");
    else this.#bar.value = progress.part;
    setText(this.#progress, progress?.text ?? "");
    this.#bar.setAttribute("aria-label", progress?.text ?? "");
    // The focus stays among the buttons when one takes the place of the other.
    if (hadFocus && (document.activeElement === document.body || document.activeElement === null)) {
      (isBusy ? this.#cancel : this.#dryRun).focus();
    }
  }
}

function part(tag: "section", name: string): Part {
  return { root: element(tag, { class: name }), shown: "" };
}

/** Makes a part anew when what it shows changed (then true), and gives the focus back to the control that had it. */
function update(target: Part, shows: unknown, render: () => readonly Node[]): boolean {
  const shown = JSON.stringify(shows);
  if (shown === target.shown) return false;
  target.shown = shown;
  const focused = target.root.contains(document.activeElement) ? document.activeElement?.id : undefined;
  const scroll = target.root.querySelector(".scroller")?.scrollLeft ?? 0;
  target.root.replaceChildren(...render());
  const scroller = target.root.querySelector(".scroller");
  if (scroller) scroller.scrollLeft = scroll;
  if (focused) document.getElementById(focused)?.focus();
  return true;
}
