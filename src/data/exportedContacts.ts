import { NotFoundError } from "../api/errors.ts";
import type { Clients } from "../state/clients.ts";
import type { ContactRef } from "../state/contactStore.ts";
import type { ListingRef } from "../state/listing.ts";

/** What is exported: contacts that were picked, or a whole list with its filter. */
export type ExportScope =
  | { readonly kind: "contacts"; readonly refs: readonly ContactRef[] }
  | { readonly kind: "list"; readonly ref: ListingRef; readonly filter: string };

const READ_AT_ONCE = 6;

/**
 * The JSON text of each contact of a scope, as the server sends it.
 *
 * @param onMissing - told of each picked contact that is no longer there
 */
export async function* exportedContacts(
  clients: Clients,
  scope: ExportScope,
  { signal, onMissing }: { readonly signal: AbortSignal; readonly onMissing: () => void },
): AsyncGenerator<string, void, undefined> {
  if (scope.kind === "list") {
    const { connectionId, inboxId } = scope.ref;
    const { contacts } = await clients.get(connectionId);
    const params = {
      ...(inboxId === undefined ? {} : { inboxes: inboxId }),
      ...(scope.filter === "" ? {} : { search: scope.filter }),
    };
    for await (const { json } of contacts.allAnswers(params, { signal })) {
      yield json;
    }
    return;
  }
  for (let at = 0; at < scope.refs.length; at += READ_AT_ONCE) {
    const texts = await Promise.all(
      scope.refs.slice(at, at + READ_AT_ONCE).map((ref) => textOf(clients, ref, signal)),
    );
    for (const text of texts) {
      if (text === undefined) {
        onMissing();
      } else {
        yield text;
      }
    }
  }
}

async function textOf(
  clients: Clients,
  { connectionId, contactId }: ContactRef,
  signal: AbortSignal,
): Promise<string | undefined> {
  try {
    return (await (await clients.get(connectionId)).contacts.retrieve(contactId, { signal })).json;
  } catch (error) {
    if (error instanceof NotFoundError) {
      return undefined;
    }
    throw error;
  }
}
