import { NotFoundError } from "../../../api/errors.ts";
import { patchBody } from "../../../model/contactChanges.ts";
import type { DocumentProblem } from "../../../model/contactProblems.ts";
import type { ContactAccess } from "./contactAccess.ts";
import { type FieldValue, planField } from "./fieldPlan.ts";
import type { BulkWork } from "./runBulk.ts";

/**
 * Sets one field of each contact: reads it, sends a PATCH of that field only, and nothing when it has the value.
 *
 * @param describe the sentence for a value that is refused before it is sent
 */
export function fieldWork(
  contacts: Pick<ContactAccess, "retrieve" | "update">,
  value: FieldValue,
  describe: (problem: DocumentProblem) => string,
): BulkWork {
  return async (item, options) => {
    try {
      const { json } = await contacts.retrieve(item, options);
      const { changes, errors } = planField(json, value, item.index);
      if (changes.length === 0) {
        return { status: "skipped", reason: "unchanged" };
      }
      const [problem] = errors;
      if (problem) {
        return { status: "failed", reason: "invalid", detail: describe(problem) };
      }
      await contacts.update(item, patchBody(changes), options);
      return { status: "done" };
    } catch (error) {
      if (error instanceof NotFoundError) {
        return { status: "skipped", reason: "gone" };
      }
      throw error;
    }
  };
}
