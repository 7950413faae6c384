import { randomBytes } from "node:crypto";
import { open, rename, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";

/** A file that appears under its name only when it is complete. */
export interface NewFile {
  readonly write: (text: string) => Promise<void>;
  /** Gives it its name; a file of that name is replaced. */
  readonly commit: () => Promise<void>;
  /** Leaves nothing behind. */
  readonly discard: () => Promise<void>;
}

/** A new file on this machine: written beside its place, moved there at the end. @throws the system's error */
export async function newLocalFile(path: string): Promise<NewFile> {
  const part = join(dirname(path), `.${basename(path)}.${randomBytes(6).toString("hex")}.part`);
  // Contacts are personal data: for their owner's eyes.
  const handle = await open(part, "wx", 0o600);
  let isOpen = true;
  const close = async () => {
    if (isOpen) {
      isOpen = false;
      await handle.close();
    }
  };
  return {
    write: async (text) => {
      await handle.writeFile(text);
    },
    commit: async () => {
      await handle.sync();
      await close();
      await rename(part, path);
    },
    discard: async () => {
      await close();
      await rm(part, { force: true });
    },
  };
}

/** A new file that only VS Code can reach, such as one of a remote workspace: collected, then written at once. */
export function newCollectedFile(write: (content: Uint8Array) => Promise<void>): NewFile {
  let parts: Buffer[] = [];
  return {
    write: (text) => {
      parts.push(Buffer.from(text));
      return Promise.resolve();
    },
    commit: () => write(Buffer.concat(parts)),
    discard: () => {
      parts = [];
      return Promise.resolve();
    },
  };
}
