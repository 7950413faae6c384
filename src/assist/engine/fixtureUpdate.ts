import { parseContactText, printJson, sameJson } from "../../model/contactText.ts";
import { type Fixture, membersOf } from "./fixture.ts";
import { visibleJson } from "./hiddenCharacters.ts";

/** A piece of the fixture's text and what stands there after the update. */
export interface TextPiece {
  readonly offset: number;
  readonly length: number;
  readonly text: string;
}

/** What an update makes of a fixture. */
export interface FixtureUpdate {
  /** In the text's order, none overlapping. Empty: it is as the server has it. */
  readonly pieces: readonly TextPiece[];
  readonly changedContacts: number;
  /** Ids that the server no longer knows; what the fixture says of them stays. */
  readonly missing: readonly string[];
  /** Fields that the server has and the fixture has not: a fixture that was cut down to what a test needs stays so. */
  readonly leftOut: readonly string[];
}

/**
 * The smallest changes that bring a fixture up to date: values that differ are replaced where they stand; order,
 * comments, further keys and the layout of the rest stay.
 *
 * @param documents - what the server has now, by id, as a document shows it; undefined for what it does not know
 * @param savedAt - epoch milliseconds
 */
export function fixtureUpdate(
  { text, contacts, savedAt: savedAtNode }: Fixture,
  documents: ReadonlyMap<string, string | undefined>,
  savedAt: number,
): FixtureUpdate {
  const pieces: TextPiece[] = [];
  const missing: string[] = [];
  const leftOut = new Set<string>();
  let changedContacts = 0;
  for (const { id, node } of contacts) {
    const document = documents.get(id);
    if (document === undefined) {
      missing.push(id);
      continue;
    }
    const mine = membersOf(node);
    const before = pieces.length;
    for (const [name, theirs] of parseContactText(document).fields) {
      const own = mine.get(name);
      if (!own) {
        leftOut.add(name);
        continue;
      }
      const source = text.slice(own.offset, own.offset + own.length);
      const field = { name, json: source, node: own, property: own };
      if (!sameJson(field, text, theirs, document)) {
        pieces.push({
          offset: own.offset,
          length: own.length,
          text: visibleJson(printJson(theirs.json, indentAt(text, own.offset))),
        });
      }
    }
    changedContacts += pieces.length > before ? 1 : 0;
  }
  if (pieces.length > 0 && savedAtNode) {
    const { offset, length } = savedAtNode;
    pieces.push({ offset, length, text: JSON.stringify(new Date(savedAt).toISOString()) });
  }
  pieces.sort((left, right) => left.offset - right.offset);
  return { pieces, changedContacts, missing, leftOut: [...leftOut] };
}

/** The text with its pieces replaced. */
export function withPieces(text: string, pieces: readonly TextPiece[]): string {
  let [result, end] = ["", 0];
  for (const { offset, length, text: inserted } of pieces) {
    result += text.slice(end, offset) + inserted;
    end = offset + length;
  }
  return result + text.slice(end);
}

/** The white space that the line of an offset begins with. */
function indentAt(text: string, offset: number): string {
  const line = text.slice(text.lastIndexOf("\n", offset - 1) + 1, offset);
  return /^\s*/u.exec(line)?.[0] ?? "";
}
