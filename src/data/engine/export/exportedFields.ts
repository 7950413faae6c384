/** Fields that an export can have, in the order of its columns. `inboxNames` is for people: an import reads `inboxes`. */
export const EXPORT_FIELDS = [
  "id",
  "name",
  "email",
  "phoneNumber",
  "sourceId",
  "avatar",
  "inboxes",
  "inboxNames",
  "queryMetadata",
  "createdAt",
  "updatedAt",
] as const;
export type ExportField = (typeof EXPORT_FIELDS)[number];

export const EXPORT_FORMATS = ["csv", "json", "ndjson"] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

/** What an export writes. */
export interface ExportShape {
  readonly format: ExportFormat;
  readonly fields: readonly ExportField[];
  /** JSON only: also fields that this extension does not know. Credentials never. */
  readonly unknownFields: boolean;
}
