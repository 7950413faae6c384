import { ReadOnlyError } from "../api/errors.ts";
import type { Connection } from "../model/connection.ts";

/** A language model's tool may change nothing over a production connection, unlocked or not. Thrown before any request. */
export class ProductionToolError extends Error {
  override readonly name = "ProductionToolError";
  readonly connection: Connection;
  constructor(connection: Connection) {
    super("Tools of language models change nothing over a production connection.");
    this.connection = connection;
  }
}

/** @throws ReadOnlyError over a read-only connection, ProductionToolError over a production connection */
export function assertToolWritable(connection: Connection): void {
  if (connection.readOnly) {
    throw new ReadOnlyError("The connection is read-only.");
  }
  if (connection.role === "production") {
    throw new ProductionToolError(connection);
  }
}
