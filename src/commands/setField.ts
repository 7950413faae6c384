import * as vscode from "vscode";
import { confirmBulk, placeOf, subjectOf } from "../data/bulk/confirmBulk.ts";
import { fieldPreview } from "../data/bulk/fieldPreview.ts";
import { type BulkTools, performBulk } from "../data/bulk/performBulk.ts";
import { fieldName, pickField } from "../data/bulk/pickField.ts";
import { fieldWork } from "../data/engine/bulk/fieldWork.ts";
import { problemMessage } from "../editor/problemMessage.ts";
import { type BulkScope, filterLines } from "./bulkScope.ts";
import type { CommandContext } from "./context.ts";
import { assertWritable } from "./targets.ts";

/** Sets one field of each contact after one question that shows the first of them before and after. */
export async function setField(context: CommandContext, tools: BulkTools, scope: BulkScope): Promise<void> {
  const { connection, items } = scope;
  assertWritable(context, connection.id);
  const who = subjectOf(items);
  const title = vscode.l10n.t("Set a Field of {0}", who);
  const value = await pickField(`${title} · ${connection.label}`, items.length, problemMessage);
  const preview = await fieldPreview(context.contacts, items, value, problemMessage);
  const field = fieldName(value.field);
  const isConfirmed = await confirmBulk({
    ...{ connection, items, unlock: context.clients.unlock },
    question: vscode.l10n.t("Set “{0}” of {1} in {2}?", field, who, placeOf(connection)),
    lines: [
      ...filterLines(scope),
      ...preview,
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
      progress: vscode.l10n.t("Changing contacts…"),
      work: fieldWork(context.contacts, value, problemMessage),
    });
  }
}
