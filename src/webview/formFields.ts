import type { EditorStrings } from "../shared/editorStrings.ts";

/** The contact's one-line fields, in the form's order. */
export interface FieldSpec {
  readonly key: "name" | "email" | "phoneNumber" | "sourceId" | "avatar";
  readonly hint: ((strings: EditorStrings) => string) | undefined;
  readonly required: boolean;
  /** The server's limit in characters (shared/api/README.md), shown as a counter where `counted`. */
  readonly limit: number | undefined;
  readonly counted: boolean;
  readonly inputMode: "text" | "email" | "tel" | "url";
  /** Takes half the form's width, beside its neighbour. */
  readonly half: boolean;
  /** Names run from right to left in some scripts; addresses and numbers never do. */
  readonly direction: "auto" | "ltr";
}

const plain = {
  hint: undefined,
  required: false,
  limit: undefined,
  counted: false,
  half: false,
  direction: "ltr",
} as const;

export const FIELDS: readonly FieldSpec[] = [
  {
    ...plain,
    key: "name",
    hint: (s) => s.required,
    required: true,
    limit: 255,
    counted: true,
    inputMode: "text",
    direction: "auto",
  },
  { ...plain, key: "email", inputMode: "email" },
  { ...plain, key: "phoneNumber", inputMode: "tel", half: true },
  {
    ...plain,
    key: "sourceId",
    hint: (s) => s.uniquePerInbox,
    inputMode: "text",
    half: true,
    direction: "auto",
  },
  { ...plain, key: "avatar", hint: (s) => s.notLoaded, limit: 511, inputMode: "url" },
];

/** Characters as the server counts them: Unicode code points, not UTF-16 units. */
export function characterCount(text: string): number {
  return Array.from(text).length;
}
