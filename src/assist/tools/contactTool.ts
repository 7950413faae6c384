import type * as vscode from "vscode";

/** What is shown before a tool changes something; VS Code asks, and goes on only with a yes. */
export interface ToolQuestion {
  readonly title: string;
  /** What is about to be sent, line by line; shown as it is. */
  readonly lines: readonly string[];
}

/** What VS Code needs before a tool runs. */
export interface PreparedTool {
  /** What is shown while it runs. */
  readonly progress: string;
  /** Missing for a tool that only reads. */
  readonly question?: ToolQuestion;
}

/** A tool of language models, with nothing of VS Code's own types. Both methods reject when the signal is aborted. */
export interface ContactTool {
  prepare(input: unknown, signal: AbortSignal): Promise<PreparedTool>;
  /** The data of the result: it is marked as untrusted by whoever calls this. */
  invoke(input: unknown, signal: AbortSignal): Promise<unknown>;
}

/** What tools know of the window. */
export interface ToolWindow {
  /** False in Restricted Mode: what the workspace's files say may steer a model. */
  readonly isTrusted: () => boolean;
  /** Whether models may see e-mail addresses and phone numbers. */
  readonly showsPersonalData: () => boolean;
  /** Paths are relative to these. */
  readonly folders: () => readonly vscode.Uri[];
}
