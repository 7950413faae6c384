import * as vscode from "vscode";
import type { ConnectionStore } from "../state/connectionStore.ts";
import { roleName } from "./roleName.ts";
import { labelText } from "./safeText.ts";

/** Names the current connection; production stands on a warning background. */
export function createStatusBar(connections: ConnectionStore): vscode.Disposable {
  const item = vscode.window.createStatusBarItem("maiagent.connection", vscode.StatusBarAlignment.Left, 0);
  item.name = vscode.l10n.t("MaiAgent Connection");
  const show = () => {
    const { current } = connections;
    if (!current) {
      item.hide();
      return;
    }
    const isProduction = current.role === "production";
    const label = labelText(current.label);
    const readOnly = current.readOnly ? ` $(lock)` : "";
    item.text = `${isProduction ? "$(warning)" : "$(comment-discussion)"} ${label}${readOnly}`;
    const state = [roleName(current.role), current.readOnly ? vscode.l10n.t("read-only") : ""]
      .filter((part) => part !== "")
      .join(", ");
    item.tooltip = vscode.l10n.t("MaiAgent: {0} ({1}). Select to switch the connection.", label, state);
    item.accessibilityInformation = { label: vscode.l10n.t("MaiAgent connection {0}, {1}", label, state) };
    item.backgroundColor = isProduction
      ? new vscode.ThemeColor("statusBarItem.warningBackground")
      : undefined;
    item.command = "maiagent.switchConnection";
    item.show();
  };
  show();
  return vscode.Disposable.from(item, connections.onDidChange(show));
}
