import { randomBytes } from "node:crypto";
import * as vscode from "vscode";

/** A page: its script and style in `dist/webview`, and the element that the script fills. */
export type PageName = "contactEditor" | "dataTable" | "duplicates" | "importPreview";

/**
 * A page is an empty shell: all data arrives by messages and is shown as text, so that nothing from the server or a
 * file ever stands in markup. No remote image: an avatar's URL would tell its host who looks.
 *
 * The icons' font is named here as well: VS Code holds messages back until the page has loaded what it began to load,
 * and the style sheet alone would begin with it last.
 *
 * @param options - `pictures`: the page may show `data:` URLs that the host hands over
 */
export function pageHtml(
  webview: vscode.Webview,
  extensionUri: vscode.Uri,
  name: PageName,
  { pictures = false }: { readonly pictures?: boolean } = {},
): string {
  const nonce = randomBytes(16).toString("base64url");
  const asset = (file: string) =>
    webview.asWebviewUri(vscode.Uri.joinPath(extensionUri, "dist", "webview", file)).toString();
  const policy = [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    `style-src ${webview.cspSource} 'nonce-${nonce}'`,
    `font-src ${webview.cspSource}`,
    ...(pictures ? ["img-src data:"] : []),
  ].join("; ");
  return `<!DOCTYPE html>
<html lang="${vscode.env.language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="preload" as="font" type="font/woff2" crossorigin href="${asset("codicon.woff2")}">
<link rel="stylesheet" id="vscode-codicon-stylesheet" href="${asset("codicon.css")}" nonce="${nonce}">
<link rel="stylesheet" href="${asset(`${name}.css`)}" nonce="${nonce}">
</head>
<body>
<div id="${ROOTS[name]}"></div>
<script nonce="${nonce}" src="${asset(`${name}.js`)}"></script>
</body>
</html>`;
}

const ROOTS: Readonly<Record<PageName, string>> = {
  contactEditor: "contact-editor",
  dataTable: "data-table",
  duplicates: "duplicates",
  importPreview: "import-preview",
};
