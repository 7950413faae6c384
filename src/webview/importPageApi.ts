import type { FromImportPage } from "../shared/importMessages.ts";

declare const acquireVsCodeApi: () => { postMessage(message: FromImportPage): void };

/** VS Code hands its API out once per page. */
const api = acquireVsCodeApi();

export function postToImport(message: FromImportPage): void {
  api.postMessage(message);
}
