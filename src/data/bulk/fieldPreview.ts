import * as vscode from "vscode";
import { NotFoundError } from "../../api/errors.ts";
import type { ContactField } from "../../model/contactText.ts";
import { accessChangeWords } from "../../ui/accessChanges.ts";
import { problemMessage } from "../../ui/problemMessage.ts";
import { valueText } from "../../ui/safeText.ts";
import type { BulkItem } from "../engine/bulk/bulkOutcome.ts";
import type { ContactAccess } from "../engine/bulk/contactAccess.ts";
import { type FieldValue, planField } from "../engine/bulk/fieldPlan.ts";

const ROWS = 5;

/**
 * What a field is before and after for the first contacts, read from the server now, or what access `queryMetadata`
 * gains and loses; one line each.
 */
export async function fieldPreview(
  contacts: Pick<ContactAccess, "retrieve">,
  items: readonly BulkItem[],
  value: FieldValue,
): Promise<readonly string[]> {
  return Promise.all(
    items.slice(0, ROWS).map(async (item) => {
      const name = valueText(item.name);
      try {
        const { json } = await contacts.retrieve(item, {});
        const { changes, errors } = planField(json, value, item.index);
        const [problem] = errors;
        if (problem) {
          return `${name}: ${problemMessage(problem)}`;
        }
        const [change] = changes;
        return change
          ? `${name}: ${accessChangeWords(change) ?? `${shown(change.from)} → ${shown(change.to)}`}`
          : vscode.l10n.t("{0}: stays as it is", name);
      } catch (error) {
        if (error instanceof NotFoundError) {
          return vscode.l10n.t("{0}: deleted meanwhile", name);
        }
        throw error;
      }
    }),
  );
}

/** A field's JSON on one line. */
function shown(field: ContactField | undefined): string {
  return valueText(field?.json.replaceAll(/\s+/g, " ") ?? vscode.l10n.t("not set"));
}
