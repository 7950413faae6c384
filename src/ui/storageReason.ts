import * as vscode from "vscode";

/**
 * Why the extension's own folder could not be read or written, in a few words for a sentence; undefined for an error
 * that is not the file system's, by itself or as its cause.
 */
export function storageReason(error: unknown): string | undefined {
  return reasonOf(error) ?? (error instanceof Error ? reasonOf(error.cause) : undefined);
}

function reasonOf(error: unknown): string | undefined {
  if (!(error instanceof Error) || !("code" in error) || !("syscall" in error)) {
    return undefined;
  }
  if (error.code === "ENOSPC" || error.code === "EDQUOT") {
    // Without a path: it is the write to an open file that fails.
    return vscode.l10n.t("the disk is full");
  }
  if (!("path" in error)) {
    return undefined;
  }
  switch (error.code) {
    case "EACCES":
    case "EPERM":
    case "EROFS":
    // A file is where the folder should be.
    case "ENOTDIR":
    case "EEXIST":
      return vscode.l10n.t("VS Code's storage folder is not writable");
    default:
      return String(error.code);
  }
}
