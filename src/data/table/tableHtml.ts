import { randomBytes } from "node:crypto";
import * as vscode from "vscode";

/** The page of a table: an empty shell. All data arrives by messages and is shown as text. */
export function tableHtml(webview: vscode.Webview, extensionUri: vscode.Uri): string {
  const nonce = randomBytes(16).toString("base64url");
  const asset = (name: string) =>
    webview.asWebviewUri(vscode.Uri.joinPath(extensionUri, "dist", "webview", name)).toString();
  const policy = [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    `style-src ${webview.cspSource}`,
    `font-src ${webview.cspSource}`,
  ].join("; ");
  return `<!DOCTYPE html>
<html lang="${vscode.env.language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="${asset("codicon.css")}">
<link rel="stylesheet" href="${asset("dataTable.css")}">
</head>
<body>
<div id="data-table"></div>
<script nonce="${nonce}" src="${asset("dataTable.js")}"></script>
</body>
</html>`;
}
