import type * as vscode from "vscode";
import * as z from "zod/mini";

const keptSchema = z.object({ base: z.string(), known: z.string() });

/** What an unsaved document was edited from. */
export type KeptBase = z.infer<typeof keptSchema>;

/**
 * The bases of unsaved documents, beside VS Code's own backup of their text: a document that comes back after a
 * restart still knows what its user changed, also while the server cannot be asked. Contacts without credentials,
 * as in the backups; removed with the save. An older base than the real one is safe: it asks more.
 */
export class KeptBases {
  readonly #memento: vscode.Memento;

  constructor(memento: vscode.Memento) {
    this.#memento = memento;
  }

  get(uri: vscode.Uri): KeptBase | undefined {
    return keptSchema.safeParse(this.#memento.get<unknown>(keyOf(uri))).data;
  }

  async set(uri: vscode.Uri, kept: KeptBase | undefined): Promise<void> {
    await this.#memento.update(keyOf(uri), kept);
  }
}

function keyOf(uri: vscode.Uri): string {
  return `base:${uri.toString()}`;
}
