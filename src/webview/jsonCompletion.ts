import { autocompletion, snippet, startCompletion } from "@codemirror/autocomplete";
import type { Completion, CompletionContext, CompletionResult } from "@codemirror/autocomplete";
import { Compartment, EditorState, StateEffect, StateField } from "@codemirror/state";
import type { Extension } from "@codemirror/state";
import type { EditorView } from "@codemirror/view";
import { element, icon } from "./element.ts";
import type { JsonAssist, JsonOption } from "./jsonHelpAt.ts";
import { jsonHover } from "./jsonHover.ts";
import type { Hover } from "./jsonHover.ts";

const setAssist = StateEffect.define<JsonAssist>();

const assistField = StateField.define<JsonAssist | undefined>({
  create: () => undefined,
  update(assist, transaction) {
    for (const effect of transaction.effects) if (effect.is(setAssist)) return effect.value;
    return assist;
  },
});

const words = new Compartment();

const ICONS: Readonly<Record<JsonOption["kind"], string>> = {
  key: "symbol-property",
  value: "symbol-enum-member",
  snippet: "symbol-snippet",
};

function complete({ state, pos, explicit }: CompletionContext): CompletionResult | null {
  const assist = state.field(assistField);
  if (!assist || state.readOnly) return null;
  const found = assist.optionsAt(state.doc.toString(), pos);
  // Unasked only where something was begun: an empty place is where people type or press Enter.
  if (!found || (!explicit && found.from === pos)) return null;
  const { from, to, options } = found;
  if (options.every(({ kind }) => kind === "key")) {
    return { from, to, options: options.map(completionOf), validFor: /^"?[\w-]*$/u };
  }
  // There are few values, and who asks inside one wants another: all are offered, those that fit the typing first.
  const typed = state.sliceDoc(from, pos);
  const fits = ({ match }: JsonOption): boolean => match.startsWith(typed);
  const sorted = [...options.filter(fits), ...options.filter((option) => !fits(option))];
  return { from, to, options: sorted.map(completionOf), filter: false };
}

function completionOf(option: JsonOption, index: number): Completion {
  const insert = snippet(option.template);
  return {
    label: option.match,
    displayLabel: option.label,
    type: option.kind,
    boost: Math.max(-index, -99),
    ...(option.info !== undefined && { info: () => richText(option.info ?? "") }),
    apply: (view, completion, from, to) => {
      insert(view, completion, from, to);
      if (option.goesOn) startCompletion(view);
    },
  };
}

function hover(view: EditorView, position: number): Hover | undefined {
  const meaning = view.state.field(assistField)?.meaningAt(view.state.doc.toString(), position);
  return (
    meaning && {
      from: meaning.from,
      to: meaning.to,
      dom: element("div", { class: "json-hover" }, richText(meaning.text)),
    }
  );
}

/** Text with code in backquotes and line breaks; nothing in it is read as markup. */
function richText(text: string): HTMLElement {
  const lines = text
    .split("\n")
    .map((line) =>
      element(
        "div",
        {},
        ...line.split("`").map((part, index) => (index % 2 === 0 ? part : element("code", {}, part))),
      ),
    );
  return element("div", { class: "json-help" }, ...lines);
}

/** Completion of keys and values, snippets and hovers, once {@link showHelp} has told what there is. */
export const jsonCompletion: Extension = [
  assistField,
  words.of([]),
  autocompletion({
    override: [complete],
    icons: false,
    addToOptions: [
      {
        position: 20,
        render: ({ type }) => icon(ICONS[type === "value" || type === "snippet" ? type : "key"]),
      },
    ],
  }),
  jsonHover(hover),
];

/** `list` names the list of completions for screen readers. */
export function showHelp(view: EditorView, assist: JsonAssist, list: string): void {
  view.dispatch({
    effects: [setAssist.of(assist), words.reconfigure(EditorState.phrases.of({ Completions: list }))],
  });
}
