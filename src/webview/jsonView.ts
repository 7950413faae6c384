import { closeBrackets, closeBracketsKeymap } from "@codemirror/autocomplete";
import { standardKeymap } from "@codemirror/commands";
import { json } from "@codemirror/lang-json";
import { bracketMatching, indentOnInput } from "@codemirror/language";
import { Annotation, Compartment, EditorState } from "@codemirror/state";
import {
  drawSelection,
  EditorView,
  highlightActiveLine,
  highlightActiveLineGutter,
  highlightSpecialChars,
  keymap,
  lineNumbers,
} from "@codemirror/view";
import type { TextRange } from "./changedRanges.ts";
import type { JsonMarks } from "./contactMarks.ts";
import { jsonCompletion, showHelp } from "./jsonCompletion.ts";
import type { JsonAssist } from "./jsonHelpAt.ts";
import { jsonKeymap, severalCursors } from "./jsonKeymap.ts";
import { jsonMarks, setMarks, setProblems } from "./jsonMarks.ts";
import type { JsonProblem } from "./jsonMarks.ts";
import { jsonTheme } from "./jsonTheme.ts";
import { minimalChange } from "./minimalChange.ts";

/** Marks changes that come from the document, which are not typing. */
const fromDocument = Annotation.define<true>();

/**
 * The editor in the JSON pane. No history(): undo belongs to the document, and VS Code handles its keys.
 */
export class JsonView {
  readonly #view: EditorView;
  readonly #access = new Compartment();
  #shownAccess = "";

  /** `nonce` lets CodeMirror's style element through the content security policy. */
  constructor(parent: HTMLElement, nonce: string, onTyped: () => void, onView: () => void) {
    this.#view = new EditorView({
      parent,
      extensions: [
        EditorView.cspNonce.of(nonce),
        lineNumbers(),
        jsonMarks,
        highlightSpecialChars(),
        drawSelection(),
        severalCursors,
        highlightActiveLine(),
        highlightActiveLineGutter(),
        // The pane is half an editor wide: wrapped lines keep keys and problems in sight.
        EditorView.lineWrapping,
        EditorState.tabSize.of(2),
        indentOnInput(),
        bracketMatching(),
        closeBrackets(),
        json(),
        jsonCompletion,
        keymap.of([...closeBracketsKeymap, ...jsonKeymap, ...standardKeymap]),
        jsonTheme,
        this.#access.of([]),
        EditorView.updateListener.of((update) => {
          if (update.transactions.some((part) => part.docChanged && part.annotation(fromDocument) !== true))
            onTyped();
          if (update.selectionSet) onView();
        }),
      ],
    });
    this.#view.scrollDOM.addEventListener("scroll", onView);
  }

  get text(): string {
    return this.#view.state.doc.toString();
  }

  get focused(): boolean {
    return this.#view.hasFocus;
  }

  get selection(): readonly [anchor: number, head: number] {
    const { anchor, head } = this.#view.state.selection.main;
    return [anchor, head];
  }

  set selection([anchor, head]: readonly [anchor: number, head: number]) {
    const length = this.#view.state.doc.length;
    this.#view.dispatch({ selection: { anchor: Math.min(anchor, length), head: Math.min(head, length) } });
  }

  /**
   * What stands at the top: the start of a line and how many pixels of it are scrolled away. Not the pixels from the
   * text's beginning: heights of lines that are out of sight are guessed.
   */
  get top(): readonly [line: number, offset: number] {
    const { scrollDOM, documentPadding } = this.#view;
    const { from, top } = this.#view.lineBlockAtHeight(scrollDOM.scrollTop - documentPadding.top);
    return [from, scrollDOM.scrollTop - top];
  }

  set top([line, offset]: readonly [line: number, offset: number]) {
    const view = this.#view;
    const position = Math.min(line, view.state.doc.length);
    // First into view, so that the lines around it are measured; CodeMirror does that in the next frame.
    view.dispatch({ effects: EditorView.scrollIntoView(position, { y: "start", yMargin: 0 }) });
    requestAnimationFrame(() => {
      view.scrollDOM.scrollTop = view.lineBlockAt(position).top + offset;
    });
  }

  focus(): void {
    this.#view.focus();
  }

  /** Shows the document's text by the smallest change, so that cursor and scroll position stay. */
  show(text: string): void {
    const changes = minimalChange(this.text, text);
    if (changes) this.#view.dispatch({ changes, annotations: fromDocument.of(true) });
  }

  mark(marks: JsonMarks): void {
    this.#view.dispatch({ effects: setMarks.of(marks) });
  }

  markProblems(problems: readonly JsonProblem[]): void {
    this.#view.dispatch({ effects: setProblems.of(problems) });
  }

  /** Tells what completion and hovers have to say; `list` names the list of completions. */
  showHelp(assist: JsonAssist, list: string): void {
    showHelp(this.#view, assist, list);
  }

  setAccess(label: string, editable: boolean): void {
    const key = JSON.stringify([label, editable]);
    if (key === this.#shownAccess) return;
    this.#shownAccess = key;
    this.#view.dispatch({
      effects: this.#access.reconfigure([
        EditorState.readOnly.of(!editable),
        EditorView.contentAttributes.of({
          "aria-label": label,
          "aria-readonly": String(!editable),
          spellcheck: "false",
          tabindex: "0",
        }),
      ]),
    });
  }

  /** Selects the range in the middle of the pane; with `focus` the keyboard goes there too. */
  reveal({ from, to }: TextRange, focus: boolean): void {
    const length = this.#view.state.doc.length;
    const anchor = Math.min(from, length);
    this.#view.dispatch({
      selection: { anchor, head: Math.min(to, length) },
      effects: EditorView.scrollIntoView(anchor, { y: "center" }),
    });
    if (focus) this.#view.focus();
  }
}
