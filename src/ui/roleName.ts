import * as vscode from "vscode";
import type { Role } from "../model/connection.ts";

/** The role in words, so that colour is never the only sign of it. */
export function roleName(role: Role): string {
  switch (role) {
    case "development":
      return vscode.l10n.t("development");
    case "staging":
      return vscode.l10n.t("staging");
    case "production":
      return vscode.l10n.t("production");
    case "sandbox":
      return vscode.l10n.t("sandbox");
  }
}
