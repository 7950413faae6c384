import { setTimeout } from "node:timers/promises";
import { expect, type Locator } from "@playwright/test";
import type { Sandbox } from "../../src/sandbox/sandbox.ts";
import { startSandbox } from "../../src/sandbox/startSandbox.ts";
import type { VSCode } from "../e2e/pages/vscode.ts";
import { elapsed, lowerIsBetter, median, type Row } from "./measure.ts";
import { withRealWindow } from "./realWindow.ts";

const PAGE_SIZE = 100;
/** Up to here each page is looked at, and then only the last ones. */
const TWENTY = 20;
/** How many pages of a list: its first after the one that was expanded, or the last up to page 20. */
const FEW = 6;
/** How many pages of each tree: those around the thousandth row, or the last of all. */
const MANY = 10;
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

/** Milliseconds from 'Load more' until the list has grown by a page, looked at in each frame. `pages` are there. */
async function loadPage(vscode: VSCode, pages: number): Promise<number> {
  await expect(vscode.page.locator(".part.sidebar .monaco-list-row").nth(5)).toBeVisible({ timeout: 60_000 });
  const last = await goToEnd(vscode, pages * PAGE_SIZE);
  const { row, list } = await last.evaluate(settledHeight);
  await setTimeout(VSCODE_DEBOUNCE_MS);
  return elapsed(async () => {
    const grown = last.evaluate(untilAsHigh, list + PAGE_SIZE * row);
    await vscode.page.keyboard.press("Enter");
    await grown;
  });
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

/** Milliseconds that each page took, in the order of the pages. */
interface Times {
  readonly requests: number;
  readonly ours: readonly number[];
  readonly bare: readonly number[];
}

/** Both trees up to page 20 and from page `late` to `pages`; page 20 and those before `late` are as good as there. */
async function measured(pages: number, late: number, sameName?: string): Promise<Times> {
  const contacts = (pages + 2) * PAGE_SIZE;
  const sandbox = await startSandbox({ contacts, ...(sameName !== undefined && { sameName }) });
  try {
    return await withRealWindow(sandbox, { env: { BARE_JUMP: `${TWENTY}:${late}` } }, async (vscode) => {
      const requests = await expandOurs(vscode, sandbox);
      await expandBare(vscode);
      const [ours, bare]: [number[], number[]] = [[], []];
      // Page by page in turn: a window has quick and slow moments, and its memory grows.
      const inTurn = async (from: number, to: number) => {
        for (let page = from; page < to; page++) {
          await vscode.workbench.showView("MaiAgent");
          ours.push(await loadPage(vscode, page));
          await vscode.workbench.showView("Bare");
          bare.push(await loadPage(vscode, page));
        }
      };
      await inTurn(1, TWENTY);
      if (late > TWENTY) {
        await goToEnd(vscode, TWENTY * PAGE_SIZE);
        await vscode.page.keyboard.press("Enter");
        await vscode.workbench.showView("MaiAgent");
        for (let page = TWENTY; page < late; page++) {
          await loadPage(vscode, page);
        }
      }
      await inTurn(Math.max(TWENTY, late), pages);
      return { requests, ours, bare };
    });
  } finally {
    await sandbox.close();
  }
}

/**
 * Painting of long lists in the real tree, each step with its request: page by page against a bare tree with ids that
 * loads the same pages, and with names that are all equal against names as in life.
 *
 * @param pages - at least 20
 */
export async function treeRows(pages: number): Promise<readonly Row[]> {
  const late = pages - MANY;
  const distinct = await measured(pages, late);
  const equal = await measured(pages, late, "test");
  // A window has quick and slow moments: what names do not touch is looked at in both.
  const inBoth = (tree: "ours" | "bare", from: number, to?: number) =>
    median([distinct, equal].flatMap((times) => times[tree].slice(from, to)));
  const againstBare = (rows: number, from: number, to?: number): Row =>
    lowerIsBetter(
      `'Load more' to ${rows.toLocaleString("en")} rows`,
      "bare tree with ids",
      "ms",
      inBoth("bare", from, to),
      inBoth("ours", from, to),
    );
  // The first of the measured pages is the second one.
  const [last, thousandth] = [TWENTY - 1, 1_000 / PAGE_SIZE - 1];
  return [
    lowerIsBetter("requests until an expanded list is painted", "one page", "", 1, distinct.requests),
    lowerIsBetter(
      "'Load more' up to page 20",
      "pages 2 to 7",
      "ms",
      inBoth("ours", 0, FEW),
      inBoth("ours", last - FEW, last),
    ),
    againstBare(1_000, thousandth - MANY / 2, thousandth + MANY / 2),
    againstBare(pages * PAGE_SIZE, -MANY),
    lowerIsBetter(
      "the same, all names equal",
      "names as in life",
      "ms",
      median(distinct.ours.slice(-MANY)),
      median(equal.ours.slice(-MANY)),
    ),
  ];
}
