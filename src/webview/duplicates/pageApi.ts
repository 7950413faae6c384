import type { FromDuplicatesPage } from "../../shared/duplicatesMessages.ts";

declare const acquireVsCodeApi: () => { postMessage(message: FromDuplicatesPage): void };

/** VS Code hands its API out once per page. */
const api = acquireVsCodeApi();

export function post(message: FromDuplicatesPage): void {
  api.postMessage(message);
}
