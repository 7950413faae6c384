import { documentTextOf } from "../../../model/contactText.ts";
import { visibleJson } from "../hiddenCharacters.ts";

/**
 * Contacts as a JSON file for tests: one object, or an array of several. Numbers are as the server sent them; MCP
 * credentials are left out.
 *
 * @param texts - the JSON of each contact
 * @throws ContactSyntaxError when one is no JSON object
 */
export function jsonFixture(texts: readonly string[]): string {
  const [only, ...others] = texts.map((text) => visibleJson(documentTextOf(text)));
  if (only === undefined) {
    return "[]\n";
  }
  if (others.length === 0) {
    return only;
  }
  // No string has a line break of its own in JSON, so every line is one of the layout.
  const entries = [only, ...others].map((text) => text.trimEnd().replaceAll(/^/gmu, "  "));
  return `[\n${entries.join(",\n")}\n]\n`;
}
