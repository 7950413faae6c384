/**
 * The keys of the known shape of `queryMetadata`. The server's camelCase layer may give them back as
 * `knowledgeBases` and so on; both spellings mean the same.
 */
export const METADATA_KEYS = [
  "label_relations",
  "knowledge_bases",
  "operator",
  "conditions",
  "label_id",
  "knowledge_base_id",
  "chatbot_file_ids",
  "faq_ids",
  "has_user_selected_all",
] as const;
export type MetadataKey = (typeof METADATA_KEYS)[number];

/** The keys that make an object the known shape. */
export const ROOT_KEYS: readonly MetadataKey[] = ["label_relations", "knowledge_bases"];

/** `knowledge_bases` as `knowledgeBases`; what has no underscore stays. */
export function camelCased(key: string): string {
  return key.replaceAll(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

const KEYS: ReadonlyMap<string, MetadataKey> = new Map([
  ...METADATA_KEYS.map((key) => [camelCased(key), key] as const),
  ...METADATA_KEYS.map((key) => [key, key] as const),
]);

/** The shape's key that `key` spells, in whichever way. */
export function metadataKeyOf(key: string): MetadataKey | undefined {
  return KEYS.get(key);
}

export type Spelling = "snake_case" | "camelCase";

/** How a key of the shape is spelt; undefined for `operator` and `conditions`, which are the same in both. */
export function spellingOf(key: string): Spelling | undefined {
  const known = metadataKeyOf(key);
  if (known === undefined || camelCased(known) === known) {
    return undefined;
  }
  return key === known ? "snake_case" : "camelCase";
}
