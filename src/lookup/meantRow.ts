import type { LookupRow, LookupView } from "./lookupView.ts";

/** A row that a key picks, and where its contact is wanted. */
export interface AwaitedRow {
  readonly row: LookupRow;
  readonly toSide: boolean;
}

/**
 * What a key was meant for, in a list whose rows are replaced while the key is under way and whose answers come
 * later than the key. VS Code names the row that Enter hit by its number, which by then may be that of another row.
 */
export class MeantRow<Row> {
  #shownText = "";
  /** What had the focus, and for which text, when the rows were last replaced; undefined once the new ones are shown. */
  #replaced: { readonly row: Row | undefined; readonly text: string } | undefined;
  /** The key came before the answer: the text it was for, and where the contact is wanted. */
  #awaited: { readonly text: string; readonly toSide: boolean } | undefined;

  /** The text that the rows on screen are for. */
  get shownText(): string {
    return this.#shownText;
  }

  /** The rows are replaced by those for `text`; `focused` is the row that has had the focus. */
  replace(focused: Row | undefined, text: string): void {
    this.#replaced ??= { row: focused, text: this.#shownText };
    this.#shownText = text;
  }

  /** VS Code has told which of the rows has the focus: what it names from here on is what a person sees. */
  settle(): void {
    this.#replaced = undefined;
  }

  /**
   * The row that Enter was meant for: the one that VS Code names or, if the rows were replaced while the key was
   * under way, the one that was seen; none if that was for an older text.
   */
  chosen(named: Row | undefined, text: string): Row | undefined {
    const replaced = this.#replaced;
    if (!replaced) {
      return named;
    }
    return replaced.text === text ? replaced.row : undefined;
  }

  /**
   * There was no row for the key: a pasted id and Enter at once. The contact is picked as soon as it comes.
   * @returns the row if it is there already
   */
  await(text: string, toSide: boolean, view: LookupView): AwaitedRow | undefined {
    this.#awaited = { text, toSide };
    return this.answer(text, view);
  }

  /**
   * What is shown for `text` changed.
   * @returns the row that a key waited for: the only one of a final answer. Of several the person chooses
   */
  answer(text: string, view: LookupView): AwaitedRow | undefined {
    const awaited = this.#awaited;
    if (view.kind === "results" && view.isWaiting && awaited?.text === text) {
      return undefined;
    }
    this.#awaited = undefined;
    if (view.kind !== "results" || awaited?.text !== text || view.count !== 1) {
      return undefined;
    }
    const [row] = view.rows;
    return row && { row, toSide: awaited.toSide };
  }
}
