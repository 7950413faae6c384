import type { ImportState, ImportStrings, SettingState } from "../shared/importMessages.ts";
import { element, setAttribute, setText } from "./element.ts";
import { postToImport } from "./importPageApi.ts";
import { select, showChosen } from "./select.ts";

/** A setting as it stands in the page. */
interface Field {
  readonly root: HTMLElement;
  readonly control: HTMLSelectElement;
  readonly note: HTMLElement;
}

/** The selects for encoding, delimiter, header, inbox and policy. They stay while only their values change. */
export class ImportSettings {
  readonly root = element("section", { class: "settings", hidden: true });
  readonly #heading = element("h2");
  readonly #grid = element("div", { class: "setting-grid" });
  #fields: readonly Field[] = [];
  #made = "";

  constructor() {
    this.root.append(this.#heading, this.#grid);
  }

  show({ settings }: ImportState, strings: ImportStrings, isBusy: boolean): void {
    this.root.hidden = settings.length === 0;
    setText(this.#heading, strings.settings);
    const made = JSON.stringify(settings.map(({ setting, label, choices }) => [setting, label, choices]));
    if (made !== this.#made) {
      this.#made = made;
      this.#make(settings);
    }
    for (const [index, { control, note }] of this.#fields.entries()) {
      const setting = settings[index];
      if (!setting) continue;
      showChosen(control, setting.value, isBusy);
      setText(note, setting.note);
      setAttribute(control, "aria-describedby", setting.note === "" ? undefined : note.id);
    }
  }

  /** The focus stays on the setting that had it, if there still is one. */
  #make(settings: readonly SettingState[]): void {
    const focused = this.#fields.find(({ control }) => control === document.activeElement)?.control.id;
    this.#fields = settings.map(fieldOf);
    this.#grid.replaceChildren(...this.#fields.map(({ root }) => root));
    this.#fields.find(({ control }) => control.id === focused)?.control.focus();
  }
}

function fieldOf({ setting, label, value, choices }: SettingState): Field {
  const id = `setting-${setting}`;
  const control = select({ id }, choices, value, (chosen) =>
    postToImport({ type: "choose", setting, value: chosen }),
  );
  const note = element("span", { class: "note", id: `${id}-note` });
  const root = element("div", { class: "setting" }, element("label", { for: id }, label), control, note);
  return { root, control, note };
}
