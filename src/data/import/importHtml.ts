import { randomBytes } from "node:crypto";
import * as vscode from "vscode";

/** The page of an import: an empty shell. All data arrives by messages and is shown as text. */
export function importHtml(webview: vscode.Webview, extensionUri: vscode.Uri): string {
  const nonce = randomBytes(16).toString("base64url");
  const asset = (name: string) =>
    webview.asWebviewUri(vscode.Uri.joinPath(extensionUri, "dist", "webview", name)).toString();
  const policy = [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    `style-src ${webview.cspSource} 'nonce-${nonce}'`,
    `font-src ${webview.cspSource}`,
  ].join("; ");
  return `<!DOCTYPE html>
<html lang="${vscode.env.language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" id="vscode-codicon-stylesheet" href="${asset("codicon.css")}" nonce="${nonce}">
<link rel="stylesheet" href="${asset("importPreview.css")}" nonce="${nonce}">
</head>
<body>
<div id="import-preview"></div>
<script nonce="${nonce}" src="${asset("importPreview.js")}"></script>
</body>
</html>`;
}
