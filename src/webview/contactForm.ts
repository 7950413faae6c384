import type { DocumentState, EditorStrings, JsonPath, Problem } from "../shared/messages.ts";
import type { ContactText } from "./contactText.ts";
import { element, icon, setText } from "./element.ts";
import { FIELDS } from "./formFields.ts";
import { MetadataField } from "./metadataField.ts";
import { problemList } from "./problemList.ts";
import { TextField } from "./textField.ts";

export interface FormState {
  readonly contact: ContactText;
  readonly strings: EditorStrings;
  readonly changed: DocumentState["changed"];
  readonly problems: readonly Problem[];
  readonly editable: boolean;
}

export interface FormEvents {
  readonly onEdit: (key: string, value: string) => void;
  readonly onEditInJson: (path: JsonPath) => void;
  /** Something was opened, closed or scrolled that `ViewState` keeps. */
  readonly onView: () => void;
}

/** The form: the contact's own fields, each a view of one key of the JSON text. */
export class ContactForm {
  readonly element: HTMLElement;
  readonly metadata: MetadataField;
  readonly #fields = new Map<string, TextField>();
  readonly #broken = element("div", { class: "form-notice", role: "status", hidden: true });
  readonly #brokenText = element("span");
  readonly #general = element("div", { class: "field-problems form-problems" });

  constructor({ onEdit, onEditInJson, onView }: FormEvents) {
    for (const spec of FIELDS) {
      const edit = (value: string): void => onEdit(spec.key, value);
      this.#fields.set(spec.key, new TextField(spec, edit, () => onEditInJson([spec.key])));
    }
    this.metadata = new MetadataField(() => onEditInJson(["queryMetadata"]), onView);
    this.#broken.append(icon("warning"), this.#brokenText);
    this.element = element(
      "div",
      { class: "contact-form" },
      this.#broken,
      this.#general,
      ...[...this.#fields.values()].map((field) => field.element),
      this.metadata.element,
    );
  }

  render({ contact, strings, changed, problems, editable }: FormState): void {
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
        problems: problems.filter(({ path }) => path[0] === key),
      });
    }
    this.metadata.render({
      contact,
      strings,
      broken,
      changed: changed.some(({ field }) => field === "queryMetadata"),
      problems: problems.filter(({ path }) => path[0] === "queryMetadata"),
    });
  }

  /** Moves the focus to the field of `key`; false when the form has no such field. */
  focus(key: string): boolean {
    if (key === "queryMetadata") this.metadata.focus();
    else if (this.#fields.has(key)) this.#fields.get(key)?.focus();
    else return false;
    return true;
  }

  /** Key of the field that has the focus. */
  get focused(): string | undefined {
    const field = document.activeElement?.closest<HTMLElement>("[data-field]");
    return field?.dataset["field"];
  }
}
