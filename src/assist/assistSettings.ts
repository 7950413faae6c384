import * as vscode from "vscode";

/** What a hover over an id that is not known here may do. */
export type HoverLookUp = "never" | "onDemand" | "automatic";

/** Names of the settings, for events. */
export const INLAY_HINTS = "maiagent.inlayHints";
const HOVER_LOOK_UP = "maiagent.hover.lookUp";
const HOVER_LOOK_UP_ON_PRODUCTION = "maiagent.hover.lookUpOnProduction";

/** From the user's own settings only: a workspace must not be able to make requests happen. */
function ownValue(setting: string): unknown {
  return vscode.workspace.getConfiguration().inspect<unknown>(setting)?.globalValue;
}

export function hoverLookUp(): HoverLookUp {
  const value = ownValue(HOVER_LOOK_UP);
  return value === "never" || value === "automatic" ? value : "onDemand";
}

export function mayLookUpOnProduction(): boolean {
  return ownValue(HOVER_LOOK_UP_ON_PRODUCTION) === true;
}

export function areInlayHintsOn(): boolean {
  return ownValue(INLAY_HINTS) === "on";
}
