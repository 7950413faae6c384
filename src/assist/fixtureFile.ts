import * as vscode from "vscode";
import { labelText, valueText } from "../ui/safeText.ts";
import { FIXTURE_SUFFIX, type FixtureError, MAXIMUM_CONTACTS } from "./engine/fixture.ts";

const FOLDER = "maiagent.fixtureFolder";

/** How a fixture is called of which a person says nothing else; every file system takes it. */
export function fixtureName(name: string): string {
  const safe = name.replaceAll(/[\s\\/:*?"<>|.$\p{C}]+/gu, "-").replaceAll(/^-+|-+$/gu, "");
  return `${Array.from(safe).slice(0, 60).join("") || "contacts"}${FIXTURE_SUFFIX}`;
}

/**
 * Asks where a fixture is to be written: in the folder of the last one, else in the workspace.
 * @throws vscode.CancellationError when the question is dismissed
 */
export async function askFixturePlace(name: string, memory: vscode.Memento): Promise<vscode.Uri> {
  const remembered = memory.get<string>(FOLDER);
  const folder =
    remembered === undefined ? vscode.workspace.workspaceFolders?.[0]?.uri : vscode.Uri.parse(remembered);
  const uri = await vscode.window.showSaveDialog({
    title: vscode.l10n.t("Save as Fixture"),
    ...(folder ? { defaultUri: vscode.Uri.joinPath(folder, name) } : {}),
    filters: { JSON: ["json"] },
  });
  if (!uri) {
    throw new vscode.CancellationError();
  }
  await memory.update(FOLDER, vscode.Uri.joinPath(uri, "..").toString());
  return uri;
}

/**
 * The fixture that a command was given, else that of the active editor, else one of the workspace.
 * @throws vscode.CancellationError when there is none or none is picked
 */
export async function fixtureFor(target: vscode.Uri | undefined, title: string): Promise<vscode.Uri> {
  if (target) {
    return target;
  }
  const active = vscode.window.activeTextEditor?.document.uri;
  if (active?.path.endsWith(FIXTURE_SUFFIX)) {
    return active;
  }
  const found = await vscode.workspace.findFiles(`**/*${FIXTURE_SUFFIX}`, "**/node_modules/**", 500);
  if (found.length === 0) {
    await vscode.window.showInformationMessage(
      vscode.l10n.t("This workspace has no fixture yet. Save one with 'Save as Fixture'."),
    );
    throw new vscode.CancellationError();
  }
  const picked = await vscode.window.showQuickPick(
    found
      .map((uri) => ({ label: labelText(vscode.workspace.asRelativePath(uri)), uri }))
      .sort((left, right) => left.label.localeCompare(right.label)),
    { title, placeHolder: vscode.l10n.t("Fixture") },
  );
  if (!picked) {
    throw new vscode.CancellationError();
  }
  return picked.uri;
}

/** Why a file cannot be updated and what to do, in a sentence. */
export function describeFixtureError({ problem, detail }: FixtureError, fileName: string): string {
  const name = valueText(fileName);
  switch (problem) {
    case "syntax":
      return vscode.l10n.t("{0} is not valid JSON. Mend it there first.", name);
    case "shape":
    case "contacts":
      return vscode.l10n.t("{0} has no contacts. Save a fixture with 'Save as Fixture'.", name);
    case "version":
      return vscode.l10n.t('{0} is not marked as a fixture: it needs "maiagentFixture": 1.', name);
    case "connection":
      return vscode.l10n.t('{0} does not say where its contacts come from: "connection" is missing.', name);
    case "id":
      return vscode.l10n.t("A contact in {0} has no ID that could be read: “{1}”.", name, valueText(detail));
    case "tooMany":
      return vscode.l10n.t("{0} has more than {1} contacts.", name, MAXIMUM_CONTACTS);
  }
}
