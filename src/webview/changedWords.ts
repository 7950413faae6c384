import type { EditorStrings } from "../shared/editorStrings.ts";
import { fieldValueOfJson } from "./fieldValue.ts";
import { fillIn } from "./fillIn.ts";

/** 'changed • was mei@old.example' for a field whose server value was `was` (JSON text; undefined: no such key). */
export function changedWords(was: string | undefined, strings: EditorStrings): string {
  const value = fieldValueOfJson(was);
  switch (value.kind) {
    case "missing":
      return strings.changedWasNothing;
    case "null":
      return fillIn(strings.changedWas, strings.nullValue);
    case "empty":
      return fillIn(strings.changedWas, strings.emptyText);
    case "text":
      return fillIn(strings.changedWas, value.text);
    case "json":
      return strings.changed;
  }
}
