/** Ids as the API makes them (UUIDs) and a little more; nothing that could leave a folder, a path or a query. */
const ID = /^[A-Za-z0-9][A-Za-z0-9_.-]{0,99}$/;
/** Connections' ids: authorities of addresses are lower-cased by VS Code. */
export const CONNECTION_ID = /^[a-z0-9][a-z0-9-]{0,62}$/;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Whether a text can be the id of a contact in an address. */
export function isContactId(text: string): boolean {
  return ID.test(text) && !text.includes("..");
}

/** Whether a text is written as a connection's id is; there need not be such a connection. */
export function isConnectionId(text: string): boolean {
  return CONNECTION_ID.test(text);
}

/** Whether a text is a UUID, as the ids of contacts are: what is typed or pasted then means one contact. */
export function isUuid(text: string): boolean {
  return UUID.test(text);
}
