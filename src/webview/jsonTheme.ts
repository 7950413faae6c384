import { HighlightStyle, syntaxHighlighting } from "@codemirror/language";
import type { Extension } from "@codemirror/state";
import { EditorView } from "@codemirror/view";
import { tags } from "@lezer/highlight";

/** VS Code gives a webview no syntax colours; the debugger's value colours are the same idea in every theme. */
const highlighting = HighlightStyle.define([
  {
    tag: tags.propertyName,
    color: "var(--vscode-symbolIcon-fieldForeground, var(--vscode-editor-foreground))",
  },
  { tag: tags.string, color: "var(--vscode-debugTokenExpression-string)" },
  { tag: tags.number, color: "var(--vscode-debugTokenExpression-number)" },
  { tag: tags.bool, color: "var(--vscode-debugTokenExpression-boolean)" },
  { tag: tags.null, color: "var(--vscode-debugTokenExpression-boolean)" },
  { tag: tags.invalid, color: "var(--vscode-editorError-foreground)" },
]);

const theme = EditorView.theme({
  "&": {
    height: "100%",
    color: "var(--vscode-editor-foreground)",
    backgroundColor: "var(--vscode-editor-background)",
    fontSize: "var(--vscode-editor-font-size, 13px)",
  },
  "&.cm-focused": { outline: "none" },
  ".cm-scroller": {
    fontFamily: "var(--vscode-editor-font-family, monospace)",
    fontWeight: "var(--vscode-editor-font-weight, normal)",
    lineHeight: "round(1.45em, 1px)",
    overflow: "auto",
  },
  ".cm-content": { padding: "8px 0", caretColor: "var(--vscode-editorCursor-foreground)" },
  ".cm-line": { padding: "0 16px 0 8px" },
  ".cm-gutters": {
    color: "var(--vscode-editorLineNumber-foreground)",
    backgroundColor: "var(--vscode-editorGutter-background, var(--vscode-editor-background))",
    border: "none",
  },
  ".cm-lineNumbers .cm-gutterElement": { minWidth: "40px", padding: "0 10px 0 8px" },
  ".cm-activeLineGutter": {
    color: "var(--vscode-editorLineNumber-activeForeground)",
    backgroundColor: "transparent",
  },
  ".cm-activeLine": { backgroundColor: "transparent" },
  "&.cm-focused .cm-activeLine": {
    backgroundColor: "var(--vscode-editor-lineHighlightBackground, transparent)",
    boxShadow: "inset 0 0 0 1px var(--vscode-editor-lineHighlightBorder, transparent)",
  },
  ".cm-cursor, .cm-dropCursor": { borderLeft: "2px solid var(--vscode-editorCursor-foreground)" },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground": {
    background: "var(--vscode-editor-selectionBackground)",
  },
  ".cm-selectionBackground": {
    background: "var(--vscode-editor-inactiveSelectionBackground, var(--vscode-editor-selectionBackground))",
  },
});

/** CodeMirror in VS Code's colours, of whatever theme. */
export const jsonTheme: Extension = [theme, syntaxHighlighting(highlighting)];
