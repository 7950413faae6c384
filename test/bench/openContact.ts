import { expect, type Locator } from "@playwright/test";
import { ContactEditor } from "../e2e/pages/contactEditor.ts";
import type { VSCode } from "../e2e/pages/vscode.ts";
import { interleaved, lowerIsBetter, median, type Row } from "./measure.ts";
import { withRealWindow } from "./realWindow.ts";
import { BENCH_KEY, withSandboxProcess } from "./sandboxProcess.ts";

/** What is used of a page; the types of browsers are not those of this folder. */
interface Document {
  querySelector(selector: string): { readonly textContent: string } | null;
  querySelectorAll(selector: string): Iterable<{ readonly contentDocument: Document | null }>;
}
interface Page {
  addEventListener(type: string, listener: () => void, isCapture: boolean): void;
  requestAnimationFrame(callback: () => void): number;
  readonly document: Document;
  clickedAt: number;
  texts: { readonly text: string; readonly paintedAt: number }[];
}

/**
 * Runs in the window, whose pages have its origin: notes when the mouse went down, and when a frame in which a page
 * has another text in the place of `selector` was painted. Playwright's looks from outside come tens of ms late.
 */
function watch(selector: string): void {
  const page = globalThis as unknown as Page;
  page.addEventListener("mousedown", () => (page.clickedAt = performance.now()), true);
  page.texts = [];
  const textIn = (document: Document): string => {
    const inner = [...document.querySelectorAll("iframe")].map(({ contentDocument }) =>
      contentDocument ? textIn(contentDocument) : "",
    );
    return (document.querySelector(selector)?.textContent ?? "") + inner.join("");
  };
  const look = () => {
    const text = textIn(page.document);
    if (text !== page.texts.at(-1)?.text) {
      const seen = { text, paintedAt: Number.POSITIVE_INFINITY };
      page.texts.push(seen);
      // The next task: between this callback and it the frame was painted.
      setTimeout(() => (seen.paintedAt = performance.now()));
    }
    page.requestAnimationFrame(look);
  };
  look();
}

/** Milliseconds from the click on a row until `painted` shows the text, with no editor open before. */
async function opening(vscode: VSCode, row: Locator, painted: Locator, text: string): Promise<number> {
  await vscode.workbench.runCommand("View: Close All Editors");
  await expect(vscode.workbench.tabs).toHaveCount(0);
  await row.click();
  await expect(painted).toContainText(text, { timeout: 30_000 });
  const time = await vscode.page.evaluate((wanted) => {
    const { clickedAt, texts } = globalThis as unknown as Page;
    const shown = texts.find((seen) => seen.paintedAt > clickedAt && seen.text.includes(wanted));
    return (shown?.paintedAt ?? Number.NaN) - clickedAt;
  }, text);
  expect(time).toBeGreaterThan(0);
  return time;
}

/** A contact from the click to its name in the form, its request included, against a file in a bare custom editor. */
export async function openContactRow(rounds: number): Promise<Row> {
  const files = { "contact.bare.json": JSON.stringify({ name: "bare contact" }) };
  return withSandboxProcess({ contacts: 300 }, (baseUrl) =>
    withRealWindow({ baseUrl, apiKey: BENCH_KEY }, { files }, async (vscode) => {
      const { page, workbench } = vscode;
      await page.evaluate(watch, ".contact-header, #text");
      await workbench.showView("MaiAgent");
      await page.locator('.part.sidebar .monaco-list-row[aria-level="2"]').last().click({ timeout: 60_000 });
      const contacts = page.locator('.part.sidebar .monaco-list-row[aria-level="3"]');
      await expect(contacts.nth(10)).toBeVisible({ timeout: 30_000 });
      const header = new ContactEditor(workbench).header;
      let next = 0;
      const ours = async () => {
        await workbench.showView("MaiAgent");
        // Another one each time: a contact that was open a moment ago may not be asked for again.
        const row = contacts.nth(next++ % 10);
        const name = await row.locator(".label-name").innerText();
        return opening(vscode, row, header, name);
      };
      const peer = async () => {
        await workbench.showView("Explorer");
        const row = page.locator(".explorer-folders-view .monaco-list-row", { hasText: "contact.bare.json" });
        return opening(vscode, row, workbench.webview().locator("#text"), "bare contact");
      };
      // The first webview of a window starts its service worker.
      await peer();
      await ours();
      const values = await interleaved({ peer, ours }, rounds);
      const name = "open a contact, click to painted";
      return lowerIsBetter(
        name,
        "file in a bare custom editor",
        "ms",
        median(values.peer),
        median(values.ours),
      );
    }),
  );
}
