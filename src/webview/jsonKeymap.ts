import {
  addCursorAbove,
  addCursorBelow,
  copyLineDown,
  copyLineUp,
  cursorMatchingBracket,
  deleteLine,
  indentLess,
  indentMore,
  insertBlankLine,
  moveLineDown,
  moveLineUp,
  selectLine,
  selectParentSyntax,
  simplifySelection,
} from "@codemirror/commands";
import { EditorState } from "@codemirror/state";
import { EditorView, rectangularSelection } from "@codemirror/view";
import type { KeyBinding } from "@codemirror/view";
import { selectAllOccurrences, selectNextOccurrence } from "./selectOccurrences.ts";

/**
 * The keys of VS Code's own editor beyond CodeMirror's standard keymap. Tab is not bound, so the keyboard gets out.
 * Not CodeMirror's default keymap: it has other keys for some of these, and commands for comments, which JSON has not.
 */
export const jsonKeymap: readonly KeyBinding[] = [
  { key: "Alt-ArrowUp", run: moveLineUp },
  { key: "Alt-ArrowDown", run: moveLineDown },
  // VS Code gives these two pairs other keys on Linux.
  { key: "Shift-Alt-ArrowUp", linux: "Ctrl-Shift-Alt-ArrowUp", run: copyLineUp },
  { key: "Shift-Alt-ArrowDown", linux: "Ctrl-Shift-Alt-ArrowDown", run: copyLineDown },
  { key: "Mod-Alt-ArrowUp", linux: "Shift-Alt-ArrowUp", run: addCursorAbove },
  { key: "Mod-Alt-ArrowDown", linux: "Shift-Alt-ArrowDown", run: addCursorBelow },
  { linux: "Ctrl-Shift-ArrowUp", run: addCursorAbove },
  { linux: "Ctrl-Shift-ArrowDown", run: addCursorBelow },
  { key: "Escape", run: simplifySelection },
  { key: "Mod-d", run: selectNextOccurrence },
  { key: "Mod-Shift-l", run: selectAllOccurrences },
  { key: "Mod-F2", run: selectAllOccurrences },
  { key: "Mod-l", run: selectLine },
  { key: "Shift-Alt-ArrowRight", mac: "Ctrl-Shift-Cmd-ArrowRight", run: selectParentSyntax },
  { key: "Shift-Mod-\\", run: cursorMatchingBracket },
  { key: "Mod-Enter", run: insertBlankLine },
  { key: "Shift-Mod-k", run: deleteLine },
  { key: "Mod-[", run: indentLess },
  { key: "Mod-]", run: indentMore },
];

/** Several cursors: Alt+click adds one, Shift+Alt and the mouse select a column, as in VS Code. */
export const severalCursors = [
  EditorState.allowMultipleSelections.of(true),
  EditorView.clickAddsSelectionRange.of((event) => event.altKey && !event.shiftKey),
  rectangularSelection({ eventFilter: (event) => event.altKey && event.shiftKey && event.button === 0 }),
];
