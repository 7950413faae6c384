import * as vscode from "vscode";
import { MaiAgentError } from "../../api/errors.ts";
import { describeError } from "../../ui/describeError.ts";
import { textForModel } from "../engine/tools/contactForModel.ts";
import { ToolInputError } from "../engine/tools/toolInput.ts";
import type { ToolName } from "../engine/tools/toolName.ts";
import { untrustedText } from "../engine/tools/untrustedText.ts";
import type { ContactTool, PreparedTool } from "./contactTool.ts";

/** What tools of VS Code need besides the tool itself. */
export interface ModelToolParts {
  /** New for each result. */
  readonly newBoundary: () => string;
  /** A failure that is the extension's or the server's, for the log. */
  readonly onFailure: (tool: ToolName, error: unknown) => void;
}

/** A tool in VS Code's terms: its question, its result as marked text, its failures in words. */
export function modelTool(
  name: ToolName,
  tool: ContactTool,
  parts: ModelToolParts,
): Required<vscode.LanguageModelTool<unknown>> {
  return {
    prepareInvocation: async ({ input }, token) =>
      answering(name, parts, token, async (signal) => preparedInvocation(await tool.prepare(input, signal))),
    invoke: async ({ input }, token) =>
      answering(name, parts, token, async (signal) => {
        const text = untrustedText(await tool.invoke(input, signal), parts.newBoundary());
        return new vscode.LanguageModelToolResult([new vscode.LanguageModelTextPart(text)]);
      }),
  };
}

function preparedInvocation({ progress, question }: PreparedTool): vscode.PreparedToolInvocation {
  if (!question) {
    return { invocationMessage: progress };
  }
  // A block of code: nothing in it becomes a link, an icon or a picture, and no line of it is lost.
  const message = new vscode.MarkdownString().appendCodeblock(question.lines.join("\n"), "diff");
  return { invocationMessage: progress, confirmationMessages: { title: question.title, message } };
}

/** Runs a part of a tool; what fails becomes a sentence that neither the log nor the model gets a secret from. */
async function answering<T>(
  name: ToolName,
  { newBoundary, onFailure }: ModelToolParts,
  token: vscode.CancellationToken,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const cancel = new AbortController();
  const abort = () => cancel.abort(new vscode.CancellationError());
  const subscription = token.onCancellationRequested(abort);
  if (token.isCancellationRequested) {
    abort();
  }
  try {
    cancel.signal.throwIfAborted();
    return await work(cancel.signal);
  } catch (error) {
    if (error instanceof vscode.CancellationError || error instanceof ToolInputError) {
      throw error;
    }
    onFailure(name, error);
    const { message } = describeError(error);
    // The server's own words may be in it.
    throw new Error(
      error instanceof MaiAgentError
        ? untrustedText({ failed: textForModel(message) }, newBoundary())
        : message,
    );
  } finally {
    subscription.dispose();
  }
}
