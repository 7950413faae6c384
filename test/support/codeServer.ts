import { mkdir, mkdtemp, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { childEnvironment } from "./childEnvironment.ts";
import { startGuarded, type GuardedProcess } from "./guardedProcess.ts";
import { CURRENT_CODE_SERVER, installCodeServer, type InstalledCodeServer } from "./installCodeServer.ts";

/** What a {@link CodeServer} is started with; everything has a default. */
export interface CodeServerOptions {
  /** A code-server release, {@link CURRENT_CODE_SERVER} by default. */
  readonly version?: string;
  /** User settings, on top of {@link QUIET_SETTINGS}. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Environment of the server and of its extension host. */
  readonly env?: Readonly<Record<string, string>>;
  /** A folder with installed extensions (see {@link installExtension}); an empty throw-away one by default. */
  readonly extensionsFolder?: string;
  /** .vsix files to install before the start. */
  readonly vsix?: readonly string[];
  /** Files of the throw-away workspace folder, by path inside it. */
  readonly files?: Readonly<Record<string, string>>;
  /** Open this folder instead of a throw-away one. */
  readonly workspace?: string;
  /** Trust the workspace without asking (the default). With `false` VS Code asks and starts restricted. */
  readonly trusted?: boolean;
  readonly say?: (line: string) => void;
  /** Every line that the server and its extension host write. */
  readonly onOutput?: (line: string) => void;
}

/** A VS Code served on loopback with a profile of its own, which is removed when it stops. */
export interface CodeServer {
  readonly origin: string;
  /** Address that opens the workspace. */
  readonly url: string;
  readonly workspace: string;
  readonly userDataFolder: string;
  readonly ended: Promise<number>;
  lastLines(): string;
  stop(): Promise<void>;
}

/** Settings that keep VS Code's own offers, look-ups and animations out of the way. */
export const QUIET_SETTINGS: Readonly<Record<string, unknown>> = {
  "chat.disableAIFeatures": true,
  "extensions.autoCheckUpdates": false,
  "extensions.autoUpdate": false,
  "extensions.ignoreRecommendations": true,
  "git.enabled": false,
  "npm.autoDetect": "off",
  "telemetry.telemetryLevel": "off",
  "update.mode": "none",
  "workbench.enableExperiments": false,
  "workbench.reduceMotion": "on",
  "workbench.secondarySideBar.defaultVisibility": "hidden",
  "workbench.startupEditor": "none",
  "workbench.tips.enabled": false,
};

const START_LIMIT_MS = 60_000;

/** Starts a VS Code in the browser and waits until it answers. Stops by itself when this process ends. */
export async function startCodeServer(options: CodeServerOptions = {}): Promise<CodeServer> {
  const installed = await installCodeServer(options.version ?? CURRENT_CODE_SERVER, options.say);
  // realpath: macOS' temporary folder is a link, and VS Code compares paths by their text.
  const profile = await realpath(await mkdtemp(join(tmpdir(), "maiagent-vscode-")));
  try {
    return await startIn(profile, installed, options);
  } catch (error) {
    await rm(profile, { recursive: true, force: true });
    throw error;
  }
}

async function startIn(
  profile: string,
  installed: InstalledCodeServer,
  options: CodeServerOptions,
): Promise<CodeServer> {
  const userDataFolder = join(profile, "user-data");
  const workspace = options.workspace ?? join(profile, "workspace");
  const extensionsFolder = options.extensionsFolder ?? join(profile, "extensions");
  await mkdir(workspace, { recursive: true });
  await mkdir(extensionsFolder, { recursive: true });
  for (const [path, text] of Object.entries(options.files ?? {})) {
    await writeInto(join(workspace, path), text);
  }
  const settings = { ...QUIET_SETTINGS, ...options.settings };
  await writeInto(join(userDataFolder, "User", "settings.json"), JSON.stringify(settings, null, 2));
  for (const vsix of options.vsix ?? []) await installExtension(vsix, extensionsFolder, options.version);

  let listening: (origin: string) => void = () => undefined;
  const answered = new Promise<string>((resolve) => (listening = resolve));
  const server = await startEntry(installed, profile, {
    args: [
      ...["--auth", "none", "--bind-addr", "127.0.0.1:0", "--disable-telemetry", "--disable-update-check"],
      ...["--disable-getting-started-override", "--user-data-dir", userDataFolder],
      ...["--extensions-dir", extensionsFolder],
      ...(options.trusted === false ? [] : ["--disable-workspace-trust"]),
      workspace,
    ],
    env: options.env ?? {},
    onLine: (line) => {
      options.onOutput?.(line);
      const origin = /HTTP server listening on (http:\/\/127\.0\.0\.1:\d+)/.exec(line)?.[1];
      if (origin) listening(origin);
    },
  });
  const origin = await withinLimit(answered, server);
  return {
    origin,
    url: `${origin}/?folder=${encodeURIComponent(workspace)}`,
    workspace,
    userDataFolder,
    ended: server.ended,
    lastLines: () => server.lastLines(),
    stop: () => server.stop(),
  };
}

/** Installs a .vsix into an extensions folder, as `code --install-extension` does. */
export async function installExtension(
  vsix: string,
  extensionsFolder: string,
  version: string = CURRENT_CODE_SERVER,
): Promise<void> {
  const installed = await installCodeServer(version);
  const profile = await mkdtemp(join(tmpdir(), "maiagent-install-"));
  const userData = join(profile, "user-data");
  const run = await startEntry(installed, profile, {
    args: [
      "--user-data-dir",
      userData,
      "--extensions-dir",
      extensionsFolder,
      "--install-extension",
      vsix,
      "--force",
    ],
    env: {},
  });
  const code = await run.ended;
  if (code !== 0) throw new Error(`VS Code did not install ${vsix} (exit code ${code}):\n${run.lastLines()}`);
}

async function startEntry(
  installed: InstalledCodeServer,
  profile: string,
  run: { args: string[]; env: Readonly<Record<string, string>>; onLine?: (line: string) => void },
): Promise<GuardedProcess> {
  const config = join(profile, "config.yaml");
  // A file of its own: the person's own code-server configuration would set a password or an address.
  await writeInto(config, "auth: none\n");
  // VS Code leaves sockets and caches in the temporary folder. Elsewhere than on Linux the path would get too
  // long for a socket.
  const temporary = join(profile, "t");
  await mkdir(temporary);
  const temporaryFolders = { TMPDIR: temporary, XDG_RUNTIME_DIR: temporary };
  return startGuarded({
    command: installed.node,
    args: [installed.entry, "--config", config, ...run.args],
    env: childEnvironment({
      ...(process.platform === "linux" && temporaryFolders),
      XDG_DATA_HOME: join(profile, "data"),
      XDG_CONFIG_HOME: join(profile, "config"),
      EXTENSIONS_GALLERY: JSON.stringify({ serviceUrl: "http://127.0.0.1:9" }),
      ...run.env,
    }),
    remove: [profile],
    ...(run.onLine && { onLine: run.onLine }),
  });
}

async function withinLimit(origin: Promise<string>, server: GuardedProcess): Promise<string> {
  const problem = (what: string) => new Error(`VS Code ${what}. Its last lines:\n${server.lastLines()}`);
  let timer: NodeJS.Timeout | undefined;
  try {
    return await Promise.race([
      origin,
      server.ended.then((code) => Promise.reject(problem(`ended with exit code ${code}`))),
      new Promise<never>((_, reject) => {
        timer = setTimeout(
          () => reject(problem(`did not answer in ${START_LIMIT_MS / 1000} s`)),
          START_LIMIT_MS,
        );
      }),
    ]);
  } catch (error) {
    await server.stop();
    throw error;
  } finally {
    clearTimeout(timer);
  }
}

async function writeInto(file: string, text: string): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, text);
}
