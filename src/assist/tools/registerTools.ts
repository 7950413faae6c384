import * as vscode from "vscode";
import { TOOL_NAMES, type ToolName } from "../engine/tools/toolName.ts";

/** Every tool by its name, as VS Code calls it. */
export type ModelTools = Readonly<Record<ToolName, Required<vscode.LanguageModelTool<unknown>>>>;

/** Registers the tools that package.json describes; they are built when a model first asks for one. */
export function registerTools(tools: () => Promise<ModelTools>): vscode.Disposable {
  return vscode.Disposable.from(
    ...TOOL_NAMES.map((name) =>
      vscode.lm.registerTool<unknown>(name, {
        prepareInvocation: async (options, token) => (await tools())[name].prepareInvocation(options, token),
        invoke: async (options, token) => (await tools())[name].invoke(options, token),
      }),
    ),
  );
}
