import * as vscode from "vscode";
import type { InvalidInputError } from "../api/errors.ts";
import type { ConnectionProblem } from "../model/connection.ts";
import { labelText } from "./safeText.ts";

/** What is wrong with a typed base URL, key or id, and what to type instead. */
export function describeInput({ input, problem }: Pick<InvalidInputError, "input" | "problem">): string {
  if (input === "id") {
    return vscode.l10n.t("This is not the ID of a contact.");
  }
  if (input === "apiKey") {
    switch (problem) {
      case "empty":
        return vscode.l10n.t("Enter an API key.");
      case "whitespace":
        return vscode.l10n.t("The key has a space or line break inside. Paste the key alone.");
      default:
        return vscode.l10n.t("The key has a character that no key can have. Copy it again from MaiAgent.");
    }
  }
  switch (problem) {
    case "scheme":
      return vscode.l10n.t("The address must begin with https:// (http:// only for this machine).");
    case "userInfo":
      return vscode.l10n.t("The address must not contain a user name or password.");
    case "query":
    case "fragment":
      return vscode.l10n.t("The address must not contain ? or #.");
    default:
      return vscode.l10n.t("Enter an address such as https://api.maiagent.ai/api.");
  }
}

/** Names the setting, the entry (counted from 1) and the member that cannot be used. */
export function describeSettingProblem({ index, member, reason }: ConnectionProblem): string {
  const place = member === "" ? "" : `.${labelText(member)}`;
  const what =
    member === "baseUrl"
      ? describeInput({ input: "baseUrl", problem: reason })
      : reason === "not unique"
        ? vscode.l10n.t("This id is taken; each connection needs its own.")
        : vscode.l10n.t("The value is missing or not allowed here.");
  return vscode.l10n.t("Setting maiagent.connections, entry {0}{1}: {2}", String(index + 1), place, what);
}
