import type { EditorStrings } from "../shared/editorStrings.ts";
import type { Edit, JsonPath, Problem } from "../shared/messages.ts";
import type { ContactText } from "./contactText.ts";
import { button, element, setText } from "./element.ts";
import { FieldMenu } from "./fieldMenu.ts";
import { formSection, SectionToggle } from "./formSection.ts";
import { MetadataTree } from "./metadataTree.ts";
import type { MetadataTreeEvents } from "./metadataTree.ts";
import { problemList } from "./problemList.ts";

interface MetadataState {
  readonly contact: ContactText;
  readonly strings: EditorStrings;
  readonly changed: boolean;
  readonly editable: boolean;
  readonly broken: boolean;
  /** The server's value as JSON text; undefined: it has no such key. */
  readonly server: string | undefined;
  readonly problems: readonly Problem[];
}

const KEY = "queryMetadata";

/** `queryMetadata` as a tree that can be closed; the JSON pane shows the same as text. */
export class MetadataField {
  readonly element: HTMLElement;
  readonly tree: MetadataTree;
  readonly #toggle: SectionToggle;
  readonly #edit: HTMLButtonElement;
  readonly #changed = element("span", { class: "field-hint" });
  readonly #help = element("div", { class: "visually-hidden", id: "tree-help" });
  readonly #problems = element("div", { class: "field-problems" });
  readonly #menu: FieldMenu;

  constructor(events: MetadataTreeEvents) {
    const section = formSection("metadata");
    this.#toggle = new SectionToggle(section, events.onView);
    this.#edit = button({ class: "link-button" }, () => events.onEditInJson([KEY]));
    this.#menu = new FieldMenu(KEY, (edit: Edit) => events.onEditNow(edit));
    this.tree = new MetadataTree(events);
    section.line.append(this.#changed, this.#edit, this.#menu.element, this.#menu.popup);
    section.box.append(this.#help, this.tree.element);
    section.element.append(this.#problems);
    section.element.dataset["field"] = KEY;
    this.element = section.element;
  }

  get open(): boolean {
    return this.#toggle.open;
  }

  set open(open: boolean) {
    this.#toggle.open = open;
  }

  /** `open`: also where the section is closed; otherwise its title gets the focus then. */
  focus(path: JsonPath, open: boolean): void {
    if (!open && !this.open) {
      this.#toggle.focus();
      return;
    }
    this.open = true;
    if (path.length > 1) this.tree.reveal(path);
    this.tree.focus();
  }

  render({ contact, strings, changed, editable, broken, server, problems }: MetadataState): void {
    setText(this.#toggle.label, strings.metadata);
    setText(this.#edit, strings.editInJson);
    setText(this.#help, strings.treeHelp);
    setText(this.#changed, changed ? strings.changed : "");
    this.element.classList.toggle("is-changed", changed);
    this.element.classList.toggle(
      "is-error",
      problems.some(({ severity }) => severity === "error"),
    );
    this.#problems.replaceChildren(...problemList(problems, strings));
    this.element.classList.toggle("is-broken", broken);
    this.#menu.render({
      label: strings.metadata,
      strings,
      value: contact.field(KEY),
      server,
      required: false,
      changed,
      editable: editable && !broken,
      extra: [],
    });
    if (!broken) this.tree.render({ contact, strings, editable, problems });
  }
}
