/** A part of the typed text that narrows the search: `in:` an inbox, `on:` a connection. */
export interface Narrowing {
  readonly keyword: "in" | "on";
  /** What stands behind the colon, without quotation marks. */
  readonly value: string;
  /** It stands at the end and more of it may come: completion rows help. */
  readonly isOpen: boolean;
  /** Where it stands in the text. */
  readonly start: number;
  readonly end: number;
}

/** What was typed, taken apart. */
export interface LookupQuery {
  readonly text: string;
  /** What the server is asked for: the text without its narrowings. */
  readonly words: string;
  readonly inbox: Narrowing | undefined;
  readonly connection: Narrowing | undefined;
}

const NARROWING = /(?<=^|\s)(?<keyword>in|on):(?:"(?<quoted>[^"]*)(?<closed>"?)|(?<plain>[^\s"]*))/gu;

/** Takes `ann in:"LINE 官方帳號" on:staging` apart. Of a keyword that stands twice the last one counts. */
export function parseLookupQuery(text: string): LookupQuery {
  const found = Array.from(text.matchAll(NARROWING), ({ 0: all, index, groups }): Narrowing => {
    const end = index + all.length;
    return {
      keyword: groups?.["keyword"] === "on" ? "on" : "in",
      value: (groups?.["quoted"] ?? groups?.["plain"] ?? "").trim(),
      isOpen: end === text.length && groups?.["closed"] !== '"',
      start: index,
      end,
    };
  });
  return {
    text,
    words: text.replaceAll(NARROWING, " ").trim().replaceAll(/\s+/gu, " "),
    inbox: found.findLast(({ keyword }) => keyword === "in"),
    connection: found.findLast(({ keyword }) => keyword === "on"),
  };
}

/** The text with a narrowing completed: by its name, or by its id where a name cannot be written. */
export function completed(
  text: string,
  { keyword, start, end }: Narrowing,
  option: { readonly id: string; readonly name: string },
): string {
  const value = option.name === "" || /["\p{Cc}]/u.test(option.name) ? option.id : option.name;
  const written = /\s/u.test(value) ? `"${value}"` : value;
  return `${text.slice(0, start)}${keyword}:${written} ${text.slice(end).trimStart()}`;
}

/** The one that a person means by what was typed, or those that it may be. */
export type NameMatch<T> = { readonly match: T } | { readonly options: readonly T[] };

/** By id or whole name; failing that by a part of the name, if only one has it. Case and width do not matter. */
export function matchName<T extends { readonly id: string; readonly name: string }>(
  candidates: readonly T[],
  { value, isOpen }: Pick<Narrowing, "value" | "isOpen">,
): NameMatch<T> {
  const wanted = folded(value);
  const byId = candidates.find(({ id }) => id === value);
  const same = candidates.filter(({ name }) => folded(name) === wanted);
  const exact = byId ?? (same.length === 1 ? same[0] : undefined);
  if (exact) {
    return { match: exact };
  }
  const options = same.length > 1 ? same : candidates.filter(({ name }) => folded(name).includes(wanted));
  const [only] = options;
  return only && options.length === 1 && !isOpen && wanted !== "" ? { match: only } : { options };
}

/** Text as it is compared: NFKC makes full-width letters plain. */
export function folded(text: string): string {
  return text.normalize("NFKC").toLowerCase().trim();
}
