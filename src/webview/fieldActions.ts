import type { Edit } from "../shared/messages.ts";
import type { FieldValue } from "./fieldValue.ts";

export interface FieldAction {
  readonly kind: "clearToNull" | "clearToEmpty" | "setToNull" | "setToEmpty" | "removeField" | "restoreField";
  readonly edit: Edit;
}

/**
 * What an emptied field becomes: what the server had where it had nothing, so that typing and deleting again changes
 * nothing. `server` is the server's value as JSON text, undefined when it had no such key.
 */
export function emptied(key: string, server: string | undefined): Edit {
  if (server === undefined) return { path: [key], remove: true };
  return { path: [key], value: server === "null" ? null : "" };
}

/**
 * The actions of a field's menu. Clearing writes null or "", as the server has it where it has nothing; removing
 * drops the key, which says nothing to the server (PATCH leaves what is missing as it is). A field that must have a
 * value can only be restored.
 */
export function fieldActions(
  key: string,
  value: FieldValue,
  server: string | undefined,
  required: boolean,
): readonly FieldAction[] {
  const actions: FieldAction[] = [];
  const path = [key];
  if (!required) {
    const toNull = server === undefined || server === "null";
    const [clear, other] = toNull
      ? (["clearToNull", "setToEmpty"] as const)
      : (["clearToEmpty", "setToNull"] as const);
    const isNull = value.kind === "null";
    const isEmpty = value.kind === "empty";
    if (!(toNull ? isNull : isEmpty))
      actions.push({ kind: clear, edit: { path, value: toNull ? null : "" } });
    if (!(toNull ? isEmpty : isNull))
      actions.push({ kind: other, edit: { path, value: toNull ? "" : null } });
    if (value.kind !== "missing") actions.push({ kind: "removeField", edit: { path, remove: true } });
  }
  return actions;
}

/** The action that brings the server's value back, for a field that is changed. */
export function restoreAction(key: string, server: string | undefined): FieldAction {
  const path = [key];
  return {
    kind: "restoreField",
    edit: server === undefined ? { path, remove: true } : { path, json: server },
  };
}
