import { randomUUID } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readdir, rename, rm, stat, writeFile } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";

const COMPLETE = ".complete";
const ABANDONED_AFTER_MS = 60 * 60 * 1000;

/** The user's own cache folder for this project: `XDG_CACHE_HOME`, else what the operating system uses. */
export function cacheFolder(): string {
  const xdg = process.env["XDG_CACHE_HOME"];
  if (xdg) return join(xdg, "maiagent-contacts");
  if (process.platform === "darwin") return join(homedir(), "Library", "Caches", "maiagent-contacts");
  const local = process.env["LOCALAPPDATA"];
  if (process.platform === "win32" && local) return join(local, "maiagent-contacts", "Cache");
  return join(homedir(), ".cache", "maiagent-contacts");
}

/**
 * Returns the cache folder `name`, filled once by `fill`. Filling happens in a folder of its own that is
 * renamed when it is whole, so a cut-off install is never used and two processes at once do not disturb each
 * other: the slower one throws its copy away.
 */
export async function installOnce(name: string, fill: (folder: string) => Promise<void>): Promise<string> {
  const cache = cacheFolder();
  const wanted = join(cache, name);
  if (existsSync(join(wanted, COMPLETE))) return wanted;

  await mkdir(cache, { recursive: true });
  await removeAbandoned(cache);
  const temporary = join(cache, `${name}.installing-${randomUUID()}`);
  await mkdir(temporary);
  try {
    await fill(temporary);
    await writeFile(join(temporary, COMPLETE), new Date().toISOString());
    if (existsSync(wanted) && !existsSync(join(wanted, COMPLETE)))
      await rm(wanted, { recursive: true, force: true });
    await rename(temporary, wanted).catch((error: unknown) => {
      if (!existsSync(join(wanted, COMPLETE))) throw error;
    });
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
  return wanted;
}

async function removeAbandoned(cache: string): Promise<void> {
  for (const entry of await readdir(cache)) {
    if (!entry.includes(".installing-")) continue;
    const folder = join(cache, entry);
    const status = await stat(folder).catch(() => undefined);
    if (status && Date.now() - status.mtimeMs > ABANDONED_AFTER_MS)
      await rm(folder, { recursive: true, force: true });
  }
}
