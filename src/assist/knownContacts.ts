import type { Inbox } from "../api/schemas.ts";
import type { Connection } from "../model/connection.ts";
import type { ConnectionStore } from "../state/connectionStore.ts";
import type { ContactStore } from "../state/contactStore.ts";
import type { LookupMemory } from "../state/lookupMemory.ts";
import type { RememberedContact } from "../state/rememberedContact.ts";
import type { SeenContacts } from "../state/seenContacts.ts";

/** The stores as far as they answer without a request. */
export interface KnownSource {
  readonly connections: Pick<ConnectionStore, "all" | "current">;
  readonly contacts: Pick<ContactStore, "knownInboxes"> & { readonly seen: Pick<SeenContacts, "find"> };
  readonly memory: Pick<LookupMemory, "pins" | "recents">;
}

/** A contact that is known here. */
export interface KnownContact {
  readonly connection: Connection;
  readonly contact: RememberedContact;
  /** When the server last showed it in this window, in epoch milliseconds; undefined for one that is only remembered. */
  readonly seenAt: number | undefined;
}

/** The current connection first. */
export function orderedConnections({ connections }: Pick<KnownSource, "connections">): readonly Connection[] {
  const current = connections.current?.id;
  return [...connections.all].sort(
    (left, right) => Number(right.id === current) - Number(left.id === current),
  );
}

/**
 * The contacts of an id, over every connection where it is known: seen in this window, pinned or recent. The current
 * connection first. Sends nothing.
 * @param id - in lower case
 */
export function knownContacts(source: KnownSource, id: string): readonly KnownContact[] {
  const seen = source.contacts.seen.find(id);
  return orderedConnections(source).flatMap((connection): readonly KnownContact[] => {
    const shown = seen.find(({ connectionId }) => connectionId === connection.id);
    if (shown) {
      return [{ connection, contact: shown.contact, seenAt: shown.seenAt }];
    }
    const { memory } = source;
    const contact = [...memory.pins(connection.id), ...memory.recents(connection.id)].find(
      (remembered) => remembered.id.toLowerCase() === id,
    );
    return contact ? [{ connection, contact, seenAt: undefined }] : [];
  });
}

/** The inbox of an id, as far as inboxes were fetched. */
export function knownInbox(
  source: KnownSource,
  id: string,
): { readonly connection: Connection; readonly inbox: Inbox } | undefined {
  for (const connection of orderedConnections(source)) {
    const inbox = source.contacts.knownInboxes(connection.id).find((known) => known.id.toLowerCase() === id);
    if (inbox) {
      return { connection, inbox };
    }
  }
  return undefined;
}
