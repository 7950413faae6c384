import { readFile, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, type Page } from "@playwright/test";
import type { CodeServer } from "../../support/codeServer.ts";
import { Messages } from "./messages.ts";
import { ProblemsPanel } from "./problemsPanel.ts";
import { QuickInput } from "./quickInput.ts";
import { TreeView } from "./treeView.ts";
import { Workbench } from "./workbench.ts";

/** A VS Code window and its parts. */
export class VSCode {
  readonly page: Page;
  readonly workbench: Workbench;
  readonly quickInput: QuickInput;
  readonly messages: Messages;
  readonly problems: ProblemsPanel;
  /** Folder that is open, on this machine. */
  readonly workspace: string;
  readonly #server: CodeServer;

  constructor(page: Page, server: CodeServer) {
    this.page = page;
    this.#server = server;
    this.workspace = server.workspace;
    this.quickInput = new QuickInput(page);
    this.workbench = new Workbench(page, this.quickInput);
    this.messages = new Messages(page);
    this.problems = new ProblemsPanel(page, this.workbench);
  }

  /** Opens the workspace and waits for the window. */
  async open(): Promise<void> {
    await this.page.goto(this.#server.url);
    await this.workbench.waitUntilReady();
  }

  /** Opens a second window, without a folder, in the same profile. */
  async openSecondWindow(): Promise<VSCode> {
    const other = new VSCode(await this.page.context().newPage(), this.#server);
    await other.page.goto(`${new URL(this.#server.url).origin}/?ew=true`);
    await other.workbench.waitUntilReady();
    return other;
  }

  /** Replaces some user settings on disk, as a person with an editor would. */
  async setUserSettings(settings: Readonly<Record<string, unknown>>): Promise<void> {
    const file = join(this.#server.userDataFolder, "User", "settings.json");
    const before = JSON.parse(await readFile(file, "utf8")) as Record<string, unknown>;
    await writeFile(file, JSON.stringify({ ...before, ...settings }));
  }

  /** A tree view of the side bar, by its title. */
  tree(name: string): TreeView {
    return new TreeView(this.page, name);
  }

  /**
   * Reloads the window as a person does. VS Code needs a moment to write unsaved text to its backup: `unsaved` is
   * a piece of that text to wait for.
   */
  async reload(unsaved?: string): Promise<void> {
    if (unsaved !== undefined) await expect.poll(() => this.#backups()).toContain(unsaved);
    const navigated = this.page.waitForEvent("domcontentloaded");
    await this.workbench.runCommand("Developer: Reload Window");
    await navigated;
    await this.workbench.waitUntilReady();
  }

  /** Paths of what the extension keeps of contacts' changes. */
  async historyFiles(): Promise<readonly string[]> {
    const folder = join(
      this.#server.userDataFolder,
      "User",
      "globalStorage",
      "maiagent-community.maiagent-contacts",
      "history",
    );
    const names = await readdir(folder).catch(() => []);
    return names.map((name) => join(folder, name));
  }

  async #backups(): Promise<string> {
    const folder = join(this.#server.userDataFolder, "User", "Backups");
    const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
    const files = entries
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name));
    return (await Promise.all(files.map((file) => readFile(file, "utf8").catch(() => "")))).join("\n");
  }
}
