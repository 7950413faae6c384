import { autocompletion, snippet, startCompletion } from "@codemirror/autocomplete";
import type { Completion, CompletionContext, CompletionResult } from "@codemirror/autocomplete";
import { Compartment, EditorState, StateEffect, StateField } from "@codemirror/state";
import type { Extension } from "@codemirror/state";
import type { EditorView } from "@codemirror/view";
import type { JsonHelp } from "../shared/jsonHelp.ts";
import { element, icon } from "./element.ts";
import { meaningAt, optionsAt } from "./jsonHelpAt.ts";
import type { JsonOption } from "./jsonHelpAt.ts";
import { jsonHover } from "./jsonHover.ts";
import type { Hover } from "./jsonHover.ts";

const setHelp = StateEffect.define<JsonHelp>();

const helpField = StateField.define<JsonHelp | undefined>({
  create: () => undefined,
  update(help, transaction) {
    for (const effect of transaction.effects) if (effect.is(setHelp)) return effect.value;
    return help;
  },
});

const words = new Compartment();

const ICONS: Readonly<Record<JsonOption["kind"], string>> = {
  key: "symbol-property",
  value: "symbol-enum-member",
  snippet: "symbol-snippet",
};

function complete({ state, pos, explicit }: CompletionContext): CompletionResult | null {
  const help = state.field(helpField);
  if (!help || state.readOnly) return null;
  const found = optionsAt(state.doc.toString(), pos, help);
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
  const help = view.state.field(helpField);
  const meaning = help && meaningAt(view.state.doc.toString(), position, help);
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
  helpField,
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
export function showHelp(view: EditorView, help: JsonHelp, list: string): void {
  view.dispatch({
    effects: [setHelp.of(help), words.reconfigure(EditorState.phrases.of({ Completions: list }))],
  });
}
