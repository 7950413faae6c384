import * as vscode from "vscode";
import type { AttemptRecord } from "../api/client.ts";
import { MaiAgentError } from "../api/errors.ts";

/**
 * The extension's output channel. It takes facts of a fixed shape only: method, path template, status,
 * milliseconds and attempt; never a header, a body, an id or a raw error text, which can contain the key.
 */
export class Log implements vscode.Disposable {
  readonly #channel = vscode.window.createOutputChannel("MaiAgent Contacts", { log: true });

  attempt({ method, route, status, milliseconds, attempt, outcome }: AttemptRecord): void {
    const line = `${method} ${route} ${status ?? "-"} ${Math.round(milliseconds)} ms, attempt ${attempt}, ${outcome}`;
    if (outcome === "ok") {
      this.#channel.info(line);
    } else {
      this.#channel.warn(line);
    }
  }

  /** `where` is a command id or a place in the code, never a value. */
  failure(where: string, error: unknown): void {
    const name = error instanceof Error ? error.name : typeof error;
    const request = error instanceof MaiAgentError ? error.request : undefined;
    const summary = request ? ` (${request.method} ${request.route} ${request.status ?? "-"})` : "";
    this.#channel.error(`${where}: ${name}${summary}${stackOf(error)}`);
  }

  note(text: string): void {
    this.#channel.info(text);
  }

  show(): void {
    this.#channel.show(true);
  }

  dispose(): void {
    this.#channel.dispose();
  }
}

/** Only our own frames and only of unexpected errors: messages are left out, they may quote what was sent. */
function stackOf(error: unknown): string {
  if (!(error instanceof Error) || error instanceof MaiAgentError) {
    return "";
  }
  const frames = (error.stack ?? "").split("\n").filter((line) => /^\s+at /.test(line));
  return frames.length === 0 ? "" : `\n${frames.join("\n")}`;
}
