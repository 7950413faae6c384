/** Encodings that an import reads, as `TextDecoder` calls them. */
export const ENCODINGS = ["utf-8", "utf-16le", "utf-16be", "big5", "shift_jis", "windows-1252"] as const;
export type Encoding = (typeof ENCODINGS)[number];

/** Bytes that are looked at to guess encoding, format and delimiter. */
export const SAMPLE_BYTES = 64 * 1024;

/** What the first bytes say. `certain`: a byte order mark says so. */
export interface DetectedEncoding {
  readonly encoding: Encoding;
  readonly certain: boolean;
}

/**
 * Guesses the encoding: a byte order mark, the zero bytes of UTF-16, text that is valid UTF-8, else the old encodings
 * of Taiwan's and Japan's Excel.
 *
 * @param sample - the first {@link SAMPLE_BYTES} of the file, or all of it
 */
export function detectEncoding(sample: Uint8Array): DetectedEncoding {
  const [first, second, third] = sample;
  if (first === 0xef && second === 0xbb && third === 0xbf) {
    return { encoding: "utf-8", certain: true };
  }
  if (first === 0xff && second === 0xfe) {
    return { encoding: "utf-16le", certain: true };
  }
  if (first === 0xfe && second === 0xff) {
    return { encoding: "utf-16be", certain: true };
  }
  return { encoding: withoutMark(sample), certain: false };
}

function withoutMark(sample: Uint8Array): Encoding {
  const zeros = [0, 0];
  for (const [index, byte] of sample.entries()) {
    if (byte === 0) {
      zeros[index % 2] = (zeros[index % 2] ?? 0) + 1;
    }
  }
  const [even = 0, odd = 0] = zeros;
  // Delimiters and line ends are Latin even in a file of Chinese names.
  if (even + odd > sample.length / 100) {
    return odd >= even ? "utf-16le" : "utf-16be";
  }
  if (decoded(sample, "utf-8") !== undefined) {
    return "utf-8";
  }
  const big5 = decoded(sample, "big5");
  const shiftJis = decoded(sample, "shift_jis");
  if (shiftJis !== undefined && (big5 === undefined || kanaShare(shiftJis) > kanaShare(big5) + 0.1)) {
    return "shift_jis";
  }
  return big5 === undefined ? "windows-1252" : "big5";
}

/** The text, or undefined if the bytes are not of this encoding. A character cut at the end does not count. */
function decoded(sample: Uint8Array, encoding: Encoding): string | undefined {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(sample, { stream: true });
  } catch {
    return undefined;
  }
}

function kanaShare(text: string): number {
  const kana = text.match(/[\u3041-\u30ff]/gu)?.length ?? 0;

  const all = text.match(/[^\0-\u007f]/gu)?.length ?? 0;
  return all === 0 ? 0 : kana / all;
}
