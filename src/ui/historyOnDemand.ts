import * as vscode from "vscode";
import type { HistoryStore } from "../state/historyStore.ts";
import { once } from "../state/once.ts";
import type { Log } from "./log.ts";

/** The history of contacts in the extension's storage, opened when first used. */
export function historyOnDemand(storage: vscode.Uri, log: Log): () => Promise<HistoryStore> {
  let isTold = false;
  return once(async () => {
    const [{ HistoryStore }, { historySettings }, { randomUUID }] = await Promise.all([
      import("../state/historyStore.ts"),
      import("./historySettings.ts"),
      import("node:crypto"),
    ]);
    return new HistoryStore({
      folder: vscode.Uri.joinPath(storage, "history").fsPath,
      settings: historySettings,
      now: Date.now,
      newId: randomUUID,
      onFailure: (error) => {
        log.failure("history", error);
        // Once in a window: every further write would say the same.
        if (!isTold) {
          isTold = true;
          import("./historyFailure.ts")
            .then(({ tellHistoryFailure }) => tellHistoryFailure(error, log))
            .catch((reason: unknown) => log.failure("history", reason));
        }
      },
    });
  });
}
