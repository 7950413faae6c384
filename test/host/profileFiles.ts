import { readdir, readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import * as vscode from "vscode";

/** Far more than a text of ours; caches of VS Code itself can be large. */
const MAX_BYTES = 20 * 1024 * 1024;

/** A file of this VS Code's profile or workspace. */
export interface ProfileFile {
  readonly path: string;
  readonly content: Buffer;
}

/** Every file that this VS Code has written so far: logs, backups, storage of extensions, the workspace. */
export async function* profileFiles(): AsyncIterable<ProfileFile> {
  const workspace = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath;
  if (workspace === undefined) {
    throw new Error("No folder is open.");
  }
  // codeServer.ts makes a folder of its own for each VS Code, with profile and workspace side by side.
  const root = dirname(workspace);
  for (const entry of await readdir(root, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if (entry.isFile() && !path.includes("/CachedProfilesData/")) {
      const content = await readFile(path).catch(() => Buffer.alloc(0));
      yield { path, content: content.subarray(0, MAX_BYTES) };
    }
  }
}
