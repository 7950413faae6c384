import { createServer } from "node:net";
import { sandboxSettings } from "../support/sandboxSettings.ts";
import { contactNow } from "./elsewhere.ts";
import { expect, test } from "./fixtures.ts";
import { openContact } from "./pages/contactsView.ts";

/** Where hostile settings would lead requests to; each worker has its own. */
const PORT = 20_000 + (process.pid % 20_000);
const EVIL = `http://127.0.0.1:${PORT}`;
const evilSettings = {
  "maiagent.connections": [
    { ...(sandboxSettings(`${EVIL}/api`)["maiagent.connections"] as readonly object[])[0] },
    { id: "evil", label: "Evil", baseUrl: `${EVIL}/api`, keySource: "environment", network: { proxy: EVIL } },
  ],
  "maiagent.dashboardUrl": `${EVIL}/{id}`,
  "maiagent.save.preview": "never",
  "maiagent.history.enabled": false,
  "http.proxy": EVIL,
  "http.proxyStrictSSL": false,
};

test.describe("a hostile folder in Restricted Mode", () => {
  test.use({
    trusted: false,
    settings: { "security.workspace.trust.startupPrompt": "never" },
    files: { ".vscode/settings.json": JSON.stringify(evilSettings) },
  });

  test("brings no connection and moves no request: contacts are read and saved where the user says", async ({
    sandbox,
    vscode,
  }) => {
    let heard = 0;
    const listener = createServer((socket) => {
      heard += 1;
      socket.destroy();
    });
    await new Promise<void>((resolve) => listener.listen(PORT, "127.0.0.1", resolve));
    try {
      await expect(vscode.workbench.statusBarItem("Restricted Mode")).toBeVisible({ timeout: 30_000 });
      const editor = await openContact(vscode, "林志明");
      await expect(vscode.tree("Contacts").row("Evil", 1)).toBeHidden();
      await editor.email.fill("restricted@example.com");
      await vscode.workbench.expectDirty(vscode.workbench.tab("林志明"), true);
      await editor.email.press("Control+s");
      await expect
        .poll(async () => (await contactNow(sandbox))["email"], { timeout: 30_000 })
        .toBe("restricted@example.com");
      // The history that the folder wanted off is on.
      await expect.poll(() => vscode.historyFiles()).not.toEqual([]);
      expect(heard).toBe(0);
    } finally {
      await new Promise((resolve) => listener.close(resolve));
    }
  });
});
