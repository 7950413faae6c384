/** A line of a comparison: it stands in both texts, only in the older, or only in the newer. */
export interface DiffLine {
  readonly sign: "same" | "removed" | "added";
  readonly text: string;
}

/** Cells of the table of common lines; two texts whose middles need more are shown one after the other. */
const TABLE_LIMIT = 250_000;

/**
 * Compares two texts line by line, with as many common lines as there are.
 * @param keyOf - lines of one key count as the same, and stand there as the newer text has them
 */
export function lineDiff(
  before: string,
  after: string,
  keyOf: (line: string) => string = (line) => line,
): readonly DiffLine[] {
  const [left, right] = [before.split("\n"), after.split("\n")];
  const shorter = Math.min(left.length, right.length);
  let start = 0;
  const isSame = (mine: string | undefined, theirs: string | undefined) =>
    mine !== undefined && theirs !== undefined && keyOf(mine) === keyOf(theirs);
  while (start < shorter && isSame(left[start], right[start])) {
    start++;
  }
  let end = 0;
  while (end < shorter - start && isSame(left[left.length - 1 - end], right[right.length - 1 - end])) {
    end++;
  }
  const same = (lines: readonly string[]) => lines.map((text): DiffLine => ({ sign: "same", text }));
  return [
    ...same(right.slice(0, start)),
    ...middle(left.slice(start, left.length - end), right.slice(start, right.length - end), isSame),
    ...same(right.slice(right.length - end)),
  ];
}

function middle(
  left: readonly string[],
  right: readonly string[],
  isSame: (mine: string | undefined, theirs: string | undefined) => boolean,
): readonly DiffLine[] {
  const removed = (text: string): DiffLine => ({ sign: "removed", text });
  const added = (text: string): DiffLine => ({ sign: "added", text });
  if (left.length * right.length > TABLE_LIMIT) {
    return [...left.map(removed), ...right.map(added)];
  }
  const width = right.length + 1;
  // common[i * width + j]: how many lines left[i..] and right[j..] have in common.
  const common = new Uint32Array((left.length + 1) * width);
  const at = (i: number, j: number) => common[i * width + j] ?? 0;
  for (let i = left.length - 1; i >= 0; i--) {
    for (let j = right.length - 1; j >= 0; j--) {
      common[i * width + j] = isSame(left[i], right[j])
        ? at(i + 1, j + 1) + 1
        : Math.max(at(i + 1, j), at(i, j + 1));
    }
  }
  const lines: DiffLine[] = [];
  let [i, j] = [0, 0];
  while (i < left.length || j < right.length) {
    const [mine, theirs] = [left[i], right[j]];
    if (theirs !== undefined && isSame(mine, theirs)) {
      lines.push({ sign: "same", text: theirs });
      i++;
      j++;
    } else if (mine !== undefined && (theirs === undefined || at(i + 1, j) >= at(i, j + 1))) {
      lines.push(removed(mine));
      i++;
    } else if (theirs !== undefined) {
      lines.push(added(theirs));
      j++;
    }
  }
  return lines;
}
