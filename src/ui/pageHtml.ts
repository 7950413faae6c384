import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import * as vscode from "vscode";

/** A page: its script and style in `dist/webview`, and the element that the script fills. */
export type PageName = "contactEditor" | "dataTable" | "duplicates" | "importPreview";

/**
 * A page is an empty shell: all data arrives by messages and is shown as text, so that nothing from the server or a
 * file ever stands in markup. No remote image: an avatar's URL would tell its host who looks.
 *
 * It brings its script and its styles, which are set by script as the policy knows no inline style: VS Code holds
 * messages back until a page has loaded what it names, and each file is a way through the window and back.
 *
 * @param options - `pictures`: the page may show `data:` URLs that the host hands over
 * @throws an error of the file system when a file of the extension cannot be read
 */
export function pageHtml(
  webview: vscode.Webview,
  extensionUri: vscode.Uri,
  name: PageName,
  { pictures = false }: { readonly pictures?: boolean } = {},
): string {
  const nonce = randomBytes(16).toString("base64url");
  const folder = vscode.Uri.joinPath(extensionUri, "dist", "webview");
  // At once, as Node loads a module: the page is wanted now, and its files are the extension's own.
  const source = (file: string) => readFileSync(vscode.Uri.joinPath(folder, file).fsPath, "utf8");
  const styles = JSON.stringify([source("codicon.css"), source(`${name}.css`)]).replaceAll("<", "\\u003c");
  const policy = [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    `style-src 'nonce-${nonce}'`,
    "font-src data:",
    `base-uri ${webview.cspSource}`,
    ...(pictures ? ["img-src data:"] : []),
  ].join("; ");
  return `<!DOCTYPE html>
<html lang="${vscode.env.language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<base href="${webview.asWebviewUri(folder).toString()}/">
<script nonce="${nonce}">
for (const text of ${styles}) {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(text);
  document.adoptedStyleSheets.push(sheet);
}
</script>
</head>
<body>
<div id="${ROOTS[name]}"></div>
<script nonce="${nonce}">${source(`${name}.js`)}</script>
</body>
</html>`;
}

const ROOTS: Readonly<Record<PageName, string>> = {
  contactEditor: "contact-editor",
  dataTable: "data-table",
  duplicates: "duplicates",
  importPreview: "import-preview",
};
