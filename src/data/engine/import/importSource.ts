/** A file to import, wherever it lies. */
export interface ImportSource {
  /** Its name without folder. */
  readonly name: string;
  /** Size in bytes and last change: another value means that the file is no longer what was checked. */
  readonly stamp: () => Promise<{ readonly size: number; readonly changed: number }>;
  /** Reads it from the start; can be called again. */
  readonly open: () => AsyncIterable<Uint8Array>;
}

/** The first bytes of a file, at most `limit`. */
export async function firstBytes(source: ImportSource, limit: number): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of source.open()) {
    parts.push(chunk);
    length += chunk.length;
    if (length >= limit) {
      break;
    }
  }
  return Buffer.concat(parts).subarray(0, limit);
}
