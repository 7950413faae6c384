import * as vscode from "vscode";
import { once } from "../state/once.ts";
import type { ContactFileSystem } from "./contactFileSystem.ts";

/** What VS Code finds at activation in the file system's place; the real one is loaded with the first contact. */
export class LazyContactFileSystem implements vscode.FileSystemProvider, vscode.Disposable {
  readonly #load: () => Promise<ContactFileSystem>;
  readonly #onDidChangeFile = new vscode.EventEmitter<vscode.FileChangeEvent[]>();
  readonly onDidChangeFile = this.#onDidChangeFile.event;

  constructor(load: () => Promise<ContactFileSystem>) {
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

  watch(): vscode.Disposable {
    return new vscode.Disposable(() => undefined);
  }

  readDirectory(): [string, vscode.FileType][] {
    return [];
  }

  createDirectory(uri: vscode.Uri): never {
    throw vscode.FileSystemError.NoPermissions(uri);
  }

  delete(uri: vscode.Uri): never {
    throw vscode.FileSystemError.NoPermissions(uri);
  }

  rename(uri: vscode.Uri): never {
    throw vscode.FileSystemError.NoPermissions(uri);
  }

  dispose(): void {
    this.#onDidChangeFile.dispose();
  }
}
