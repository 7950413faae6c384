import * as vscode from "vscode";
import { valueText } from "../../ui/safeText.ts";
import { FICTIONAL_PHONES, RESERVED_DOMAINS } from "../engine/seed/fictional.ts";
import type { RecipeProblem } from "../engine/seed/recipeProblem.ts";

/** What is wrong with a recipe, and what to do about it, in one or two sentences. */
export function describeRecipeProblem({ code, detail }: Pick<RecipeProblem, "code" | "detail">): string {
  const [first = "", ...others] = detail.map(valueText);
  switch (code) {
    case "syntax":
      return vscode.l10n.t("This is not valid JSON with comments ({0}).", first);
    case "empty":
      return vscode.l10n.t("The recipe is empty. Run “New Seed Recipe” for an example to start from.");
    case "tooLarge":
      return vscode.l10n.t("The file is larger than 1 MB, which no recipe needs.");
    case "tooDeep":
      return vscode.l10n.t("The brackets are nested too deep.");
    case "notText":
      return vscode.l10n.t("The file is not UTF-8 text.");
    case "notFile":
      return vscode.l10n.t("This is a folder, not a file.");
    case "notObject":
      return vscode.l10n.t("A recipe is a JSON object in braces.");
    case "required":
      return vscode.l10n.t("“{0}” is missing.", first);
    case "unknownKey":
      return vscode.l10n.t("A recipe has no “{0}” here.", first);
    case "duplicateKey":
      return vscode.l10n.t("“{0}” stands here twice.", first);
    case "type":
      return vscode.l10n.t("The value has the wrong type; it must be: {0}.", first);
    case "choice":
      return vscode.l10n.t("This must be one of: {0}.", first);
    case "tooLong":
      return vscode.l10n.t("This is too long: at most {0} are allowed.", first);
    case "tooShort":
      return vscode.l10n.t("This is empty.");
    case "tooSmall":
      return vscode.l10n.t("The number must be at least {0}.", first);
    case "tooBig":
      return vscode.l10n.t("The number must be at most {0}.", first);
    case "recipeName":
      return vscode.l10n.t(
        "The name may have lower-case letters, digits, dots, dashes and underscores, and begins with a letter or digit.",
      );
    case "bigNumber":
      return vscode.l10n.t("The number {0} would lose digits when it is sent. Write it as text.", first);
    case "nothingToSeed":
      return vscode.l10n.t("There is nothing to seed: add “contacts” or “generate”.");
    case "noInbox":
      return vscode.l10n.t("This contact goes into no inbox: add “inboxes” to it or to the recipe.");
    case "email":
      return vscode.l10n.t(
        "{0} could be the address of a real person. Use a reserved domain: {1}.",
        first,
        RESERVED_DOMAINS.join(", "),
      );
    case "phone":
      return vscode.l10n.t(
        "{0} could be the number of a real person. Use one that is kept for fiction, such as {1}, or {2}.",
        first,
        FICTIONAL_PHONES.map(({ example }) => example).join(", "),
        "{{phone.fictional}}",
      );
    case "unknownPlaceholder":
      return others[0] === undefined
        ? vscode.l10n.t("There is no placeholder {0}. Press Ctrl+Space for the list.", braced(first))
        : vscode.l10n.t("There is no placeholder {0}. Did you mean {1}?", braced(first), braced(others[0]));
    case "strayBraces":
      return vscode.l10n.t("These braces have no counterpart. A placeholder looks like {0}.", "{{index}}");
    case "sourceIdNeedsIndex":
      return vscode.l10n.t("Every contact would have the same source ID. Put {0} into it.", "{{index}}");
    case "duplicateSourceId":
      return vscode.l10n.t("Two contacts of the recipe have the source ID {0}.", first);
    case "unknownInbox":
      return vscode.l10n.t("The connection has no inbox “{0}”.", first);
    case "ambiguousInbox":
      return vscode.l10n.t(
        "Several inboxes are named “{0}”. Write the id of one: {1}.",
        first,
        others.join(", "),
      );
    case "unknownConnection":
      return others.length === 0
        ? vscode.l10n.t("There is no connection “{0}”.", first)
        : vscode.l10n.t("There is no connection “{0}”. Set up here: {1}.", first, others.join(", "));
  }
}

function braced(name: string): string {
  return `{{${name}}}`;
}
