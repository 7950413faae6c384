import type { JSONPath } from "jsonc-parser";

/** What can be wrong with a recipe; the extension has the sentence for each. `detail` is told per code. */
export type RecipeProblemCode =
  /** Not JSON with comments; `detail` is jsonc-parser's name of the error. */
  | "syntax"
  | "empty"
  /** More than one megabyte. */
  | "tooLarge"
  /** More than 64 levels of brackets. */
  | "tooDeep"
  | "notText"
  | "notFile"
  | "notObject"
  /** A key is missing; `detail` is its name. */
  | "required"
  | "unknownKey"
  | "duplicateKey"
  /** `detail` is the type that is wanted. */
  | "type"
  /** `detail` lists what is allowed. */
  | "choice"
  | "tooLong"
  | "tooShort"
  | "tooSmall"
  | "tooBig"
  | "recipeName"
  /** A number that would lose digits when it is sent. */
  | "bigNumber"
  | "nothingToSeed"
  | "noInbox"
  | "email"
  | "phone"
  /** `detail` is the placeholder, then the one that was probably meant. */
  | "unknownPlaceholder"
  | "strayBraces"
  | "sourceIdNeedsIndex"
  /** `detail` is the source id. */
  | "duplicateSourceId"
  | "unknownInbox"
  /** Two inboxes of one name; `detail` is the name, then their ids. */
  | "ambiguousInbox"
  | "unknownConnection";

/** One complaint. `from`..`to` are UTF-16 offsets into the text; `line` and `column` count from 1. */
export interface RecipeProblem {
  readonly code: RecipeProblemCode;
  readonly path: JSONPath;
  readonly from: number;
  readonly to: number;
  readonly line: number;
  readonly column: number;
  readonly detail: readonly string[];
}

/** The recipe cannot be used: nothing was sent. */
export class RecipeError extends Error {
  override readonly name = "RecipeError";
  /** File name, without its folder. */
  readonly file: string;
  /** At least one. */
  readonly problems: readonly RecipeProblem[];
  constructor(file: string, problems: readonly RecipeProblem[]) {
    super("The recipe cannot be used.");
    this.file = file;
    this.problems = problems;
  }
}
