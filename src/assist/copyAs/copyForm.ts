import * as vscode from "vscode";
import * as z from "zod/mini";
import { SNIPPET_FORMS, type SnippetForm } from "../engine/copyAs/snippetForm.ts";
import type { SnippetRequest } from "../engine/copyAs/snippetRequest.ts";

const METHODS = ["GET", "PATCH", "POST"] as const satisfies readonly SnippetRequest["method"][];

/** What a contact is copied as: a request in a language, or the contact itself. */
export type CopyForm =
  | {
      readonly kind: "request";
      readonly method: SnippetRequest["method"];
      readonly language: SnippetForm;
    }
  | { readonly kind: "fixture" | "typescript" | "ids" };

const copyFormSchema = z.union([
  z.object({ kind: z.literal("request"), method: z.enum(METHODS), language: z.enum(SNIPPET_FORMS) }),
  z.object({ kind: z.enum(["fixture", "typescript", "ids"]) }),
]);

/** Every form, in groups as they are offered; `hasChanges` when there is something that a PATCH can send. */
export function copyForms(hasChanges: boolean): readonly CopyForm[] {
  const requests = (method: SnippetRequest["method"]) =>
    SNIPPET_FORMS.map((language): CopyForm => ({ kind: "request", method, language }));
  return [
    ...requests("GET"),
    ...(hasChanges ? requests("PATCH") : []),
    { kind: "fixture" },
    { kind: "typescript" },
    ...requests("POST"),
  ];
}

/** What was chosen last, kept with the extension's state; undefined when there is nothing or nothing that is known. */
export function readCopyForm(stored: unknown): CopyForm | undefined {
  const parsed = copyFormSchema.safeParse(stored);
  return parsed.success ? parsed.data : undefined;
}

export function isSameForm(left: CopyForm, right: CopyForm): boolean {
  return left.kind === "request" && right.kind === "request"
    ? left.method === right.method && left.language === right.language
    : left.kind === right.kind;
}

/** How the form is called. Names of programs and languages are the same in every language. */
export function formLabel(form: CopyForm): string {
  switch (form.kind) {
    case "fixture":
      return vscode.l10n.t("JSON fixture");
    case "typescript":
      return vscode.l10n.t("TypeScript type with zod schema");
    case "ids":
      return vscode.l10n.t("Contact IDs");
    case "request":
      return languageLabel(form.language);
  }
}

function languageLabel(language: SnippetForm): string {
  switch (language) {
    case "curlBash":
      return "cURL (bash)";
    case "curlPowerShell":
      return "cURL (PowerShell)";
    case "fetch":
      return "JavaScript fetch";
    case "axios":
      return "JavaScript axios";
    case "pythonRequests":
      return "Python requests";
    case "pythonHttpx":
      return "Python httpx";
    case "http":
      return vscode.l10n.t("HTTP request (.http)");
  }
}
