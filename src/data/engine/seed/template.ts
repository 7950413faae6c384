import type { Faker } from "@faker-js/faker";
import { type FillContext, fillPlaceholder, isPlaceholder } from "./placeholders.ts";

/** `{{name}}` in a text: where its braces stand, and the name without them. */
export interface PlaceholderUse {
  readonly name: string;
  readonly from: number;
  readonly to: number;
}

const USE = /\{\{([^{}]*)\}\}/gu;

/** The placeholders that a text uses, known or not. */
export function placeholdersIn(text: string): readonly PlaceholderUse[] {
  return [...text.matchAll(USE)].map((match) => ({
    name: (match[1] ?? "").trim(),
    from: match.index,
    to: match.index + match[0].length,
  }));
}

/** Braces that open a placeholder and never close it, or the other way round: the place of the first. */
export function strayBraces(text: string): number | undefined {
  const rest = text.replaceAll(USE, (whole) => " ".repeat(whole.length));
  const at = rest.search(/\{\{|\}\}/u);
  return at === -1 ? undefined : at;
}

/** Fills a text. An unknown placeholder stays as it is: recipes with one are refused before. */
export function fillText(text: string, faker: Faker, context: FillContext): string {
  return text.replaceAll(USE, (whole, name: string) => {
    const placeholder = name.trim();
    return isPlaceholder(placeholder) ? fillPlaceholder(placeholder, faker, context) : whole;
  });
}

/** Fills every text within a JSON value; keys stay. */
export function fillValue(value: unknown, faker: Faker, context: FillContext): unknown {
  if (typeof value === "string") {
    return fillText(value, faker, context);
  }
  if (Array.isArray(value)) {
    return value.map((item: unknown) => fillValue(item, faker, context));
  }
  if (typeof value === "object" && value !== null) {
    return Object.fromEntries(
      Object.entries(value).map(([key, member]: [string, unknown]) => [
        key,
        fillValue(member, faker, context),
      ]),
    );
  }
  return value;
}
