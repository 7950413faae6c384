const segmenter = new Intl.Segmenter(undefined, { granularity: "grapheme" });

const firstGrapheme = (word: string): string => {
  for (const { segment } of segmenter.segment(word)) return segment;
  return "";
};

/** Scripts in which two initials side by side read as initials; in others one character stands for the name. */
const takesTwo = /^[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}]/u;

/** Whatever is no part of a word; joiners and modifiers stay, they hold emoji together. */
const between = /[^\p{Letter}\p{Mark}\p{Number}\p{Extended_Pictographic}\p{Emoji_Modifier}\u200d'’]+/u;
const shows = /[\p{Letter}\p{Number}\p{Extended_Pictographic}]/u;

/**
 * What the avatar shows for a name: two letters for 'Hiroshi Tanaka' (HT), one character for '陳美玲' or 'محمد',
 * an empty string when the name has nothing to show.
 */
export function initials(name: string): string {
  const words = name.split(between).filter((word) => shows.test(word));
  const first = words[0];
  if (first === undefined) return "";
  const last = words.length > 1 ? words.at(-1) : undefined;
  const two = takesTwo.test(first) && last !== undefined && takesTwo.test(last);
  return (firstGrapheme(first) + (two ? firstGrapheme(last) : "")).toLocaleUpperCase();
}
