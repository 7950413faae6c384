import type * as vscode from "vscode";
import type { Endpoint } from "./clients.ts";

/** What the extension needs of the sandbox server; src/sandbox has more. */
export interface RunningSandbox extends Endpoint {
  reset(): Promise<void>;
  close(): Promise<void>;
}

/**
 * The sandbox server of this window: started when first needed, closed with the window. Its changes lie in one
 * file for all windows; of two windows that change sample data at once, the last to write wins.
 */
export class SandboxHost implements vscode.Disposable {
  readonly #launch: () => Promise<RunningSandbox>;
  #running: Promise<RunningSandbox> | undefined;

  constructor(launch: () => Promise<RunningSandbox>) {
    this.#launch = launch;
  }

  /** Starts the server unless it runs; a failed start is not kept. */
  async start(): Promise<RunningSandbox> {
    const running = (this.#running ??= this.#launch());
    try {
      return await running;
    } catch (error) {
      if (this.#running === running) {
        this.#running = undefined;
      }
      throw error;
    }
  }

  async reset(): Promise<void> {
    await (await this.start()).reset();
  }

  dispose(): Promise<void> {
    return this.#running?.then((sandbox) => sandbox.close()) ?? Promise.resolve();
  }
}
