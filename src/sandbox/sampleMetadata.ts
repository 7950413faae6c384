import { Random } from "./random.ts";

const random = new Random(20_261_120);

/** Labels and knowledge bases by role; the ids are made up and the same everywhere. */
const labels = {
  vip: random.uuid(),
  retail: random.uuid(),
  wholesale: random.uuid(),
  internal: random.uuid(),
  traditionalChinese: random.uuid(),
  japanese: random.uuid(),
};
const bases = { products: random.uuid(), returns: random.uuid(), pricing: random.uuid() };
const files = [random.uuid(), random.uuid(), random.uuid()];
const faqs = [random.uuid(), random.uuid()];

const wholeBase = (id: string): object => ({
  knowledge_base_id: id,
  chatbot_file_ids: [],
  faq_ids: [],
  has_user_selected_all: "True",
});
const partOfBase = (id: string, fileCount: number, faqCount: number): object => ({
  knowledge_base_id: id,
  chatbot_file_ids: files.slice(0, fileCount),
  faq_ids: faqs.slice(0, faqCount),
  has_user_selected_all: "False",
});
const anyOf = (...ids: string[]): object => ({
  operator: "OR",
  conditions: ids.map((label_id) => ({ label_id })),
});
const allOf = (...conditions: object[]): object => ({ operator: "AND", conditions });

/** A few access rules shared by many contacts, as a real customer base has segments. JSON texts in the vendor's shape. */
const [first = "{}", ...others] = [
  { label_relations: anyOf(labels.retail), knowledge_bases: [wholeBase(bases.products)] },
  {
    label_relations: anyOf(labels.vip, labels.wholesale),
    knowledge_bases: [wholeBase(bases.products), wholeBase(bases.pricing)],
  },
  {
    label_relations: allOf({ label_id: labels.retail }, anyOf(labels.traditionalChinese, labels.japanese)),
    knowledge_bases: [wholeBase(bases.products), partOfBase(bases.returns, 2, 1)],
  },
  {
    label_relations: allOf({ label_id: labels.internal }),
    knowledge_bases: [partOfBase(bases.pricing, 3, 2)],
  },
  { label_relations: anyOf(labels.japanese), knowledge_bases: [partOfBase(bases.products, 1, 0)] },
  { knowledge_bases: [wholeBase(bases.returns)] },
  // The server's camelCase layer may have renamed the keys on an earlier round trip.
  {
    labelRelations: { operator: "OR", conditions: [{ labelId: labels.vip }] },
    knowledgeBases: [
      { knowledgeBaseId: bases.pricing, chatbotFileIds: [], faqIds: [], hasUserSelectedAll: "True" },
    ],
  },
].map((rules) => JSON.stringify(rules));
export const accessRules: readonly [string, ...string[]] = [first, ...others];

/** The one with an integer that `JSON.parse` cannot hold; it must survive every journey unchanged. */
export const bigIntegerRules = `{"loyalty_card":90071992547409931234,"points":12345678901234567890,${first.slice(1)}`;

/** `queryMetadata` as a string, as the reference page's samples have it; kept as a JSON text too. */
export const textRules = JSON.stringify("tier=gold; region=北部");
