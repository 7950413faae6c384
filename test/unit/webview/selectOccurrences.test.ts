import { strict as assert } from "node:assert";
import { describe, it } from "node:test";
import { EditorSelection, EditorState } from "@codemirror/state";
import type { StateCommand } from "@codemirror/state";
import { selectAllOccurrences, selectNextOccurrence } from "../../../src/webview/selectOccurrences.ts";

/** The state with cursors or selections at these places, each a pair of offsets. */
function stateOf(doc: string, ...places: readonly (readonly [number, number])[]): EditorState {
  const ranges = places.map(([anchor, head]) => EditorSelection.range(anchor, head));
  const selection = EditorSelection.create(ranges, ranges.length - 1);
  return EditorState.create({ doc, selection, extensions: EditorState.allowMultipleSelections.of(true) });
}

function after(state: EditorState, command: StateCommand): EditorState {
  let now = state;
  command({ state, dispatch: (transaction) => (now = transaction.state) });
  return now;
}

const selected = ({ selection }: EditorState) => selection.ranges.map(({ from, to }) => [from, to]);

describe("selecting the same text again", () => {
  it("begins with the word at the cursor and goes on from the top after the last", () => {
    let state = after(stateOf("id, name, id, id", [10, 10]), selectNextOccurrence);
    assert.deepEqual(selected(state), [[10, 12]]);
    state = after(state, selectNextOccurrence);
    state = after(state, selectNextOccurrence);
    assert.deepEqual(selected(state), [
      [0, 2],
      [10, 12],
      [14, 16],
    ]);
    assert.equal(after(state, selectNextOccurrence), state, "all are selected");
  });

  it("takes each cursor's own word first", () => {
    const state = after(stateOf("one two", [1, 1], [5, 5]), selectNextOccurrence);
    assert.deepEqual(selected(state), [
      [0, 3],
      [4, 7],
    ]);
  });

  it("takes all at once, and keeps the place where one is", () => {
    const state = after(stateOf("aXbXcX", [3, 4]), selectAllOccurrences);
    assert.deepEqual(selected(state), [
      [1, 2],
      [3, 4],
      [5, 6],
    ]);
    assert.equal(state.selection.main.from, 3);
  });

  it("does nothing where there is no word", () => {
    const state = stateOf("{  }", [2, 2]);
    assert.equal(after(state, selectNextOccurrence), state);
    assert.equal(after(state, selectAllOccurrences), state);
  });
});
