import * as vscode from "vscode";
import { once } from "../state/once.ts";
import type { ContactFileSystem } from "./contactFileSystem.ts";
import { FlatFileSystem } from "./flatFileSystem.ts";

/** What VS Code finds at activation in the file system's place; the real one is loaded with the first contact. */
export class LazyContactFileSystem extends FlatFileSystem implements vscode.Disposable {
  readonly #load: () => Promise<ContactFileSystem>;
  readonly #onDidChangeFile = new vscode.EventEmitter<vscode.FileChangeEvent[]>();
  readonly onDidChangeFile = this.#onDidChangeFile.event;

  constructor(load: () => Promise<ContactFileSystem>) {
    super();
    this.#load = once(async () => {
      const files = await load();
      files.onDidChangeFile((events) => this.#onDidChangeFile.fire(events));
      return files;
    });
  }

  async stat(uri: vscode.Uri): Promise<vscode.FileStat> {
    return (await this.#load()).stat(uri);
  }

  async readFile(uri: vscode.Uri): Promise<Uint8Array> {
    return (await this.#load()).readFile(uri);
  }

  async writeFile(uri: vscode.Uri, content: Uint8Array): Promise<void> {
    await (await this.#load()).writeFile(uri, content);
  }

  dispose(): void {
    this.#onDidChangeFile.dispose();
  }
}
