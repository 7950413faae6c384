import * as z from "zod/mini";

/** The parts of a JSON schema that help while typing: what an object's keys and a value may be, and what they mean. */
export interface JsonHelp {
  readonly description?: string | undefined;
  /** The same with code in backquotes. */
  readonly markdownDescription?: string | undefined;
  readonly properties?: Readonly<Record<string, JsonHelp>> | undefined;
  readonly items?: JsonHelp | undefined;
  readonly anyOf?: readonly JsonHelp[] | undefined;
  readonly defaultSnippets?: readonly JsonSnippet[] | undefined;
  /** `#/definitions/…` of the root. */
  readonly $ref?: string | undefined;
  readonly definitions?: Readonly<Record<string, JsonHelp>> | undefined;
}

/** A value to insert; in its texts `$1`, `$2` and so on are where the cursor goes. */
export interface JsonSnippet {
  readonly label: string;
  readonly description?: string | undefined;
  readonly body?: unknown;
}

const snippetSchema: z.ZodMiniType<JsonSnippet> = z.object({
  label: z.string(),
  description: z.optional(z.string()),
  body: z.unknown(),
});

export const jsonHelpSchema: z.ZodMiniType<JsonHelp> = z.object({
  description: z.optional(z.string()),
  markdownDescription: z.optional(z.string()),
  properties: z.optional(
    z.record(
      z.string(),
      z.lazy(() => jsonHelpSchema),
    ),
  ),
  items: z.optional(z.lazy(() => jsonHelpSchema)),
  anyOf: z.optional(z.array(z.lazy(() => jsonHelpSchema))),
  defaultSnippets: z.optional(z.array(snippetSchema)),
  $ref: z.optional(z.string()),
  definitions: z.optional(
    z.record(
      z.string(),
      z.lazy(() => jsonHelpSchema),
    ),
  ),
});
