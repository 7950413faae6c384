import type { ImportState, ImportStrings, SettingState } from "../shared/importMessages.ts";
import { element } from "./element.ts";
import { postToImport } from "./importPageApi.ts";
import { select } from "./select.ts";

/** The selects for encoding, delimiter, header, inbox and policy. */
export function renderSettings(
  { settings }: ImportState,
  strings: ImportStrings,
  isBusy: boolean,
): readonly Node[] {
  if (settings.length === 0) return [];
  return [
    element("h2", {}, strings.settings),
    element("div", { class: "setting-grid" }, ...settings.map((setting) => renderSetting(setting, isBusy))),
  ];
}

function renderSetting({ setting, label, value, choices, note }: SettingState, isBusy: boolean): Node {
  const id = `setting-${setting}`;
  const noteId = `${id}-note`;
  const control = select(
    { id, disabled: isBusy, "aria-describedby": note === "" ? undefined : noteId },
    choices,
    value,
    (chosen) => postToImport({ type: "choose", setting, value: chosen }),
  );
  return element(
    "div",
    { class: "setting" },
    element("label", { for: id }, label),
    control,
    ...(note === "" ? [] : [element("span", { class: "note", id: noteId }, note)]),
  );
}
