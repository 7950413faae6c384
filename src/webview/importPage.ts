import type { ImportState, ImportStrings, ToImportPage } from "../shared/importMessages.ts";
import { button, element, icon, setText } from "./element.ts";
import { fillIn } from "./fillIn.ts";
import { ImportColumns } from "./importColumns.ts";
import { renderOutcome } from "./importOutcome.ts";
import { postToImport } from "./importPageApi.ts";
import { ImportSettings } from "./importSettings.ts";
import { startAtHeading } from "./startAtHeading.ts";

/** The page of an import: file and target, columns with the first rows, what a dry run or an import found. */
export class ImportPage {
  readonly #main = element("main");
  readonly #title = element("h1", { class: "title" });
  readonly #facts = element("p", { class: "facts" });
  readonly #problem = element("div", { class: "problem", role: "alert", hidden: true });
  readonly #settings = new ImportSettings();
  readonly #columns = new ImportColumns();
  readonly #outcome = element("section", { class: "outcome", hidden: true });
  readonly #dryRun = button({ class: "button" }, () => postToImport({ type: "dryRun" }));
  readonly #import = button({ class: "button primary" }, () => postToImport({ type: "import" }));
  readonly #cancel = button({ class: "button" }, () => postToImport({ type: "cancel" }));
  readonly #bar = element("progress", { max: "1" });
  readonly #progress = element("span", { class: "progress-text" });
  readonly #actions = element("footer", { class: "actions" });
  readonly #status = element("div", { class: "visually-hidden", role: "status" });
  #strings: ImportStrings | undefined;
  #state: ImportState | undefined;
  #outcomeShown = "";

  constructor(root: HTMLElement) {
    // The try stands before the deed, for the eye and for Tab.
    this.#actions.append(this.#dryRun, this.#import, this.#cancel, this.#bar, this.#progress);
    this.#main.append(this.#problem, this.#settings.root, this.#columns.root, this.#outcome);
    root.append(
      this.#status,
      element("header", { class: "page-header" }, this.#title, this.#facts),
      this.#main,
      this.#actions,
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
    this.#renderProblem(state);
    this.#settings.show(state, strings, isBusy);
    this.#columns.show(state, strings, isBusy);
    this.#renderOutcome(state, strings);
    this.#renderActions(state, strings);
    startAtHeading();
  }

  #renderProblem({ problem }: ImportState): void {
    if (problem === this.#problem.textContent) return;
    this.#problem.hidden = problem === "";
    this.#problem.replaceChildren(icon("error"), element("span", {}, problem));
    if (problem !== "") this.#showFrom(this.#problem);
  }

  /** Made anew only when it changed: it comes into view then. */
  #renderOutcome({ outcome }: ImportState, strings: ImportStrings): void {
    const shown = JSON.stringify(outcome ?? null);
    if (shown === this.#outcomeShown) return;
    this.#outcomeShown = shown;
    this.#outcome.hidden = !outcome;
    this.#outcome.replaceChildren(...renderOutcome(outcome, strings));
    if (outcome) this.#showFrom(this.#outcome);
  }

  /** Not by scrollIntoView: it also moves the frame that VS Code has around the page, by some pixels and for good. */
  #showFrom(part: HTMLElement): void {
    this.#main.scrollTo({ top: part.offsetTop });
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
    const focused = document.activeElement;
    this.#import.hidden = this.#dryRun.hidden = isBusy;
    this.#import.disabled = this.#dryRun.disabled = !canRun;
    this.#cancel.hidden = this.#bar.hidden = this.#progress.hidden = !isBusy;
    if (progress?.part === undefined) this.#bar.removeAttribute("value");
    else this.#bar.value = progress.part;
    setText(this.#progress, progress?.text ?? "");
    this.#bar.setAttribute("aria-label", progress?.text ?? "");
    // The focus stays among the buttons when one takes the place of the other.
    if (focused instanceof HTMLButtonElement && this.#actions.contains(focused) && focused.hidden) {
      (isBusy ? this.#cancel : this.#dryRun).focus();
    }
  }
}
