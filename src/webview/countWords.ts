import { fillIn } from "./fillIn.ts";

/** The words for a number of things; `many` has a place for the number. */
export function countWords(count: number, none: string, one: string, many: string): string {
  return fillIn(count === 0 ? none : count === 1 ? one : many, count);
}
