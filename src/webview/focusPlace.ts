const CONTROLS = "button, input, select, [tabindex]";
const ANCHORS = "[id], [data-field]";

/**
 * Names the place of a control in the page, for another page of the same contact: the nearest element with a name of
 * its own, and which of the controls in there it is.
 */
export function placeOf(control: HTMLElement): string | undefined {
  if (control.id !== "") return control.id;
  const anchor = control.closest<HTMLElement>(ANCHORS);
  const index = anchor ? controlsIn(anchor).indexOf(control) : -1;
  return anchor && index >= 0 ? `${anchor.dataset["field"] ?? anchor.id} ${index}` : undefined;
}

/** The control at that place, or one beside it; undefined when nothing there can have the focus now. */
export function controlAt(place: string): HTMLElement | undefined {
  const [name = "", index = "0"] = place.split(" ");
  const named = document.getElementById(name);
  const anchor = named ?? document.querySelector<HTMLElement>(`[data-field="${CSS.escape(name)}"]`);
  if (!anchor) return undefined;
  const controls = [...(anchor.matches(CONTROLS) ? [anchor] : []), ...controlsIn(anchor)];
  return [controls[Number(index)], ...controls].find(
    (control) => control?.checkVisibility() === true && !control.matches(":disabled"),
  );
}

function controlsIn(anchor: Element): readonly HTMLElement[] {
  return [...anchor.querySelectorAll<HTMLElement>(CONTROLS)];
}
