import * as vscode from "vscode";
import type { Assist } from "../assist/assist.ts";
import { type HoverAction, parseHoverAction } from "../assist/hoverAction.ts";
import { insertText } from "../assist/insertText.ts";
import { pickField } from "../assist/pickField.ts";
import { selectedText } from "../assist/selectedText.ts";
import { showHover } from "../assist/showHover.ts";
import { isUuid } from "../model/contactId.ts";
import type { Connection } from "../model/connection.ts";
import { documentTextOf } from "../model/contactText.ts";
import { UnknownConnectionError } from "../state/clients.ts";
import type { ContactRef } from "../state/contactStore.ts";
import { contactLabel, shortId } from "../ui/contactLabel.ts";
import { DescribedError } from "../ui/describedError.ts";
import { toastText, valueText } from "../ui/safeText.ts";
import type { CommandTable } from "./commandTypes.ts";
import type { CommandContext } from "./context.ts";
import { connectionFor, contactFor } from "./targets.ts";

type AssistCommands = Pick<
  CommandTable,
  | "maiagent.hoverAction"
  | "maiagent.lookUpSelection"
  | "maiagent.insertContactId"
  | "maiagent.insertContactField"
>;

/** What hovers, links in texts and the editor's own menu do. */
export async function assistCommands(context: CommandContext): Promise<AssistCommands> {
  const assist = await context.assist();
  return {
    "maiagent.hoverAction": async (...given) => {
      const action = parseHoverAction(given);
      if (!action) {
        throw new DescribedError(vscode.l10n.t("The link names no contact, so it was not followed."));
      }
      await follow(context, assist, action);
    },

    "maiagent.lookUpSelection": async () => {
      const text = selectedText();
      if (text === undefined) {
        await vscode.window.showInformationMessage(
          vscode.l10n.t("Put the cursor on an ID or a name in a text first."),
        );
        return;
      }
      if (isUuid(text)) {
        await openById(context, assist, text.toLowerCase());
        return;
      }
      await vscode.commands.executeCommand("maiagent.findContact", undefined, text);
    },

    "maiagent.insertContactId": async (target) => {
      const { contactId } = await contactFor(context, target, vscode.l10n.t("Insert Contact ID"));
      await insertText(contactId, {
        inserted: vscode.l10n.t("ID inserted."),
        readOnly: vscode.l10n.t("The file is read-only, so the ID was not inserted."),
        noEditor: vscode.l10n.t("No text file is open to insert the ID into."),
        copy: vscode.l10n.t("Copy ID"),
      });
    },

    "maiagent.insertContactField": async (target) => {
      const title = vscode.l10n.t("Insert Contact Field");
      const ref = await contactFor(context, target, title);
      // What was picked was shown, so its name is known; the box is there before the answer.
      const seen = context.contacts.seen
        .find(ref.contactId)
        .find(({ connectionId }) => connectionId === ref.connectionId);
      const name = seen ? contactLabel(seen.contact) : shortId(ref.contactId);
      const text = await pickField(
        context.contacts.retrieve(ref).then(({ json }) => documentTextOf(json)),
        `${title} · ${name}`,
      );
      await insertText(text, {
        inserted: vscode.l10n.t("Value inserted."),
        readOnly: vscode.l10n.t("The file is read-only, so the value was not inserted."),
        noEditor: vscode.l10n.t("No text file is open to insert the value into."),
        copy: vscode.l10n.t("Copy Value"),
      });
    },
  };
}

async function follow(
  context: CommandContext,
  assist: Assist,
  [kind, connectionId, contactId, line, character]: HoverAction,
): Promise<void> {
  const connection = context.connections.get(connectionId);
  if (!connection) {
    throw new UnknownConnectionError(connectionId);
  }
  const ref: ContactRef = { connectionId, contactId };
  switch (kind) {
    case "open":
      await vscode.commands.executeCommand("maiagent.openContact", ref);
      return;
    case "openToSide":
      await vscode.commands.executeCommand("maiagent.openContactToSide", ref);
      return;
    case "copyId":
      await vscode.commands.executeCommand("maiagent.copyContactId", ref);
      return;
    case "reveal":
      await vscode.commands.executeCommand("maiagent.revealContact", ref);
      return;
    case "lookUp": {
      const isMissing = (await looked(assist, connection, contactId)) === undefined;
      const place = new vscode.Position(line ?? 0, character ?? 0);
      if (!(line !== undefined && (await showHover(contactId, place))) && isMissing) {
        await vscode.window.showInformationMessage(toastText(missingText(connection)));
      }
      return;
    }
  }
}

/** Opens the contact of an id where it is known, else where the server of the current connection knows it. */
async function openById(context: CommandContext, assist: Assist, contactId: string): Promise<void> {
  const [known] = assist.known(contactId);
  let connection =
    known?.connection ?? (await connectionFor(context, undefined, vscode.l10n.t("Look Up Selection")));
  let isThere = known !== undefined;
  const asked = new Set<string>();
  while (!isThere) {
    asked.add(connection.id);
    isThere = (await looked(assist, connection, contactId)) !== undefined;
    if (!isThere) {
      connection = await otherConnection(context, connection, asked);
    }
  }
  await vscode.commands.executeCommand("maiagent.openContact", { connectionId: connection.id, contactId });
}

/**
 * Says that the id was not found, and asks where else to look.
 * @throws vscode.CancellationError when nowhere
 */
async function otherConnection(
  { connections }: CommandContext,
  connection: Connection,
  asked: ReadonlySet<string>,
): Promise<Connection> {
  const others = connections.all
    .filter(({ id }) => !asked.has(id))
    .map((other) => ({ other, title: vscode.l10n.t("Look up in {0}", valueText(other.label)) }));
  const choice = await vscode.window.showInformationMessage(
    toastText(missingText(connection)),
    ...others.slice(0, 3).map(({ title }) => title),
  );
  const chosen = others.find(({ title }) => title === choice);
  if (!chosen) {
    throw new vscode.CancellationError();
  }
  return chosen.other;
}

/** Asks the server. Undefined when it knows no such contact; any other failure is thrown. */
async function looked(assist: Assist, connection: Connection, contactId: string): Promise<true | undefined> {
  const outcome = await vscode.window.withProgress(
    {
      location: vscode.ProgressLocation.Window,
      title: toastText(vscode.l10n.t("Looking up a contact in {0}…", valueText(connection.label))),
    },
    () => assist.lookUp.look({ connectionId: connection.id, contactId }, new AbortController().signal),
  );
  if (outcome.kind === "failed") {
    throw outcome.error;
  }
  return outcome.kind === "found" ? true : undefined;
}

function missingText({ label }: Connection): string {
  return vscode.l10n.t("No contact of {0} has this ID.", valueText(label));
}
