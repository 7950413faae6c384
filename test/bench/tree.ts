import { setTimeout } from "node:timers/promises";
import { expect, type Locator } from "@playwright/test";
import type { Sandbox } from "../../src/sandbox/sandbox.ts";
import { startSandbox } from "../../src/sandbox/startSandbox.ts";
import type { VSCode } from "../e2e/pages/vscode.ts";
import { elapsed, lowerIsBetter, median, type Row } from "./measure.ts";
import { withRealWindow } from "./realWindow.ts";

const PAGE_SIZE = 100;
/** How many pages are looked at: the first after the one that was expanded and the last up to page 20, and the last of all. */
const EARLY = 6;
const LATE = 10;
/** VS Code holds a tree's change back that follows another within this time; a person is slower than that. */
const VSCODE_DEBOUNCE_MS = 200;

/** What is used of a page; the types of browsers are not those of this folder. */
interface Page {
  readonly requestAnimationFrame: (callback: () => void) => number;
}
interface Box {
  readonly offsetHeight: number;
  closest(selector: string): Box;
}

/** The height of a row's list after the next frame but one: VS Code sets it a frame after the rows. */
function settledHeight(row: unknown): Promise<{ readonly row: number; readonly list: number }> {
  const { requestAnimationFrame: frame } = globalThis as unknown as Page;
  const box = row as Box;
  const list = box.closest(".monaco-list-rows");
  return new Promise((resolve) => {
    frame(() => frame(() => resolve({ row: box.offsetHeight, list: list.offsetHeight })));
  });
}

/** Resolves in the first frame in which the list of a row is as high as wanted. */
function untilAsHigh(row: unknown, wanted: number): Promise<void> {
  const { requestAnimationFrame: frame } = globalThis as unknown as Page;
  const list = (row as Box).closest(".monaco-list-rows");
  const end = performance.now() + 30_000;
  return new Promise((resolve, reject) => {
    const look = () => {
      if (list.offsetHeight >= wanted) {
        resolve();
      } else if (performance.now() > end) {
        reject(new Error("The list did not grow."));
      } else {
        frame(look);
      }
    };
    look();
  });
}

/** Presses End until the row that offers more contacts than those loaded is focused. */
async function goToEnd({ page }: VSCode, loaded: number): Promise<Locator> {
  const last = page.locator(".part.sidebar .monaco-list-row.focused");
  await expect(async () => {
    await page.keyboard.press("End");
    await expect(last).toContainText(`Load more (${loaded.toLocaleString("en")} of`, { timeout: 500 });
  }).toPass({ timeout: 30_000 });
  return last;
}

/** Milliseconds from 'Load more' until the list has grown by a page, looked at in each frame. */
async function loadMore(vscode: VSCode, loaded: number): Promise<number> {
  const last = await goToEnd(vscode, loaded);
  const { row, list } = await last.evaluate(settledHeight);
  await setTimeout(VSCODE_DEBOUNCE_MS);
  return elapsed(async () => {
    const grown = last.evaluate(untilAsHigh, list + PAGE_SIZE * row);
    await vscode.page.keyboard.press("Enter");
    await grown;
  });
}

/** Milliseconds that each page took. The first `from` pages are there already. */
async function loadPages(vscode: VSCode, from: number, to: number): Promise<readonly number[]> {
  await expect(vscode.page.locator(".part.sidebar .monaco-list-row").nth(5)).toBeVisible({ timeout: 60_000 });
  const times: number[] = [];
  for (let number = from; number < to; number++) {
    times.push(await loadMore(vscode, number * PAGE_SIZE));
  }
  return times;
}

/** Expands our list of all contacts and returns how many requests its first page took. */
async function expandOurs(vscode: VSCode, sandbox: Sandbox): Promise<number> {
  await vscode.workbench.showView("MaiAgent");
  const list = vscode.page.locator('.part.sidebar .monaco-list-row[aria-level="2"]').last();
  await expect(list).toContainText(/\d,\d00/, { timeout: 60_000 });
  sandbox.clearRequests();
  await list.click();
  await expect(vscode.page.locator('.part.sidebar .monaco-list-row[aria-level="3"]').first()).toBeVisible();
  return sandbox.requests.length;
}

async function expandBare(vscode: VSCode): Promise<void> {
  await vscode.workbench.showView("Bare");
  await vscode.page
    .locator('.part.sidebar .monaco-list-row[aria-level="1"]')
    .first()
    .click({ timeout: 60_000 });
}

/**
 * Painting of long lists in the real tree, each step with its request: page by page, at the end against a bare tree with
 * ids that loads the same page, and with names that are all equal against names as in life.
 */
export async function treeRows(pages: number): Promise<readonly Row[]> {
  const contacts = (pages + 2) * PAGE_SIZE;
  const measured = async (sameName?: string) => {
    const sandbox = await startSandbox({ contacts, ...(sameName !== undefined && { sameName }) });
    try {
      return await withRealWindow(sandbox, { env: { BARE_PAGES: String(pages - LATE) } }, async (vscode) => {
        const requests = await expandOurs(vscode, sandbox);
        const upTo20 = await loadPages(vscode, 1, Math.min(pages - LATE, 20));
        await loadPages(vscode, upTo20.length + 1, pages - LATE);
        await expandBare(vscode);
        await loadPages(vscode, pages - LATE, pages - LATE);
        const [late, bare]: [number[], number[]] = [[], []];
        // Page by page in turn: a window has quick and slow moments, and its memory grows.
        for (let page = pages - LATE; page < pages; page++) {
          for (const [view, times] of [
            ["MaiAgent", late],
            ["Bare", bare],
          ] as const) {
            await vscode.workbench.showView(view);
            times.push(...(await loadPages(vscode, page, page + 1)));
          }
        }
        return { requests, first: upTo20.slice(0, EARLY), second: upTo20.slice(-EARLY), late, bare };
      });
    } finally {
      await sandbox.close();
    }
  };
  const distinct = await measured();
  const equal = await measured("test");
  // A window has quick and slow moments: what names do not touch is looked at in both.
  const inBoth = (what: "first" | "second" | "late" | "bare") => median([...distinct[what], ...equal[what]]);
  const rows = (pages * PAGE_SIZE).toLocaleString("en");
  return [
    lowerIsBetter("requests until an expanded list is painted", "one page", "", 1, distinct.requests),
    lowerIsBetter("'Load more' up to page 20", "pages 2 to 7", "ms", inBoth("first"), inBoth("second")),
    lowerIsBetter(`'Load more' to ${rows} rows`, "bare tree with ids", "ms", inBoth("bare"), inBoth("late")),
    lowerIsBetter(
      "the same, all names equal",
      "names as in life",
      "ms",
      median(distinct.late),
      median(equal.late),
    ),
  ];
}
