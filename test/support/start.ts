/**
 * `npm start`: builds and packages the extension, serves sample contacts, and opens a VS Code that has both.
 *
 * Usage: node start.ts [--browser] [--check]
 *   --browser  the browser-served VS Code even when the desktop one is installed
 *   --check    start everything, look with a headless browser whether the view lists contacts, stop
 */
import { spawn } from "node:child_process";
import { parseArgs } from "node:util";
import { startSandbox } from "../../src/sandbox/startSandbox.ts";
import { QUIET_SETTINGS, startCodeServer } from "./codeServer.ts";
import { findDesktopCode, hasDesktop, startDesktopCode } from "./desktopCode.ts";
import { packageExtension } from "./packageExtension.ts";
import { sandboxSettings } from "./sandboxSettings.ts";
import { seesContacts } from "./seesContacts.ts";

const { values } = parseArgs({
  options: { browser: { type: "boolean", default: false }, check: { type: "boolean", default: false } },
});
/** What to stop at the end, last started first. */
const running: (() => Promise<void>)[] = [];
let stopping: Promise<void> | undefined;

for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
  process.on(signal, () => {
    // The second Ctrl+C does not wait; what was started ends with this process all the same.
    if (stopping) process.exit(130);
    console.log("\nStopping.");
    void stop().then(() => process.exit(0));
  });
}

try {
  await main();
  await stop();
} catch (error) {
  // Stopping closes what main() waits for.
  if (!stopping) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
  await stop();
}

async function main(): Promise<void> {
  say("1/3 Building and packaging the extension.");
  const vsix = await packageExtension();

  const sandbox = await startSandbox();
  running.push(() => sandbox.close());
  say(`2/3 Serving sample contacts at ${sandbox.baseUrl} (API key ${sandbox.apiKey}).`);

  const profile = {
    settings: { ...QUIET_SETTINGS, ...sandboxSettings(sandbox.baseUrl) },
    env: { MAIAGENT_API_KEY: sandbox.apiKey },
  };
  const tool = values.browser || values.check ? undefined : findDesktopCode();
  if (tool !== undefined) {
    say(`3/3 Starting desktop VS Code (${tool}) with a throw-away profile.`);
    const desktop = await startDesktopCode(tool, { ...profile, vsix });
    running.push(() => desktop.stop());
    say(
      "VS Code is opening: choose MaiAgent in its activity bar. Close the window or press Ctrl+C here to stop.",
    );
    await desktop.closed;
    return;
  }

  say("3/3 Starting VS Code in the browser with a throw-away profile.");
  const server = await startCodeServer({ ...profile, vsix: [vsix], say });
  running.push(() => server.stop());
  if (values.check) {
    const labels = await seesContacts(server.url);
    say(`The view lists contacts: ${labels.join(", ")}`);
    return;
  }
  say(`\n  VS Code with MaiAgent Contacts:  ${server.url}\n\nPress Ctrl+C to stop.`);
  if (hasDesktop()) openInBrowser(server.url);
  const code = await server.ended;
  if (!stopping) throw new Error(`VS Code ended with exit code ${code}:\n${server.lastLines()}`);
}

function stop(): Promise<void> {
  stopping ??= (async () => {
    for (const end of running.reverse()) await end().catch((error: unknown) => console.error(error));
  })();
  return stopping;
}

function openInBrowser(url: string): void {
  const [command, args] =
    process.platform === "darwin"
      ? ["open", [url]]
      : process.platform === "win32"
        ? ["cmd", ["/c", "start", '""', url.replaceAll("&", "^&")]]
        : ["xdg-open", [url]];
  const opener = spawn(command, args, { detached: true, stdio: "ignore" });
  // No opener installed: the address stands above.
  opener.on("error", () => undefined);
  opener.unref();
}

function say(line: string): void {
  console.log(line);
}
