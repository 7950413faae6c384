import * as vscode from "vscode";
import type { Contact, Inbox } from "../../api/schemas.ts";
import type { Connection } from "../../model/connection.ts";
import { fieldName } from "../../ui/fieldName.ts";
import { roleName } from "../../ui/roleName.ts";
import { labelText, valueText } from "../../ui/safeText.ts";
import type { ConflictPolicy } from "../engine/bulk/copyWork.ts";
import { SETTABLE_FIELDS, type SettableField } from "../engine/bulk/fieldPlan.ts";
import { inboxIdsOfContact } from "../engine/bulk/inboxWork.ts";

/** Knowledge access names labels and knowledge bases of its own account, so it is copied only when asked for. */
const COPIED_UNASKED: readonly SettableField[] = ["email", "phoneNumber", "sourceId", "avatar"];

/**
 * Asks which connection contacts are copied to; read-only ones are not offered.
 * @throws vscode.CancellationError when the picker is dismissed
 */
export async function pickTarget(candidates: readonly Connection[], title: string): Promise<Connection> {
  const picked = await vscode.window.showQuickPick(
    candidates.map((connection) => ({
      label: labelText(connection.label),
      description: roleName(connection.role),
      connection,
    })),
    { title: labelText(title), placeHolder: vscode.l10n.t("Connection to copy to") },
  );
  if (!picked) {
    throw new vscode.CancellationError();
  }
  return picked.connection;
}

/**
 * Which inbox of the target stands for each inbox that the contacts are in: the one of the same name, else the one
 * that the person chooses, who may also leave the inbox out.
 * @throws vscode.CancellationError when a picker is dismissed
 */
export async function mapInboxes(
  contacts: readonly Contact[],
  sources: readonly Inbox[],
  targets: readonly Inbox[],
  title: string,
): Promise<ReadonlyMap<string, string>> {
  const used = new Set(contacts.flatMap(inboxIdsOfContact));
  const mapping = new Map<string, string>();
  for (const id of used) {
    const name = sources.find((inbox) => inbox.id === id)?.name ?? id;
    const sameName = targets.filter((inbox) => foldedName(inbox.name) === foldedName(name));
    const [only] = sameName;
    const target = only && sameName.length === 1 ? only.id : await pickCounterpart(name, targets, title);
    if (target !== undefined) {
      mapping.set(id, target);
    }
  }
  return mapping;
}

/** @throws vscode.CancellationError when the picker is dismissed */
export async function pickFields(title: string): Promise<readonly SettableField[]> {
  const picked = await vscode.window.showQuickPick(
    SETTABLE_FIELDS.filter((field) => field !== "name").map((field) => ({
      label: fieldName(field),
      description: field,
      picked: COPIED_UNASKED.includes(field),
      detail:
        field === "queryMetadata"
          ? vscode.l10n.t("Names labels and knowledge bases that the other account may not have.")
          : field === "sourceId"
            ? vscode.l10n.t(
                "Decides whether a contact is there already. Without it copying again makes duplicates.",
              )
            : "",
      field,
    })),
    {
      title: labelText(title),
      placeHolder: vscode.l10n.t("Fields to copy beside the name. Credentials are never copied."),
      canPickMany: true,
    },
  );
  if (!picked) {
    throw new vscode.CancellationError();
  }
  return picked.map(({ field }) => field);
}

/** @throws vscode.CancellationError when the picker is dismissed */
export async function pickPolicy(title: string): Promise<ConflictPolicy> {
  const choices: readonly { label: string; description: string; policy: ConflictPolicy }[] = [
    {
      label: vscode.l10n.t("Skip"),
      description: vscode.l10n.t("Leave the contact there as it is"),
      policy: "skip",
    },
    {
      label: vscode.l10n.t("Update"),
      description: vscode.l10n.t("Change the contact there where it differs"),
      policy: "update",
    },
    {
      label: vscode.l10n.t("Fail"),
      description: vscode.l10n.t("Report it and change nothing"),
      policy: "fail",
    },
  ];
  const picked = await vscode.window.showQuickPick(choices, {
    title: labelText(title),
    placeHolder: vscode.l10n.t("When the target inbox has a contact with the same source ID"),
  });
  if (!picked) {
    throw new vscode.CancellationError();
  }
  return picked.policy;
}

async function pickCounterpart(
  name: string,
  targets: readonly Inbox[],
  title: string,
): Promise<string | undefined> {
  const picked = await vscode.window.showQuickPick(
    [
      ...targets.map((inbox) => ({
        label: labelText(inbox.name) || inbox.id,
        description: labelText(inbox.channelType ?? ""),
        id: inbox.id,
      })),
      { label: vscode.l10n.t("Leave this inbox out"), description: "", id: undefined },
    ],
    {
      title: labelText(title),
      placeHolder: vscode.l10n.t(
        "There is no inbox “{0}” there. Which one takes its contacts?",
        valueText(name),
      ),
    },
  );
  if (!picked) {
    throw new vscode.CancellationError();
  }
  return picked.id;
}

function foldedName(name: string): string {
  return name.normalize("NFKC").trim().toLowerCase();
}
