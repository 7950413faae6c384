import { test as base, expect } from "@playwright/test";
import { startSandbox } from "../../src/sandbox/startSandbox.ts";
import type { Sandbox, SandboxOptions } from "../../src/sandbox/sandbox.ts";
import { sandboxSettings } from "../support/sandboxSettings.ts";
import { withVSCode, type VSCodeSetup } from "./openVSCode.ts";
import type { VSCode } from "./pages/vscode.ts";

/** Options of a test (`test.use({ ... })`), beside those of {@link VSCodeSetup}. */
export interface Options extends VSCodeSetup {
  /** How the sandbox server starts. */
  readonly sandboxOptions: SandboxOptions;
  /** Whether the connection to the sandbox is in the settings and its key in the environment. Default: yes. */
  readonly connected: boolean;
}

/** What a test gets. */
export interface Fixtures {
  /** The contacts server, in this process: `sandbox.requests` is what the extension really sent. */
  readonly sandbox: Sandbox;
  /** A VS Code of its own with the packaged extension installed, open in `page`. */
  readonly vscode: VSCode;
}

/** `test` with a fresh VS Code and sandbox for each test. */
export const test = base.extend<Options & Fixtures>({
  settings: [{}, { option: true }],
  env: [{}, { option: true }],
  files: [{}, { option: true }],
  language: [undefined, { option: true }],
  trusted: [true, { option: true }],
  extensionsFolder: [undefined, { option: true }],
  connected: [true, { option: true }],
  sandboxOptions: [{}, { option: true }],

  sandbox: async ({ sandboxOptions }, use) => {
    const sandbox = await startSandbox(sandboxOptions);
    await use(sandbox);
    await sandbox.close();
  },

  vscode: async (
    { page, sandbox, settings, env, files, language, trusted, connected, extensionsFolder },
    use,
    testInfo,
  ) => {
    const setup: VSCodeSetup = {
      settings: { ...(connected && sandboxSettings(sandbox.baseUrl)), ...settings },
      env: { ...(connected && { MAIAGENT_API_KEY: sandbox.apiKey }), ...env },
      files,
      language,
      trusted,
      extensionsFolder,
    };
    await withVSCode(page, setup, async (vscode, server) => {
      await use(vscode);
      if (testInfo.status === testInfo.expectedStatus) return;
      await testInfo.attach("vscode-server.log", { body: server.lastLines(), contentType: "text/plain" });
      const requests = sandbox.requests
        .map(({ method, path, status }) => `${method} ${path} ${status}`)
        .join("\n");
      await testInfo.attach("sandbox-requests.txt", { body: requests, contentType: "text/plain" });
    });
  },
});

export { expect };
