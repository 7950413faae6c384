import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium, expect } from "@playwright/test";
import { VSCode } from "../e2e/pages/vscode.ts";
import { browserLaunchOptions } from "../support/browser.ts";
import { installExtension, startCodeServer } from "../support/codeServer.ts";
import { packagedExtension } from "../support/projectRoot.ts";
import { sandboxSettings } from "../support/sandboxSettings.ts";
import { buildPeer } from "./peer/buildPeer.ts";

/** A real VS Code with our extension, connected to `sandbox`, and the bare one beside it. */
export async function withRealWindow<T>(
  sandbox: { readonly baseUrl: string; readonly apiKey: string },
  options: {
    readonly env?: Readonly<Record<string, string>>;
    readonly files?: Readonly<Record<string, string>>;
  },
  use: (vscode: VSCode) => Promise<T>,
): Promise<T> {
  const extensionsFolder = await mkdtemp(join(tmpdir(), "maiagent-bench-"));
  try {
    await installExtension(packagedExtension, extensionsFolder);
    await installExtension(await buildPeer(), extensionsFolder);
    const server = await startCodeServer({
      extensionsFolder,
      settings: sandboxSettings(sandbox.baseUrl),
      env: { MAIAGENT_API_KEY: sandbox.apiKey, BARE_BASE_URL: sandbox.baseUrl, ...options.env },
      ...(options.files && { files: options.files }),
    });
    try {
      const browser = await chromium.launch(await browserLaunchOptions());
      try {
        const vscode = new VSCode(await browser.newPage({ viewport: { width: 1400, height: 900 } }), server);
        await vscode.open();
        // The views of extensions come a while after the window.
        const icon = vscode.page.locator('.part.activitybar .action-label[aria-label^="MaiAgent"]');
        await expect(icon).toBeVisible({ timeout: 60_000 });
        return await use(vscode);
      } finally {
        await browser.close();
      }
    } finally {
      await server.stop();
    }
  } finally {
    await rm(extensionsFolder, { recursive: true, force: true });
  }
}
