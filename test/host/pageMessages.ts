import * as vscode from "vscode";

/** What the extension gives to its pages. */
export interface PageMessages {
  /** Messages and HTML, in order, as JSON. */
  readonly given: readonly string[];
  restore(): void;
}

/**
 * Notes all that any page of this window is given. Pages of documents are made by VS Code itself, so it is their common
 * prototype that listens.
 */
export function notePageMessages(): PageMessages {
  const sample = vscode.window.createWebviewPanel("maiagent.sample", "sample", vscode.ViewColumn.Beside);
  const prototype = Reflect.getPrototypeOf(sample.webview);
  sample.dispose();
  const post = prototype && Reflect.getOwnPropertyDescriptor(prototype, "postMessage");
  const html = prototype && Reflect.getOwnPropertyDescriptor(prototype, "html");
  if (!prototype || typeof post?.value !== "function" || !html?.set) {
    throw new Error("The pages of this VS Code have no postMessage and html of their own.");
  }
  const given: string[] = [];
  const postMessage: unknown = post.value;
  Reflect.defineProperty(prototype, "postMessage", {
    ...post,
    value(this: unknown, message: unknown): unknown {
      given.push(JSON.stringify(message));
      const posted: unknown =
        typeof postMessage === "function" && Reflect.apply(postMessage, this, [message]);
      return posted;
    },
  });
  Reflect.defineProperty(prototype, "html", {
    ...html,
    set(this: unknown, value: string) {
      given.push(value);
      html.set?.call(this, value);
    },
  });
  return {
    given,
    restore: () => {
      Reflect.defineProperty(prototype, "postMessage", post);
      Reflect.defineProperty(prototype, "html", html);
    },
  };
}
