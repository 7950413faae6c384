import { element } from "./element.ts";

/** One entry of a select. */
interface Choice {
  readonly value: string;
  readonly label: string;
}

/** A select with these entries; `onChoose` is told of the value that a user takes. */
export function select(
  attributes: Readonly<Record<string, string | boolean | undefined>>,
  choices: readonly Choice[],
  value: string,
  onChoose: (value: string) => void,
): HTMLSelectElement {
  const created = element(
    "select",
    { class: "select", ...attributes },
    ...choices.map((choice) =>
      element("option", { value: choice.value, selected: choice.value === value }, choice.label),
    ),
  );
  created.addEventListener("change", () => onChoose(created.value));
  return created;
}

/**
 * Shows another value in a select that stays. A select that is made anew forgets the letters typed so far: "E-mail"
 * would begin again with each of them.
 */
export function showChosen(target: HTMLSelectElement, value: string, disabled: boolean): void {
  if (target.value !== value) target.value = value;
  target.disabled = disabled;
}
