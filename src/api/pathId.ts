import { InvalidInputError } from "./errors.ts";

/**
 * Encodes an id as one path segment. `DELETE contacts/../` or `contacts/./` would be another resource, so ids that
 * could be anything but a segment are refused, even though encoding alone would do for most of them.
 *
 * @throws InvalidInputError `empty`, `controlCharacter`, `path` or `encoding`
 */
export function pathIdOf(id: string): string {
  if (id === "") {
    throw new InvalidInputError("id", "empty");
  }
  if (/\p{Cc}/u.test(id)) {
    throw new InvalidInputError("id", "controlCharacter");
  }
  if (id === "." || id.includes("..") || /[/\\]/u.test(id)) {
    throw new InvalidInputError("id", "path");
  }
  if (!id.isWellFormed()) {
    throw new InvalidInputError("id", "encoding");
  }
  return encodeURIComponent(id);
}
