import { RangeSet, StateEffect, StateField } from "@codemirror/state";
import type { EditorState, Extension, Range } from "@codemirror/state";
import { Decoration, EditorView, gutter, GutterMarker, WidgetType } from "@codemirror/view";
import type { DecorationSet } from "@codemirror/view";
import type { TextRange } from "./changedRanges.ts";
import type { JsonMarks } from "./contactMarks.ts";
import { element } from "./element.ts";

export interface JsonProblem extends TextRange {
  readonly severity: "error" | "warning";
  readonly text: string;
}

/** Replaces all marks; until then they move along with the text. */
export const setMarks = StateEffect.define<JsonMarks>();
export const setProblems = StateEffect.define<readonly JsonProblem[]>();

/** Text that is not in the document. Screen readers get the same from header, form and footer. */
class GhostText extends WidgetType {
  readonly #text: string;
  readonly #className: string;

  constructor(text: string, className: string) {
    super();
    this.#text = text;
    this.#className = className;
  }

  override eq(other: GhostText): boolean {
    return other.#text === this.#text && other.#className === this.#className;
  }

  override toDOM(): HTMLElement {
    return element("span", { class: `json-ghost ${this.#className}`, "aria-hidden": "true" }, this.#text);
  }
}

class ChangedLine extends GutterMarker {
  override readonly elementClass = "json-changed-line";
}

const changedLine = new ChangedLine();
const readOnlyText = Decoration.mark({ class: "json-read-only" });

interface Marks {
  readonly decorations: DecorationSet;
  readonly changed: RangeSet<GutterMarker>;
}

/** Starts of the lines that `range` touches. */
function lineStarts(state: EditorState, range: TextRange): readonly number[] {
  const clamp = (offset: number): number => Math.max(0, Math.min(offset, state.doc.length));
  const first = state.doc.lineAt(clamp(range.from)).number;
  const last = state.doc.lineAt(clamp(range.to)).number;
  return Array.from({ length: last - first + 1 }, (_, index) => state.doc.line(first + index).from);
}

function build(state: EditorState, marks: JsonMarks): Marks {
  const decorations: Range<Decoration>[] = marks.readOnly
    .filter(({ from, to }) => from < to && to <= state.doc.length)
    .map(({ from, to }) => readOnlyText.range(from, to));
  for (const { at, text } of marks.ghosts) {
    const line = state.doc.lineAt(Math.min(at, state.doc.length));
    const rest = state.doc.sliceString(at, line.to);
    // After the comma where the value ends its line, else (JSON on one line) right behind the value.
    const position = /^\s*,?\s*$/.test(rest) ? line.to : at;
    decorations.push(Decoration.widget({ widget: new GhostText(text, "is-note"), side: 1 }).range(position));
  }
  const changedStarts = new Set(marks.changed.flatMap((range) => lineStarts(state, range)));
  return {
    decorations: Decoration.set(decorations, true),
    changed: RangeSet.of(
      [...changedStarts].map((start) => changedLine.range(start)),
      true,
    ),
  };
}

const marksField = StateField.define<Marks>({
  create: () => ({ decorations: Decoration.none, changed: RangeSet.of<GutterMarker>([]) }),
  update(marks, transaction) {
    for (const effect of transaction.effects)
      if (effect.is(setMarks)) return build(transaction.state, effect.value);
    if (!transaction.docChanged) return marks;
    return {
      decorations: marks.decorations.map(transaction.changes),
      changed: marks.changed.map(transaction.changes),
    };
  },
  provide: (field) => EditorView.decorations.from(field, ({ decorations }) => decorations),
});

interface Problems {
  readonly list: readonly JsonProblem[];
  readonly decorations: DecorationSet;
}

function buildProblems(state: EditorState, list: readonly JsonProblem[]): Problems {
  const length = state.doc.length;
  const decorations: Range<Decoration>[] = [];
  const lines = new Map<number, JsonProblem[]>();
  for (const problem of list) {
    const from = Math.max(0, Math.min(problem.from, length));
    const line = state.doc.lineAt(from);
    lines.set(line.to, [...(lines.get(line.to) ?? []), problem]);
    // A squiggle needs a character under it; a problem about the whole object gets its first line only.
    const end = Math.min(Math.max(problem.to, from + 1), length, Math.max(line.to, from + 1));
    const start = end > from ? from : Math.max(0, end - 1);
    if (end === start) continue;
    decorations.push(
      Decoration.mark({
        class: `json-problem is-${problem.severity}`,
        attributes: { title: problem.text },
      }).range(start, end),
    );
  }
  for (const [end, problems] of lines) {
    const severity = problems.some((problem) => problem.severity === "error") ? "error" : "warning";
    const text = problems.map((problem) => problem.text).join("  ");
    decorations.push(
      Decoration.widget({ widget: new GhostText(text, `is-${severity}`), side: 2 }).range(end),
    );
  }
  return { list, decorations: Decoration.set(decorations, true) };
}

const problemsField = StateField.define<Problems>({
  create: () => ({ list: [], decorations: Decoration.none }),
  update(problems, transaction) {
    for (const effect of transaction.effects) {
      if (effect.is(setProblems)) return buildProblems(transaction.state, effect.value);
    }
    if (!transaction.docChanged || problems.list.length === 0) return problems;
    const moved = problems.list.map((problem) => ({
      ...problem,
      from: transaction.changes.mapPos(problem.from, 1),
      to: transaction.changes.mapPos(problem.to, -1),
    }));
    return buildProblems(transaction.state, moved);
  },
  provide: (field) => EditorView.decorations.from(field, ({ decorations }) => decorations),
});

/** Dimmed lines, ghost text, change bars and problems. Squiggles are CSS: lint's own need `data:` images. */
export const jsonMarks: Extension = [
  marksField,
  problemsField,
  gutter({
    class: "json-changed-gutter",
    markers: (view) => view.state.field(marksField).changed,
  }),
];
