import { guessTarget } from "./columnMapping.ts";
import type { FileLayout } from "./fileRecord.ts";

/** Delimiters that are looked for; a user can choose among them. */
export const DELIMITERS = [",", ";", "\t", "|"] as const;

const SAMPLE_LINES = 50;

/**
 * Guesses format, delimiter and header from a file's name and the beginning of its text.
 *
 * @param given - the delimiter that a user chose
 */
export function detectLayout(name: string, sample: string, given?: string): FileLayout {
  const format = detectFormat(name, sample);
  if (format !== "csv") {
    return { format };
  }
  const delimiter = given ?? detectDelimiter(sample);
  return { format, delimiter, hasHeader: detectHeader(sampleRows(sample, delimiter)[0] ?? []) };
}

function detectFormat(name: string, sample: string): FileLayout["format"] {
  const text = sample.trimStart();
  if (/\.(?:ndjson|jsonl)$/iu.test(name)) {
    return "ndjson";
  }
  if (/\.(?:csv|tsv|txt)$/iu.test(name)) {
    return "csv";
  }
  const [first = "", ...others] = text.split("\n", SAMPLE_LINES);
  // Many call a file of lines .json.
  if (text.startsWith("{") && others.some((line) => line.startsWith("{")) && isJson(first)) {
    return "ndjson";
  }
  return /\.json$/iu.test(name) || /^[[{]/u.test(text) ? "json" : "csv";
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** The delimiter that parts most lines into the same number of cells. */
function detectDelimiter(sample: string): string {
  const scores = DELIMITERS.map((delimiter) => {
    const widths = sampleRows(sample, delimiter).map(({ length }) => length);
    const width = widths[0] ?? 1;
    const alike = widths.filter((other) => other === width).length;
    return { delimiter, score: width < 2 ? 0 : (alike / widths.length) * 100 + Math.min(width, 50) };
  });
  return scores.reduce((best, score) => (score.score > best.score ? score : best)).delimiter;
}

/** A header has names: no empty cell, no e-mail, no bare number. One well-known name is enough. */
function detectHeader(cells: readonly string[]): boolean {
  const names = cells.map((cell) => cell.trim());
  if (names.some((name) => guessTarget(name) !== undefined)) {
    return true;
  }
  return names.every((name) => name !== "" && !/@|^[+\d\s().-]+$/u.test(name));
}

/** Cells of the first lines. Quotes are obeyed as far as a guess needs it; the last line may be cut off. */
function sampleRows(sample: string, delimiter: string): readonly (readonly string[])[] {
  const rows: string[][] = [[]];
  let cell = "";
  let quoted = false;
  for (const character of sample) {
    const row = rows.at(-1);
    if (!row || rows.length > SAMPLE_LINES) {
      break;
    }
    if (character === '"') {
      quoted = !quoted;
    } else if (!quoted && (character === delimiter || character === "\n")) {
      row.push(cell.replace(/\r$/u, ""));
      cell = "";
      if (character === "\n") {
        rows.push([]);
      }
    } else {
      cell += character;
    }
  }
  const last = rows.pop();
  if (rows.length === 0 && last) {
    rows.push([...last, cell]);
  }
  return rows.filter((row) => row.length > 1 || row[0] !== "");
}
