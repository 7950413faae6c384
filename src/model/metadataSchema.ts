import * as z from "zod/mini";

/**
 * The known shape of `queryMetadata` (vendor's public documents), in its snake_case spelling. Scalars are taken as
 * they come, so that a wrong one can be named instead of making the whole unknown; a key or a container that the
 * shape does not have makes it unknown, beside the top level, where others' keys may stand.
 */
const scalar = z.union([z.string(), z.number(), z.boolean(), z.null()]);
const ids = z.optional(z.nullable(z.array(scalar)));

/** A text, number, truth value or null of the shape. */
export type MetadataScalar = z.infer<typeof scalar>;

/** One label, or conditions joined by an operator. */
export type LabelCondition =
  | { readonly label_id: MetadataScalar }
  | {
      readonly operator?: MetadataScalar | undefined;
      readonly conditions?: readonly LabelCondition[] | null | undefined;
    };

const conditionSchema: z.ZodMiniType<LabelCondition> = z.union([
  z.strictObject({ label_id: scalar }),
  z.strictObject({
    operator: z.optional(scalar),
    conditions: z.optional(z.nullable(z.array(z.lazy(() => conditionSchema)))),
  }),
]);

const knowledgeBaseSchema = z.strictObject({
  knowledge_base_id: z.optional(scalar),
  chatbot_file_ids: ids,
  faq_ids: ids,
  has_user_selected_all: z.optional(scalar),
});
export type KnowledgeBaseEntry = z.infer<typeof knowledgeBaseSchema>;

export const metadataSchema = z.looseObject({
  label_relations: z.optional(z.nullable(conditionSchema)),
  knowledge_bases: z.optional(z.nullable(z.array(knowledgeBaseSchema))),
});
