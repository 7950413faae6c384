import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import * as vscode from "vscode";
import { FileProblemError } from "../engine/import/fileProblem.ts";
import type { ImportSource } from "../engine/import/importSource.ts";

/** A file that only VS Code can reach is read at once; larger ones have to be copied to this machine first. */
const COLLECTED_LIMIT = 50 * 1024 * 1024;

/** A file on this machine is streamed; any other is read through VS Code. */
export function importSourceOf(uri: vscode.Uri): ImportSource {
  const name = uri.path.slice(uri.path.lastIndexOf("/") + 1);
  return uri.scheme === "file" ? localSource(uri.fsPath, name) : virtualSource(uri, name);
}

function localSource(path: string, name: string): ImportSource {
  return {
    name,
    stamp: async () => {
      const stats = await stat(path);
      // A pipe or a device would be waited for without an end.
      if (!stats.isFile()) {
        throw new FileProblemError("directory");
      }
      return { size: stats.size, changed: stats.mtimeMs };
    },
    open: () => createReadStream(path) as AsyncIterable<Buffer>,
  };
}

function virtualSource(uri: vscode.Uri, name: string): ImportSource {
  return {
    name,
    stamp: async () => {
      const { type, size, mtime } = await vscode.workspace.fs.stat(uri);
      if ((type & vscode.FileType.Directory) !== 0) {
        throw new FileProblemError("directory");
      }
      if (size > COLLECTED_LIMIT) {
        throw new FileProblemError("fileTooLarge", 0, String(COLLECTED_LIMIT));
      }
      return { size, changed: mtime };
    },
    open: async function* () {
      yield await vscode.workspace.fs.readFile(uri);
    },
  };
}
