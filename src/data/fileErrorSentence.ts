import * as vscode from "vscode";

/** What the operating system's error about a file means and what to do; undefined for any other error. */
export function fileErrorSentence(error: unknown, name: string): string | undefined {
  switch (codeOf(error)) {
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
    case "EDQUOT":
      return vscode.l10n.t("The disk is full, so {0} was not written. Make room and try again.", name);
    default:
      return undefined;
  }
}

/** VS Code's file system has no code of its own for a full disk; the system's stands in its message. */
function codeOf(error: unknown): unknown {
  const code: unknown = error instanceof Error && "code" in error ? error.code : undefined;
  return error instanceof vscode.FileSystemError && code === "Unknown"
    ? (/\b(?:ENOSPC|EDQUOT)\b/.exec(error.message)?.[0] ?? code)
    : code;
}
