import { randomBytes } from "node:crypto";
import * as vscode from "vscode";

/**
 * The page of the editor: an empty shell. All data arrives by messages and is shown as text, so that nothing
 * from the server ever stands in markup. No remote image: an avatar's URL would tell its host who looks, so the host
 * fetches a picture when it is asked to (`contactPicture.ts`) and hands it over as a `data:` URL.
 */
export function editorHtml(webview: vscode.Webview, extensionUri: vscode.Uri): string {
  const nonce = randomBytes(16).toString("base64url");
  const asset = (...path: string[]) =>
    webview.asWebviewUri(vscode.Uri.joinPath(extensionUri, "dist", "webview", ...path)).toString();
  const policy = [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    `style-src ${webview.cspSource} 'nonce-${nonce}'`,
    `font-src ${webview.cspSource}`,
    "img-src data:",
  ].join("; ");
  return `<!DOCTYPE html>
<html lang="${vscode.env.language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" id="vscode-codicon-stylesheet" href="${asset("codicon.css")}" nonce="${nonce}">
<link rel="stylesheet" href="${asset("contactEditor.css")}" nonce="${nonce}">
</head>
<body>
<div id="contact-editor"></div>
<script nonce="${nonce}" src="${asset("contactEditor.js")}"></script>
</body>
</html>`;
}
