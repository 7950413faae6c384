import { BadRequestError, NotFoundError } from "../../../api/errors.ts";
import type { ContactAccess } from "./contactAccess.ts";
import type { BulkWork } from "./runBulk.ts";

/** Deletes; a contact that is gone already is done, one that has conversations is refused by the server. */
export function deleteWork(contacts: Pick<ContactAccess, "delete">): BulkWork {
  return async (item, options) => {
    try {
      await contacts.delete(item, options);
      return { status: "done" };
    } catch (error) {
      if (error instanceof NotFoundError) {
        return { status: "done", note: "alreadyGone" };
      }
      if (error instanceof BadRequestError) {
        return { status: "failed", reason: "conversations", error };
      }
      throw error;
    }
  };
}
