import type { contactDocumentSchema } from "./contactSchema.ts";
import type { MetadataKey } from "./metadataSpelling.ts";
import { l10n } from "./translatable.ts";

/** A piece of JSON to insert; `$1` and so on are where the cursor goes. */
export interface HelpSnippet {
  /** What the list shows, in Markdown-free text. */
  readonly label: string;
  readonly description: string;
  readonly body: unknown;
}

/** What the JSON editors say about a key and offer for its value, for the entries of its list beneath `entries`. */
export interface FieldHelp {
  /** Code in backquotes. */
  readonly text: string;
  readonly snippets?: readonly HelpSnippet[];
  readonly entries?: readonly HelpSnippet[];
}

const wholeBase = {
  knowledge_base_id: "$1",
  chatbot_file_ids: [],
  faq_ids: [],
  has_user_selected_all: "True",
};
const partOfBase = {
  knowledge_base_id: "$1",
  chatbot_file_ids: ["$2"],
  faq_ids: [],
  has_user_selected_all: "False",
};
const labels = (operator: string) => ({ operator, conditions: [{ label_id: "$1" }, { label_id: "$2" }] });

/** The fields of a contact. */
export const CONTACT_HELP: Readonly<Record<keyof typeof contactDocumentSchema.def.shape, FieldHelp>> = {
  id: { text: l10n.t("Id of the contact, set by the server.") },
  name: { text: l10n.t("Name of the contact: 1 to 255 characters.") },
  email: { text: l10n.t("E-mail address, empty text or null.") },
  phoneNumber: { text: l10n.t("Phone number as text, for example +886912345678.") },
  sourceId: { text: l10n.t("The customer's own id of this person, unique within one inbox.") },
  avatar: { text: l10n.t("URL of a picture, at most 511 characters. Loaded only when it is asked for.") },
  inboxes: { text: l10n.t("Inboxes that the contact is in. A save sends their ids.") },
  queryMetadata: {
    text: l10n.t(
      "Decides what knowledge the assistant may read for this contact. Known are `knowledge_bases` and `label_relations`, also spelt in camelCase; any other object, text or null is kept as it is.",
    ),
    snippets: [
      {
        label: l10n.t("Access to one knowledge base"),
        description: l10n.t("Everything in one knowledge base, nothing else."),
        body: { knowledge_bases: [wholeBase] },
      },
      {
        label: l10n.t("Access with a label rule"),
        description: l10n.t("One knowledge base, and in it what has any of two labels."),
        body: {
          label_relations: { operator: "OR", conditions: [{ label_id: "$2" }, { label_id: "$3" }] },
          knowledge_bases: [wholeBase],
        },
      },
    ],
  },
  createdAt: { text: l10n.t("When the contact was created, set by the server.") },
  updatedAt: { text: l10n.t("When the contact was last changed, set by the server.") },
};

/** The keys of an entry of `inboxes`. */
export const INBOX_HELP: Readonly<Record<"id" | "name", FieldHelp>> = {
  id: { text: l10n.t("Id of the inbox. This is what a save sends.") },
  name: { text: l10n.t("Name of the inbox, set by the server.") },
};

/** The keys of the known shape of `queryMetadata`. */
export const METADATA_HELP: Readonly<Record<MetadataKey, FieldHelp>> = {
  label_relations: {
    text: l10n.t(
      "The label rule: conditions joined by `AND` or `OR`. A condition is a label or another group of conditions.",
    ),
    snippets: [
      {
        label: l10n.t("Any of these labels"),
        description: l10n.t("Conditions joined by OR."),
        body: labels("OR"),
      },
      {
        label: l10n.t("All of these labels"),
        description: l10n.t("Conditions joined by AND."),
        body: labels("AND"),
      },
    ],
  },
  knowledge_bases: {
    text: l10n.t(
      "The knowledge bases that the assistant may read for this contact. One that is left out cannot be read.",
    ),
    entries: [
      {
        label: l10n.t("Whole knowledge base"),
        description: l10n.t("Everything in the knowledge base may be read."),
        body: wholeBase,
      },
      {
        label: l10n.t("Part of a knowledge base"),
        description: l10n.t("Only the files and FAQs listed may be read."),
        body: partOfBase,
      },
    ],
  },
  operator: {
    text: l10n.t("How the conditions are joined: `AND` wants all of them, `OR` any of them."),
    snippets: [
      { label: '"AND"', description: l10n.t("All conditions must hold."), body: "AND" },
      { label: '"OR"', description: l10n.t("Any of the conditions must hold."), body: "OR" },
    ],
  },
  conditions: {
    text: l10n.t("Labels (`label_id`) and further groups (`operator` with `conditions`)."),
    entries: [
      { label: l10n.t("Label"), description: l10n.t("One label."), body: { label_id: "$1" } },
      {
        label: l10n.t("Group of conditions"),
        description: l10n.t("Labels joined by an operator of their own."),
        body: labels("OR"),
      },
    ],
  },
  label_id: { text: l10n.t("Id of a label, a UUID.") },
  knowledge_base_id: { text: l10n.t("Id of a knowledge base, a UUID. Each knowledge base is listed once.") },
  chatbot_file_ids: {
    text: l10n.t('Ids of the files that may be read. They count while `has_user_selected_all` is `"False"`.'),
  },
  faq_ids: {
    text: l10n.t('Ids of the FAQs that may be read. They count while `has_user_selected_all` is `"False"`.'),
  },
  has_user_selected_all: {
    text: l10n.t(
      'Whether everything in the knowledge base may be read: the text `"True"` or `"False"`, not a boolean.',
    ),
    snippets: [
      {
        label: '"True"',
        description: l10n.t("Everything in the knowledge base may be read."),
        body: "True",
      },
      { label: '"False"', description: l10n.t("Only the files and FAQs listed may be read."), body: "False" },
    ],
  },
};
