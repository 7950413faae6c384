import {
  findNodeAtLocation,
  type JSONPath,
  type Node,
  parseTree,
  type ParseError,
  printParseErrorCode,
} from "jsonc-parser";
import { changesBetween, isReadOnlyField } from "./contactChanges.ts";
import { contactDocumentSchema } from "./contactSchema.ts";
import { characterProblem, looksLikeEmail, looksLikeUrl } from "./textForm.ts";
import {
  ContactSyntaxError,
  type ContactText,
  fieldValue,
  parseContactText,
  STRICT_JSON,
} from "./contactText.ts";

/** What can be wrong with a document; the editor has the sentence for each. */
export type ProblemCode =
  | "syntax"
  | "notObject"
  | "required"
  | "tooLong"
  | "type"
  | "inboxId"
  | "readOnlyField"
  | "removedField"
  | "duplicateKey"
  | "emailForm"
  | "urlForm"
  | "nullCharacter"
  | "brokenCharacter"
  | "controlCharacter"
  | "phoneNumberNumber";

/** One complaint, found without a request. `from`..`to` are UTF-16 offsets into the text. */
export interface DocumentProblem {
  readonly code: ProblemCode;
  readonly path: JSONPath;
  readonly from: number;
  readonly to: number;
  /** An `error` stops a save; a `warning` leaves the decision to the server. */
  readonly severity: "error" | "warning";
  /** The limit of `tooLong`; of `syntax` the name of jsonc-parser's code, or `TooDeep`. */
  readonly detail?: number | string;
}

/**
 * Checks a document against what the API takes. Fields that still say what the server said (`base`) are not
 * checked: a contact with an empty name must not stop somebody from mending its e-mail.
 */
export function problemsIn(text: string, base: ContactText | undefined): readonly DocumentProblem[] {
  let document: ContactText;
  try {
    document = parseContactText(text);
  } catch (error) {
    if (error instanceof ContactSyntaxError) {
      return error.tooDeepAt === undefined ? syntaxProblems(text, error.errors) : [tooDeep(error.tooDeepAt)];
    }
    throw error;
  }
  const root = parseTree(text, [], STRICT_JSON);
  if (!root) {
    return [];
  }
  const changes = base ? changesBetween(base, document) : undefined;
  const isChanged = (field: string) => changes?.some((change) => change.field === field) ?? true;
  return [
    ...duplicateKeys(root),
    ...schemaProblems(document, root).filter(({ path }) => isChanged(String(path[0]))),
    ...formProblems(document, root).filter(({ path }) => isChanged(String(path[0]))),
    ...(changes ?? []).flatMap(({ field, to }): DocumentProblem[] => {
      if (isReadOnlyField(field)) {
        return [
          { ...rangeOf(root, to ? [field] : []), code: "readOnlyField", path: [field], severity: "error" },
        ];
      }
      return to ? [] : [{ ...rangeOf(root, []), code: "removedField", path: [field], severity: "warning" }];
    }),
  ];
}

/** Where a path of a field error lies in the text: its own node, else the nearest one around it. */
export function rangeOfPath(
  text: string,
  path: readonly (string | number)[],
): { readonly from: number; readonly to: number } {
  const root = parseTree(text, [], STRICT_JSON);
  return root ? rangeOf(root, [...path]) : { from: 0, to: Math.min(1, text.length) };
}

function rangeOf(root: Node, path: JSONPath): { readonly from: number; readonly to: number } {
  for (let length = path.length; length > 0; length--) {
    const node = findNodeAtLocation(root, path.slice(0, length));
    if (node) {
      return { from: node.offset, to: node.offset + node.length };
    }
  }
  return { from: root.offset, to: root.offset + Math.min(1, root.length) };
}

function tooDeep(at: number): DocumentProblem {
  return { code: "syntax", path: [], from: at, to: at + 1, severity: "error", detail: "TooDeep" };
}

function syntaxProblems(text: string, errors: readonly ParseError[]): readonly DocumentProblem[] {
  if (errors.length === 0) {
    return [{ code: "notObject", path: [], from: 0, to: text.length, severity: "error" }];
  }
  // One slip makes the parser stumble several times; only the first place is where to look.
  return errors.slice(0, 1).map(({ error, offset, length }) => ({
    code: "syntax",
    path: [],
    from: Math.min(offset, text.length),
    to: Math.min(offset + Math.max(length, 1), text.length),
    severity: "error",
    detail: printParseErrorCode(error),
  }));
}

function duplicateKeys(root: Node): readonly DocumentProblem[] {
  const seen = new Set<unknown>();
  return (root.children ?? []).flatMap((property): DocumentProblem[] => {
    const key = property.children?.[0];
    if (!key || !seen.has(key.value)) {
      seen.add(key?.value);
      return [];
    }
    const range = { from: key.offset, to: key.offset + key.length };
    return [{ ...range, code: "duplicateKey", path: [String(key.value)], severity: "error" }];
  });
}

function schemaProblems(document: ContactText, root: Node): readonly DocumentProblem[] {
  const value = Object.fromEntries(
    [...document.fields.keys()].map((name) => [name, fieldValue(document, name)]),
  );
  const result = contactDocumentSchema.safeParse(value);
  return (result.error?.issues ?? []).map((issue): DocumentProblem => {
    const path = issue.path.filter((part) => typeof part !== "symbol");
    const place = { path, ...rangeOf(root, path), severity: "error" } as const;
    if (issue.code === "custom") {
      return { ...place, code: "tooLong", detail: Number(issue.params?.["limit"]) };
    }
    if (path[0] === "inboxes" && path.length > 1) {
      return { ...place, code: "inboxId" };
    }
    return {
      ...place,
      code: path.length === 1 && path[0] === "name" && value["name"] === undefined ? "required" : "type",
    };
  });
}

const TEXT_FIELDS = ["name", "email", "phoneNumber", "sourceId", "avatar"] as const;

/** Rules of form are warnings: the server decides. What it refuses in any text is an error. */
function formProblems(document: ContactText, root: Node): readonly DocumentProblem[] {
  const problems: DocumentProblem[] = [];
  const report = (code: ProblemCode, field: string, severity: DocumentProblem["severity"]) =>
    problems.push({ code, path: [field], ...rangeOf(root, [field]), severity });
  const name = fieldValue(document, "name");
  if (typeof name === "string" && name.trim() === "") {
    report("required", "name", "error");
  }
  for (const field of TEXT_FIELDS) {
    const value = fieldValue(document, field);
    const code = typeof value === "string" ? characterProblem(value.trim()) : undefined;
    if (code) {
      report(code, field, code === "controlCharacter" ? "warning" : "error");
    }
  }
  const email = fieldValue(document, "email");
  if (typeof email === "string" && email.trim() !== "" && !looksLikeEmail(email.trim())) {
    report("emailForm", "email", "warning");
  }
  const avatar = fieldValue(document, "avatar");
  if (typeof avatar === "string" && avatar.trim() !== "" && !looksLikeUrl(avatar.trim())) {
    report("urlForm", "avatar", "warning");
  }
  if (typeof fieldValue(document, "phoneNumber") === "number") {
    report("phoneNumberNumber", "phoneNumber", "warning");
  }
  return problems;
}
