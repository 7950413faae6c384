import type { Page } from "@playwright/test";
import { startCodeServer, type CodeServer } from "../support/codeServer.ts";
import { CURRENT_CODE_SERVER, MINIMUM_CODE_SERVER } from "../support/installCodeServer.ts";
import { VSCode } from "./pages/vscode.ts";

/** Tells the workers where installedExtension.ts has installed the extension. */
export const EXTENSIONS_FOLDER_VARIABLE = "E2E_EXTENSIONS_FOLDER";

/** What a test can ask of its VS Code. */
export interface VSCodeSetup {
  /** User settings, on top of those that keep VS Code quiet. */
  readonly settings: Readonly<Record<string, unknown>>;
  /** Environment of the extension host. */
  readonly env: Readonly<Record<string, string>>;
  /** Files of the workspace folder, by path inside it. */
  readonly files: Readonly<Record<string, string>>;
  /** Display language, such as `zh-tw`. VS Code's own texts stay English. */
  readonly language: string | undefined;
  /** `false`: VS Code asks whether to trust the folder and starts restricted. */
  readonly trusted: boolean;
  /** A folder with other extensions beside ours. Default: ours alone. */
  readonly extensionsFolder?: string | undefined;
}

/** The code-server release under test: the current one, or with `E2E_VSCODE=minimum` the oldest supported. */
export function testedVersion(): string {
  return process.env["E2E_VSCODE"] === "minimum" ? MINIMUM_CODE_SERVER : CURRENT_CODE_SERVER;
}

/** Starts a VS Code with a fresh profile, opens it in `page`, lets the test use it, and stops it. */
export async function withVSCode(
  page: Page,
  setup: VSCodeSetup,
  use: (vscode: VSCode, server: CodeServer) => Promise<void>,
): Promise<void> {
  const extensionsFolder = setup.extensionsFolder ?? process.env[EXTENSIONS_FOLDER_VARIABLE];
  if (!extensionsFolder) throw new Error("No extension is installed: installedExtension.ts did not run");
  const { settings, env, files, trusted, language } = setup;
  const server = await startCodeServer({
    version: testedVersion(),
    extensionsFolder,
    settings,
    env,
    files,
    trusted,
  });
  try {
    if (language !== undefined) {
      // How VS Code in the browser chooses its language; neither --locale nor the browser's own language does.
      await page.addInitScript(
        (value) => Object.assign(globalThis, { _VSCODE_NLS_LANGUAGE: value }),
        language,
      );
    }
    const vscode = new VSCode(page, server);
    await vscode.open();
    await use(vscode, server);
  } finally {
    // First the page: VS Code in it would try to reconnect and show that it cannot.
    await page.close();
    await server.stop();
  }
}
