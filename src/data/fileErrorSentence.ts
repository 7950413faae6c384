import * as vscode from "vscode";

/** What the operating system's error about a file means and what to do; undefined for any other error. */
export function fileErrorSentence(error: unknown, name: string): string | undefined {
  const code: unknown = error instanceof Error && "code" in error ? error.code : undefined;
  switch (code) {
    case "ENOENT":
    case "FileNotFound":
      return vscode.l10n.t("{0} or its folder does not exist. Choose another file.", name);
    case "EACCES":
    case "EPERM":
    case "EROFS":
    case "NoPermissions":
      return vscode.l10n.t("{0} cannot be read or written: permission denied. Choose another place.", name);
    case "EISDIR":
    case "FileIsADirectory":
      return vscode.l10n.t("{0} is a folder. Choose a file.", name);
    case "ENOSPC":
      return vscode.l10n.t("The disk is full, so {0} was not written. Make room and try again.", name);
    default:
      return undefined;
  }
}
