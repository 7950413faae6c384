import { originOf } from "../api/baseUrl.ts";
import { SANDBOX_ID } from "../model/connection.ts";
import type { HistoryEntry } from "../model/historyEntry.ts";
import { UnknownConnectionError } from "./clients.ts";
import type { ConnectionStore } from "./connectionStore.ts";

/** A connection points to another server than when the history recorded something over it. */
export class OtherServerError extends Error {
  override readonly name = "OtherServerError";
  /** Of the connection. */
  readonly label: string;
  /** Where the entry was recorded. */
  readonly origin: string;
  constructor(label: string, origin: string) {
    super("The connection points to another server now.");
    this.label = label;
    this.origin = origin;
  }
}

/**
 * Refuses to bring back what was recorded on another server: there the ids mean nothing, or something else.
 * @throws UnknownConnectionError when the connection is no longer set up; OtherServerError
 */
export function assertSameServer(connections: ConnectionStore, { connectionId, origin }: HistoryEntry): void {
  const connection = connections.get(connectionId);
  if (!connection) {
    throw new UnknownConnectionError(connectionId);
  }
  // The sandbox has another port at each start, and is always the same server.
  if (connectionId !== SANDBOX_ID && originOf(connection.baseUrl) !== origin) {
    throw new OtherServerError(connection.label, origin);
  }
}
