import { applyEdits, findNodeAtLocation, modify, parseTree } from "jsonc-parser";
import type { Edit } from "../shared/messages.ts";

const FORMAT = { formattingOptions: { insertSpaces: true, tabSize: 2, eol: "\n" } };
/** Stands where a value's JSON text goes: jsonc-parser writes parsed values only, which rounds long numbers. */
const PLACEHOLDER = "\u0001json\u0001";

/**
 * `text` with one form edit in it, the way the host will apply it: only the value's own characters change. The JSON
 * pane shows it at once, so that text typed there next contains it. An edit that fits nowhere changes nothing.
 */
export function applyEdit(text: string, { path, value, json, key, remove }: Edit): string {
  try {
    if (key !== undefined) return withKey(text, path, key);
    if (remove === true) return applyEdits(text, modify(text, path, undefined, FORMAT));
    if (json === undefined) return applyEdits(text, modify(text, path, value, FORMAT));
    const withPlace = applyEdits(text, modify(text, path, PLACEHOLDER, FORMAT));
    return withPlace.replace(JSON.stringify(PLACEHOLDER), () => json);
  } catch {
    return text;
  }
}

function withKey(text: string, path: Edit["path"], key: string): string {
  const root = parseTree(text);
  const token = root && findNodeAtLocation(root, path)?.parent?.children?.[0];
  if (!token || typeof path.at(-1) !== "string") return text;
  return text.slice(0, token.offset) + JSON.stringify(key) + text.slice(token.offset + token.length);
}
