import * as vscode from "vscode";
import * as z from "zod/mini";
import { type ColumnMapping, headerKey, targetSchema } from "../engine/import/columnMapping.ts";

const REMEMBERED = 50;
const fileSchema = z.array(z.object({ header: z.string(), targets: z.array(z.nullable(targetSchema)) }));

/**
 * Remembers the mapping of each header set in the extension's own folder; header names only, no row. It is a help:
 * a folder that cannot be read or written stops no import.
 */
export class MappingMemory {
  readonly #uri: vscode.Uri;
  readonly #onFailure: (error: unknown) => void;

  /** @param onFailure - told when the folder cannot be read or written */
  constructor(storage: vscode.Uri, onFailure: (error: unknown) => void) {
    this.#uri = vscode.Uri.joinPath(storage, "importMappings.json");
    this.#onFailure = onFailure;
  }

  /** The mapping that was last used with these columns, if any. */
  async recall(columns: readonly string[]): Promise<ColumnMapping | undefined> {
    try {
      return await this.#recall(columns);
    } catch (error) {
      this.#onFailure(error);
      return undefined;
    }
  }

  async remember(columns: readonly string[], mapping: ColumnMapping): Promise<void> {
    try {
      await this.#remember(columns, mapping);
    } catch (error) {
      this.#onFailure(error);
    }
  }

  async #recall(columns: readonly string[]): Promise<ColumnMapping | undefined> {
    const entry = (await this.#read()).find(({ header }) => header === headerKey(columns));
    return entry?.targets.length === columns.length
      ? entry.targets.map((target) => target ?? undefined)
      : undefined;
  }

  async #remember(columns: readonly string[], mapping: ColumnMapping): Promise<void> {
    const header = headerKey(columns);
    const others = (await this.#read()).filter((entry) => entry.header !== header);
    const entries = [{ header, targets: mapping.map((target) => target ?? null) }, ...others];
    const content = JSON.stringify(entries.slice(0, REMEMBERED));
    await vscode.workspace.fs.writeFile(this.#uri, new TextEncoder().encode(content));
  }

  /** Empty when nothing was remembered yet or the file is damaged: then mappings are guessed again. */
  async #read(): Promise<z.infer<typeof fileSchema>> {
    let text: string;
    try {
      text = new TextDecoder().decode(await vscode.workspace.fs.readFile(this.#uri));
    } catch (error) {
      if (error instanceof vscode.FileSystemError && error.code === "FileNotFound") {
        return [];
      }
      throw error;
    }
    const parsed = fileSchema.safeParse(jsonOf(text));
    return parsed.success ? parsed.data : [];
  }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
