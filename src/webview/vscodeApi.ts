import type { FromWebview } from "../shared/messages.ts";

interface VsCodeApi {
  postMessage(message: FromWebview): void;
  getState(): unknown;
  setState(state: unknown): void;
}

declare const acquireVsCodeApi: () => VsCodeApi;

/** VS Code hands its API out once per page. */
const api = acquireVsCodeApi();

export function post(message: FromWebview): void {
  api.postMessage(message);
}

/** What `writeState` kept when this panel was last shown; survives hidden tabs and window reloads. */
export function readState(): unknown {
  return api.getState();
}

export function writeState(state: object): void {
  api.setState(state);
}
