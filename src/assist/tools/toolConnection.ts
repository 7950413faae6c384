import * as vscode from "vscode";
import type { Connection } from "../../model/connection.ts";
import type { ConnectionStore } from "../../state/connectionStore.ts";
import { assertToolWritable } from "../../state/toolWrites.ts";
import { DescribedError } from "../../ui/describedError.ts";
import { placeOf } from "../../ui/placeText.ts";
import { valueText } from "../../ui/safeText.ts";
import { ToolInputError } from "../engine/tools/toolInput.ts";
import type { ToolWindow } from "./contactTool.ts";

/** The connections as tools see them. */
export type KnownConnections = Pick<ConnectionStore, "all" | "current" | "get">;

/**
 * The connection that a model named, else the one in use.
 * @throws ToolInputError when there is none of that id; DescribedError when there is none at all
 */
export function connectionOf(connections: KnownConnections, id: string | undefined): Connection {
  const connection = id === undefined ? connections.current : connections.get(id);
  if (connection) {
    return connection;
  }
  if (id === undefined) {
    throw new DescribedError(vscode.l10n.t("There is no connection to MaiAgent yet."));
  }
  const known = connections.all.map((other) => other.id).join(", ");
  throw new ToolInputError(`Wrong input: "connection" has to be one of ${known}.`);
}

/**
 * As {@link connectionOf}, for a tool that changes something.
 * @throws ReadOnlyError, ProductionToolError, or DescribedError in Restricted Mode
 */
export function writableConnection(
  connections: KnownConnections,
  id: string | undefined,
  window: ToolWindow,
): Connection {
  assertTrusted(window);
  const connection = connectionOf(connections, id);
  assertToolWritable(connection);
  return connection;
}

/** @throws DescribedError in Restricted Mode */
export function assertTrusted({ isTrusted }: ToolWindow): void {
  if (!isTrusted()) {
    throw new DescribedError(
      vscode.l10n.t("In Restricted Mode tools of language models change nothing. Trust the workspace first."),
    );
  }
}

/** The connection as a confirmation names it. */
export function connectionLine(connection: Connection): string {
  const where = connection.role === "sandbox" ? "" : ` · ${valueText(connection.baseUrl)}`;
  return `${vscode.l10n.t("Connection")}: ${placeOf(connection)}${where}`;
}

/** As a model is told about it: no address, which is nobody's business. */
export function connectionForModel({ id, label, role, readOnly }: Connection): object {
  return { id, label: valueText(label), role, canBeChangedByTools: !readOnly && role !== "production" };
}
