import { element } from "./element.ts";

/** A select with these entries; `onChoose` is told of the value that a user takes. */
export function select(
  attributes: Readonly<Record<string, string | boolean | undefined>>,
  choices: readonly { readonly value: string; readonly label: string }[],
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
