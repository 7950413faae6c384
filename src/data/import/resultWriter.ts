import { type FileHandle, open } from "node:fs/promises";
import { basename, dirname, extname, join } from "node:path";
import * as vscode from "vscode";

/** The file that an import writes its outcome to. Unlike an export it has its name from the start: it is a record of what was done. */
export interface ResultWriter {
  readonly uri: vscode.Uri;
  readonly write: (text: string) => Promise<void>;
  readonly close: () => Promise<void>;
}

/** Opens `contacts.result.csv` beside `contacts.csv`; a number follows while that name is taken. @throws the system's error */
export async function openResult(source: vscode.Uri): Promise<ResultWriter> {
  return source.scheme === "file" ? localResult(source.fsPath) : virtualResult(source);
}

function resultName(name: string, number: number): string {
  const ending = extname(name);
  const stem = basename(name, ending).replace(/\.result(?:-\d+)?$/u, "");
  return `${stem}.result${number === 1 ? "" : `-${number}`}${ending}`;
}

async function localResult(source: string): Promise<ResultWriter> {
  for (let number = 1; ; number += 1) {
    const path = join(dirname(source), resultName(basename(source), number));
    let handle: FileHandle;
    try {
      // Contacts are personal data: for their owner's eyes.
      handle = await open(path, "wx", 0o600);
    } catch (error) {
      if (error instanceof Error && "code" in error && error.code === "EEXIST") {
        continue;
      }
      throw error;
    }
    return {
      uri: vscode.Uri.file(path),
      write: async (text) => handle.writeFile(text),
      close: async () => handle.close(),
    };
  }
}

async function virtualResult(source: vscode.Uri): Promise<ResultWriter> {
  const uri = await freePlace(source);
  // Now and not with the outcome: a place that takes no file is found out before anything is sent.
  await vscode.workspace.fs.writeFile(uri, new Uint8Array());
  const parts: string[] = [];
  return {
    uri,
    write: (text) => {
      parts.push(text);
      return Promise.resolve();
    },
    close: async () => vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(parts.join(""))),
  };
}

/** Never the name of an earlier result: it may be the very file that is imported. */
async function freePlace(source: vscode.Uri): Promise<vscode.Uri> {
  const name = source.path.slice(source.path.lastIndexOf("/") + 1);
  for (let number = 1; ; number += 1) {
    const uri = vscode.Uri.joinPath(source, "..", resultName(name, number));
    try {
      await vscode.workspace.fs.stat(uri);
    } catch (error) {
      if (error instanceof vscode.FileSystemError && error.code === "FileNotFound") {
        return uri;
      }
      throw error;
    }
  }
}
