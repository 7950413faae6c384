import type { ImportSource } from "../../../../src/data/engine/import/importSource.ts";

/** A file in memory, handed out in pieces of the given size so that characters and records are cut anywhere. */
export function memorySource(content: Uint8Array | string, name = "contacts.csv", piece = 7): ImportSource {
  const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
  return {
    name,
    stamp: () => Promise.resolve({ size: bytes.length, changed: 0 }),
    open: async function* () {
      for (let at = 0; at < bytes.length; at += piece) {
        yield await Promise.resolve(bytes.subarray(at, at + piece));
      }
    },
  };
}
