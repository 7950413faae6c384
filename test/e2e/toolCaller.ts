import { cp, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createVSIX } from "@vscode/vsce";
import { installExtension } from "../support/codeServer.ts";
import { EXTENSIONS_FOLDER_VARIABLE, testedVersion } from "./openVSCode.ts";

const MANIFEST = {
  name: "tool-caller",
  displayName: "Tool Caller",
  publisher: "test",
  version: "1.0.0",
  engines: { vscode: "^1.106.0" },
  main: "./main.js",
  capabilities: { untrustedWorkspaces: { supported: true } },
  contributes: { commands: [{ command: "toolCaller.call", title: "Tool Caller: Call" }] },
};

const MAIN = `
const vscode = require("vscode");
exports.activate = (context) => {
  context.subscriptions.push(
    vscode.commands.registerCommand("toolCaller.call", async () => {
      const typed = await vscode.window.showInputBox({ prompt: "name, then input" });
      const space = typed.indexOf(" ");
      const options = { input: JSON.parse(typed.slice(space + 1)), toolInvocationToken: undefined };
      const said = await vscode.lm.invokeTool(typed.slice(0, space), options).then(
        ({ content }) => "Answer: " + content.map(({ value }) => value).join(""),
        (error) => "Failure: " + error.message,
      );
      await vscode.window.showInformationMessage(said.replaceAll("\\n", " "));
    }),
  );
};
`;

/**
 * A folder with our extension and one that calls tools as a chat does, through VS Code and with its question; the
 * command is 'Tool Caller: Call'.
 */
export async function folderWithToolCaller(): Promise<{
  readonly folder: string;
  readonly remove: () => Promise<void>;
}> {
  const ours = process.env[EXTENSIONS_FOLDER_VARIABLE];
  if (!ours) throw new Error("No extension is installed: installedExtension.ts did not run");
  const [folder, source] = await Promise.all(
    ["maiagent-with-caller-", "maiagent-caller-"].map((name) => mkdtemp(join(tmpdir(), name))),
  );
  if (!folder || !source) throw new Error("There is no temporary folder");
  const remove = () => rm(folder, { recursive: true, force: true });
  try {
    await cp(ours, folder, { recursive: true });
    await writeFile(join(source, "package.json"), JSON.stringify(MANIFEST));
    await writeFile(join(source, "main.js"), MAIN);
    await writeFile(join(source, "README.md"), "Calls tools.");
    await writeFile(join(source, "LICENSE"), "MIT");
    const vsix = join(source, "caller.vsix");
    await createVSIX({ cwd: source, packagePath: vsix, dependencies: false, allowMissingRepository: true });
    await installExtension(vsix, folder, testedVersion());
    return { folder, remove };
  } catch (error) {
    await remove();
    throw error;
  } finally {
    await rm(source, { recursive: true, force: true });
  }
}
