import { EditorSelection } from "@codemirror/state";
import type { EditorState, SelectionRange, StateCommand } from "@codemirror/state";

/** Selects the word at each cursor; with words selected, adds the next place with the same text, from the top again. */
export const selectNextOccurrence: StateCommand = ({ state, dispatch }) => {
  const words = wordsAtCursors(state);
  const { selection } = state;
  const found = words ? undefined : nextOf(state);
  if (!words && !found) return false;
  dispatch(
    state.update({
      selection: words ?? (found ? selection.addRange(found) : selection),
      scrollIntoView: true,
      userEvent: "select.occurrence",
    }),
  );
  return true;
};

/** Selects every place that has the text of the selection, or the word at the cursor. */
export const selectAllOccurrences: StateCommand = ({ state, dispatch }) => {
  const { main } = wordsAtCursors(state) ?? state.selection;
  const text = state.sliceDoc(main.from, main.to);
  if (text === "") return false;
  const ranges: SelectionRange[] = [];
  const document = state.doc.toString();
  for (let at = document.indexOf(text); at >= 0; at = document.indexOf(text, at + text.length))
    ranges.push(EditorSelection.range(at, at + text.length));
  const index = ranges.findIndex(({ from }) => from === main.from);
  dispatch(state.update({ selection: EditorSelection.create(ranges, Math.max(index, 0)) }));
  return true;
};

/** Undefined when something is selected everywhere already, or no cursor stands at a word. */
function wordsAtCursors(state: EditorState): EditorSelection | undefined {
  const { ranges, mainIndex } = state.selection;
  const words = ranges.map((range) => (range.empty ? (state.wordAt(range.head) ?? range) : range));
  const isSame = words.every((word, index) => word === ranges[index]);
  return isSame ? undefined : EditorSelection.create(words, mainIndex);
}

function nextOf({ selection: { main, ranges }, doc }: EditorState): SelectionRange | undefined {
  const document = doc.toString();
  const text = document.slice(main.from, main.to);
  if (text === "") return undefined;
  const below = document.indexOf(text, main.to);
  const from = below >= 0 ? below : document.indexOf(text);
  const isSelected = ranges.some((range) => range.from < from + text.length && from < range.to);
  return isSelected ? undefined : EditorSelection.range(from, from + text.length);
}
