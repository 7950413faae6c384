import { applyEdits, modify } from "jsonc-parser";
import type { Edit } from "../shared/messages.ts";

/**
 * `text` with one form edit in it, the way the host will apply it: only the value's own characters change. The JSON
 * pane shows it at once, so that text typed there next contains it. An edit that fits nowhere changes nothing.
 */
export function applyEdit(text: string, edit: Edit): string {
  try {
    const value: unknown = edit.remove === true ? undefined : edit.value;
    return applyEdits(
      text,
      modify(text, edit.path, value, { formattingOptions: { insertSpaces: true, tabSize: 2, eol: "\n" } }),
    );
  } catch {
    return text;
  }
}
