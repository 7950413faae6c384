import type { Contact } from "../api/schemas.ts";
import type { ConnectionStore } from "../state/connectionStore.ts";
import type { ContactStore } from "../state/contactStore.ts";
import type { LookupMemory } from "../state/lookupMemory.ts";
import type { LookupSource } from "./lookupView.ts";

/** The stores as a picker looks in them. */
export function lookupSource(
  connections: ConnectionStore,
  contacts: ContactStore,
  memory: LookupMemory,
): LookupSource {
  return {
    connections: () => connections.all.map(({ id, label }) => ({ id, name: label })),
    pins: (connectionId) => memory.pins(connectionId),
    recents: (connectionId) => memory.recents(connectionId),
    searches: (connectionId) => memory.searches(connectionId),
    knownInboxes: (connectionId) => contacts.knownInboxes(connectionId),
    inboxes: async (connectionId) => (await contacts.inboxes(connectionId)).inboxes,
    search: (place, { words, ...page }, signal) => contacts.search(place, { text: words, ...page }, signal),
    retrieve: async (connectionId, contactId, signal) =>
      (await contacts.retrieve({ connectionId, contactId }, { signal })).contact,
    saw: (connectionId, found) => {
      found.forEach((contact: Contact) => memory.saw(connectionId, contact));
    },
  };
}
