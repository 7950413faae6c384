import { pathToFileURL } from "node:url";
import type { BrowserContext, Page, Route } from "@playwright/test";
import type { CodeServer } from "./codeServer.ts";

/** What VS Code loads in development mode: absolute paths of the extension's folder and of the suite's bundle. */
export interface HostSession {
  readonly extension: string;
  readonly suite: string;
}

const SESSION_LIMIT_MS = 5 * 60_000;

/**
 * Opens a window that loads the extension from its folder and runs the suite in its extension host. Returns the
 * suite's exit code; each line the host writes goes to `onLine`. Rejects when the host does not come to an end.
 */
export async function runHostSession(
  server: CodeServer,
  context: BrowserContext,
  session: HostSession,
  onLine: (line: string) => void,
): Promise<number> {
  const page = await context.newPage();
  let timer: NodeJS.Timeout | undefined;
  try {
    const outcome = new Promise<number>((resolve, reject) => {
      const fail = (what: string) =>
        reject(new Error(`${what}. VS Code's last lines:\n${server.lastLines()}`));
      timer = setTimeout(
        () => fail(`The host suite did not end in ${SESSION_LIMIT_MS / 1000} s`),
        SESSION_LIMIT_MS,
      );
      page.once("crash", () => fail("The browser page crashed"));
      page.once("close", () => fail("The browser page was closed"));
      void server.ended.then((code) => fail(`VS Code ended with exit code ${code}`));
      void exposeDriver(page, onLine, resolve)
        .then(() => page.goto(sessionUrl(server, session)), reject)
        .catch(reject);
    });
    // Whoever loses the race against the outcome must not be an unhandled rejection.
    return await outcome;
  } finally {
    clearTimeout(timer);
    await page.close();
  }
}

/** The two functions by which VS Code's smoke-test driver reports, and the switch that turns the driver on. */
async function exposeDriver(
  page: Page,
  onLine: (line: string) => void,
  exit: (code: number) => void,
): Promise<void> {
  await page.exposeFunction("codeAutomationLog", (_type: string, args: unknown[]) => {
    onLine(args.map((arg) => (typeof arg === "string" ? arg : JSON.stringify(arg))).join(" "));
  });
  await page.exposeFunction("codeAutomationExit", (code: number) => exit(code));
  await page.route((url) => url.pathname === "/", withSmokeTestDriver);
}

/**
 * The server has a flag for the driver, but older code-servers cannot pass it on. The flag does no more than
 * this: one more option in the page that the server delivers.
 */
async function withSmokeTestDriver(route: Route): Promise<void> {
  const response = await route.fetch();
  const html = await response.text();
  const body = html.replace(
    "&quot;developmentOptions&quot;:{",
    "&quot;developmentOptions&quot;:{&quot;enableSmokeTestDriver&quot;:true,",
  );
  if (response.ok() && body === html) throw new Error("The page of this VS Code has no developmentOptions");
  await route.fulfill({ response, body });
}

function sessionUrl(server: CodeServer, { extension, suite }: HostSession): string {
  const remote = (path: string) =>
    `vscode-remote://${new URL(server.origin).host}${pathToFileURL(path).pathname}`;
  const payload = [
    ["extensionDevelopmentPath", remote(extension)],
    ["extensionTestsPath", remote(suite)],
    ["skipWelcome", "true"],
  ];
  return `${server.url}&payload=${encodeURIComponent(JSON.stringify(payload))}`;
}
