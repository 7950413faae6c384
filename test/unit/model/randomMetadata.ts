import { camelCased, METADATA_KEYS } from "../../../src/model/metadataSpelling.ts";
import { pick, randomJson } from "./randomContact.ts";

/** Five ids, so that random metadata often speaks of the same things. */
const IDS = ["a", "b", "c", "d", "e"].map((letter) => letter.repeat(8) + "-0000-4000-8000-000000000000") as [
  string,
  ...string[],
];

type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** Metadata of the known shape with right values, in snake_case. */
export function randomRules(random: () => number): Record<string, Json> {
  const bases = Array.from({ length: Math.floor(random() * 4) }, (): Json => ({
    knowledge_base_id: pick(random, IDS),
    chatbot_file_ids: randomIds(random),
    faq_ids: randomIds(random),
    has_user_selected_all: pick(random, ["True", "False"]),
  }));
  return {
    ...(random() < 0.7 && { label_relations: randomGroup(random, 3) }),
    ...(random() < 0.9 && { knowledge_bases: bases }),
  };
}

function randomGroup(random: () => number, depth: number): Json {
  return {
    operator: pick(random, ["AND", "OR"]),
    conditions: Array.from({ length: 1 + Math.floor(random() * 3) }, (): Json =>
      depth > 0 && random() < 0.3 ? randomGroup(random, depth - 1) : { label_id: pick(random, IDS) },
    ),
  };
}

function randomIds(random: () => number): Json {
  return Array.from({ length: Math.floor(random() * 3) }, () => pick(random, IDS));
}

/** JSON source of anything: the known shape, the known shape with something wrong in it, or no known shape at all. */
export function randomMetadata(random: () => number): string {
  const rules = JSON.stringify(randomRules(random));
  return pick<() => string>(random, [
    () => rules,
    () => JSON.stringify(rules),
    () => spoilt(random, rules),
    () => spoilt(random, spoilt(random, rules)),
    () => randomJson(random),
    () => "{}",
  ])();
}

/** One token of the text replaced by another value, or one key by another key. */
function spoilt(random: () => number, text: string): string {
  const tokens = [...text.matchAll(/"[^"]*"/gu)];
  const token = tokens[Math.floor(random() * tokens.length)];
  if (!token) {
    return text;
  }
  const isKey = text[token.index + token[0].length] === ":";
  const value = isKey
    ? pick(random, ['"strange"', '"labelRelations"', '"knowledgeBaseId"', '"conditions"', '"__proto__"'])
    : randomJson(random, 2);
  return text.slice(0, token.index) + value + text.slice(token.index + token[0].length);
}

/** The same JSON with the shape's keys in camelCase. */
export function inCamelCase(json: string): string {
  return METADATA_KEYS.reduce((text, key) => text.replaceAll(`"${key}":`, `"${camelCased(key)}":`), json);
}
