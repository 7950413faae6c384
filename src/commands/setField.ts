import * as vscode from "vscode";
import { confirmBulk, subjectOf } from "../data/bulk/confirmBulk.ts";
import { fieldPreview } from "../data/bulk/fieldPreview.ts";
import { type BulkTools, performBulk } from "../data/bulk/performBulk.ts";
import { pickField } from "../data/bulk/pickField.ts";
import { fieldWork } from "../data/engine/bulk/fieldWork.ts";
import { fieldName } from "../ui/fieldName.ts";
import { placeOf } from "../ui/placeText.ts";
import { problemMessage } from "../ui/problemMessage.ts";
import { type BulkScope, filterLines } from "./bulkScope.ts";
import type { CommandContext } from "./context.ts";
import { assertWritable } from "./targets.ts";

/** Sets one field of each contact after one question that shows the first of them before and after. */
export async function setField(context: CommandContext, tools: BulkTools, scope: BulkScope): Promise<void> {
  const { connection, items } = scope;
  assertWritable(context, connection.id);
  const who = subjectOf(items);
  const title = vscode.l10n.t("Set a Field of {0}", who);
  const value = await pickField(`${title} · ${connection.label}`, items.length);
  const preview = await fieldPreview(context.contacts, items, value);
  const field = fieldName(value.field);
  const isConfirmed = await confirmBulk({
    ...{ connection, items, unlock: context.clients.unlock },
    question: vscode.l10n.t("Set “{0}” of {1} in {2}?", field, who, placeOf(connection)),
    isNamed: true,
    lines: [
      ...filterLines(scope),
      ...preview,
      ...(preview.length < items.length
        ? [vscode.l10n.t("and {0} more", (items.length - preview.length).toLocaleString(vscode.env.language))]
        : []),
      ...(value.field === "queryMetadata"
        ? [vscode.l10n.t("This decides what knowledge the assistant may read for each of them.")]
        : []),
    ],
    button: vscode.l10n.t("Set"),
  });
  if (isConfirmed) {
    await performBulk(tools, {
      ...{ connection, items },
      title: vscode.l10n.t("Set “{0}” of {1} in {2}", field, who, placeOf(connection)),
      progress: vscode.l10n.t("Changing contacts"),
      work: (held) => fieldWork(held, value, problemMessage),
    });
  }
}
