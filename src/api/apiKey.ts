import { InvalidInputError } from "./errors.ts";

const invalid = (problem: string): InvalidInputError => new InvalidInputError("apiKey", problem);

/**
 * Reads a pasted key: trims it and drops a pasted `Api-Key ` or `Authorization: Api-Key ` before it. The form of a
 * key is not documented, so nothing else about its shape is checked. No error contains the value.
 *
 * @throws InvalidInputError `empty`, `whitespace`, `controlCharacter` or `nonLatin` (a header carries Latin-1 only)
 */
export function parseApiKey(text: string): string {
  const key = text
    .trim()
    .replace(/^authorization\s*:\s*/iu, "")
    .replace(/^api-key(?:\s+|$)/iu, "");
  if (key === "") {
    throw invalid("empty");
  }
  if (/\s/u.test(key)) {
    throw invalid("whitespace");
  }
  if (/\p{Cc}/u.test(key)) {
    throw invalid("controlCharacter");
  }
  if (/[^\u0000-\u00ff]/u.test(key)) {
    throw invalid("nonLatin");
  }
  return key;
}
