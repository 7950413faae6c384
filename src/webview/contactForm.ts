import type { EditorStrings } from "../shared/editorStrings.ts";
import type { AccessState, DocumentState, Edit, JsonPath, Problem } from "../shared/messages.ts";
import type { ContactText } from "./contactText.ts";
import { CredentialsField } from "./credentialsField.ts";
import type { CredentialsEvents } from "./credentialsField.ts";
import { element, icon, setText } from "./element.ts";
import { FIELDS } from "./formFields.ts";
import { KnowledgeAccess } from "./knowledgeAccess.ts";
import { MetadataField } from "./metadataField.ts";
import type { MenuItem } from "./popupMenu.ts";
import { problemList } from "./problemList.ts";
import { TextField } from "./textField.ts";

export interface FormState {
  readonly contact: ContactText;
  readonly strings: EditorStrings;
  readonly changed: DocumentState["changed"];
  readonly problems: readonly Problem[];
  readonly editable: boolean;
  /** The server's value of a field as JSON text; undefined: it has no such key. */
  readonly server: (key: string) => string | undefined;
  readonly credentials: number | undefined;
  /** What the avatar's field offers and says about its picture. */
  readonly picture: { readonly hint: string; readonly items: readonly MenuItem[] };
  readonly access: AccessState | undefined;
}

export interface FormEvents extends CredentialsEvents {
  /** What is typed: a later edit of the same place replaces it. */
  readonly onEdit: (edit: Edit) => void;
  /** An edit whose place in the order counts. */
  readonly onEditNow: (edit: Edit) => void;
  readonly onEditInJson: (path: JsonPath) => void;
  /** Something was opened, closed or scrolled that `ViewState` keeps. */
  readonly onView: () => void;
}

/** The form: the contact's own fields, each a view of one key of the JSON text. */
export class ContactForm {
  readonly element: HTMLElement;
  readonly metadata: MetadataField;
  readonly credentials: CredentialsField;
  readonly #access = new KnowledgeAccess();
  readonly #fields = new Map<string, TextField>();
  readonly #broken = element("div", { class: "form-notice", role: "status", hidden: true });
  readonly #brokenText = element("span");
  readonly #general = element("div", { class: "field-problems form-problems" });

  constructor(events: FormEvents) {
    const { onEdit, onEditInJson } = events;
    for (const spec of FIELDS) {
      const field = new TextField(spec, { onEdit, onEditInJson: () => onEditInJson([spec.key]) });
      this.#fields.set(spec.key, field);
    }
    this.metadata = new MetadataField(events);
    this.credentials = new CredentialsField(events);
    this.#broken.append(icon("warning"), this.#brokenText);
    this.element = element(
      "div",
      { class: "contact-form" },
      this.#broken,
      this.#general,
      ...[...this.#fields.values()].map((field) => field.element),
      this.#access.element,
      this.metadata.element,
      this.credentials.element,
    );
  }

  render(state: FormState): void {
    const { contact, strings, changed, problems, editable, server } = state;
    const broken = !contact.readable;
    this.#broken.hidden = !broken;
    setText(this.#brokenText, strings.fixJson);
    // A syntax error has its place in the JSON pane; here the notice stands for it.
    const general = broken ? [] : problems.filter(({ path }) => path.length === 0);
    this.#general.replaceChildren(...problemList(general, strings));
    for (const [key, field] of this.#fields) {
      field.render({
        value: contact.field(key),
        strings,
        editable,
        broken,
        changed: changed.find((change) => change.field === key),
        server: server(key),
        ...(key === "avatar" && { hint: state.picture.hint, extra: state.picture.items }),
        problems: problems.filter(({ path }) => path[0] === key),
      });
    }
    this.#access.render(state.access, strings);
    this.metadata.render({
      contact,
      strings,
      editable,
      broken,
      server: server("queryMetadata"),
      changed: changed.some(({ field }) => field === "queryMetadata"),
      problems: problems.filter(({ path }) => path[0] === "queryMetadata"),
    });
    this.credentials.render(state.credentials, strings);
  }

  /** Moves the focus to the field of `path`; false when the form has no such field. */
  focus(path: JsonPath): boolean {
    const key = String(path[0]);
    if (key === "queryMetadata") this.metadata.focus(path, true);
    else if (this.#fields.has(key)) this.#fields.get(key)?.focus();
    else return false;
    return true;
  }
}
