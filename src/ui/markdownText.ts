import type * as vscode from "vscode";
import { toastText } from "./safeText.ts";

/** What `appendText` leaves alone, and of which Markdown would make links, addresses or entities. */
const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ":": "&#58;",
  ".": "&#46;",
  "@": "&#64;",
  // `appendText` would write one that no line breaks at.
  " ": " ",
};

/**
 * Appends text from outside (a name, an e-mail address) to Markdown so that it is shown and nothing more: no link, no
 * icon, no formatting, also none that Markdown makes by itself of `https://…` and `a@b.c`. It is not cut.
 */
export function appendValue(markdown: vscode.MarkdownString, text: string): vscode.MarkdownString {
  for (const part of toastText(text).split(/([&<:.@ ])/u)) {
    const entity = ENTITIES[part];
    if (entity === undefined) {
      markdown.appendText(part);
    } else {
      markdown.appendMarkdown(entity);
    }
  }
  return markdown;
}
