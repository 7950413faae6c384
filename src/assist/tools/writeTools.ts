import * as vscode from "vscode";
import type { JsonText } from "../../api/schemas.ts";
import type { Connection } from "../../model/connection.ts";
import type { ContactText } from "../../model/contactText.ts";
import { parseContactText } from "../../model/contactText.ts";
import type { ContactRef } from "../../state/contactStore.ts";
import { accessChanges } from "../../ui/accessChanges.ts";
import { DescribedError } from "../../ui/describedError.ts";
import { placeOf } from "../../ui/placeText.ts";
import { toastText, valueText } from "../../ui/safeText.ts";
import { contactForModel, textForModel } from "../engine/tools/contactForModel.ts";
import type { HeldPlans } from "../engine/tools/heldPlans.ts";
import {
  changedSince,
  contactOf,
  diffLines,
  fieldLines,
  plannedChange,
  shownJson,
} from "../engine/tools/plannedChange.ts";
import { TOOL_INPUTS, ToolInputError } from "../engine/tools/toolInput.ts";
import type { ContactTool, ToolQuestion } from "./contactTool.ts";
import type { ToolParts } from "./readTools.ts";
import { connectionForModel, connectionLine, writableConnection } from "./toolConnection.ts";

type WriteToolName = "maiagent_createContact" | "maiagent_updateContact" | "maiagent_deleteContact";

/** What a person said yes to. */
export interface ConfirmedWrite {
  /** The server that was shown. */
  readonly connection: Connection;
  readonly contactId: string | undefined;
  /** The contact as it was shown; undefined for a create. */
  readonly base: ContactText | undefined;
  /** Sent as it stands here; undefined for a delete. */
  readonly body: JsonText | undefined;
}

/** The tools that change one contact. What a confirmation showed is held in `plans`, and is what is sent. */
export function writeTools(
  { connections, contacts, window }: ToolParts,
  plans: HeldPlans<ConfirmedWrite>,
): Record<WriteToolName, ContactTool> {
  const hold = (tool: WriteToolName, input: unknown, plan: ConfirmedWrite) => plans.hold([tool, input], plan);

  /** The plan of the confirmation, still good for the connection as it is now. */
  const take = (tool: WriteToolName, input: { readonly connection?: string | undefined }): ConfirmedWrite => {
    const plan = plans.take([tool, input]);
    if (!plan) {
      throw new DescribedError(
        vscode.l10n.t("Nothing was sent: this change was not confirmed, or too long ago. Ask for it again."),
      );
    }
    const now = writableConnection(connections, plan.connection.id, window);
    if (now.baseUrl !== plan.connection.baseUrl) {
      throw new DescribedError(
        vscode.l10n.t(
          "Nothing was sent: the connection points to another server than when it was confirmed.",
        ),
      );
    }
    return plan;
  };

  /** The contact as it is now, which has to be as it was shown. */
  const unchanged = async (ref: ContactRef, base: ContactText, signal: AbortSignal): Promise<string> => {
    const { json } = await contacts.retrieve(ref, { signal });
    const changed = changedSince(base, contactOf(json));
    if (changed.length > 0) {
      throw new DescribedError(
        vscode.l10n.t(
          "Nothing was sent: the contact was changed on the server after the confirmation was shown ({0}). Ask for it again.",
          valueText(changed.join(", ")),
        ),
      );
    }
    // From here on it is finished, cancelled or not: a half-known write helps nobody.
    signal.throwIfAborted();
    return json;
  };

  return {
    maiagent_createContact: {
      prepare: async (raw, signal) => {
        const input = TOOL_INPUTS.maiagent_createContact.read(raw);
        const { connection: id, inboxes, ...fields } = input;
        const connection = writableConnection(connections, id, window);
        const known = (await contacts.inboxes(connection.id)).inboxes;
        signal.throwIfAborted();
        const unknown = inboxes.find((inbox) => known.every((other) => other.id !== inbox));
        if (unknown !== undefined) {
          throw new ToolInputError(
            'Wrong input: "inboxes" has an id that maiagent_listInboxes does not list.',
          );
        }
        const json = JSON.stringify({ ...fields, inboxes: inboxes.map((inbox) => ({ id: inbox })) });
        hold("maiagent_createContact", input, {
          ...{ connection, contactId: undefined, base: undefined, body: { json } },
        });
        const names = known.filter((inbox) => inboxes.includes(inbox.id)).map(({ name }) => valueText(name));
        return {
          progress: vscode.l10n.t("Creating a contact…"),
          question: question(vscode.l10n.t("Create a contact in {0}?", placeOf(connection)), [
            connectionLine(connection),
            `${vscode.l10n.t("Inboxes")}: ${names.join(", ")}`,
            `${vscode.l10n.t("Request")}: POST contacts/`,
            ...accessLines(undefined, parseContactText(json).fields.get("queryMetadata")?.json),
            "",
            ...fieldLines(parseContactText(json), "+"),
          ]),
        };
      },
      invoke: async (raw, signal) => {
        const input = TOOL_INPUTS.maiagent_createContact.read(raw);
        const { connection, body } = take("maiagent_createContact", input);
        signal.throwIfAborted();
        const { contact } = await contacts.create(connection.id, body ?? { json: "{}" }, { writer: "tool" });
        return {
          done: "created",
          connection: connectionForModel(connection),
          ...contactForModel(contact, { showsPersonalData: window.showsPersonalData() }),
        };
      },
    },

    maiagent_updateContact: {
      prepare: async (raw, signal) => {
        const input = TOOL_INPUTS.maiagent_updateContact.read(raw);
        const connection = writableConnection(connections, input.connection, window);
        const ref = { connectionId: connection.id, contactId: input.id };
        const { base, changes, body } = plannedChange(
          contactOf((await contacts.retrieve(ref, { signal })).json),
          input.changes,
        );
        if (changes.length === 0) {
          throw new ToolInputError("Nothing to do: the contact already has these values.");
        }
        hold("maiagent_updateContact", input, { connection, contactId: input.id, base, body });
        return {
          progress: vscode.l10n.t("Changing a contact…"),
          question: question(vscode.l10n.t("Change a contact of {0}?", placeOf(connection)), [
            connectionLine(connection),
            contactLine(base, input.id),
            `${vscode.l10n.t("Request")}: PATCH contacts/${shownJson(input.id)}/`,
            ...changes.flatMap(({ field, from, to }) =>
              field === "queryMetadata" ? accessLines(from?.json, to?.json) : [],
            ),
            "",
            ...diffLines(changes),
          ]),
        };
      },
      invoke: async (raw, signal) => {
        const input = TOOL_INPUTS.maiagent_updateContact.read(raw);
        const { connection, base, body } = take("maiagent_updateContact", input);
        const ref = { connectionId: connection.id, contactId: input.id };
        const before = base && (await unchanged(ref, base, signal));
        const { contact } = await contacts.update(ref, body ?? { json: "{}" }, { before, writer: "tool" });
        return {
          done: "updated",
          connection: connectionForModel(connection),
          ...contactForModel(contact, { showsPersonalData: window.showsPersonalData() }),
        };
      },
    },

    maiagent_deleteContact: {
      prepare: async (raw, signal) => {
        const input = TOOL_INPUTS.maiagent_deleteContact.read(raw);
        const connection = writableConnection(connections, input.connection, window);
        const ref = { connectionId: connection.id, contactId: input.id };
        const base = contactOf((await contacts.retrieve(ref, { signal })).json);
        hold("maiagent_deleteContact", input, { connection, contactId: input.id, base, body: undefined });
        return {
          progress: vscode.l10n.t("Deleting a contact…"),
          question: question(vscode.l10n.t("Delete a contact from {0}?", placeOf(connection)), [
            connectionLine(connection),
            contactLine(base, input.id),
            `${vscode.l10n.t("Request")}: DELETE contacts/${shownJson(input.id)}/`,
            vscode.l10n.t("MaiAgent cannot bring it back."),
            "",
            ...fieldLines(base, "-"),
          ]),
        };
      },
      invoke: async (raw, signal) => {
        const input = TOOL_INPUTS.maiagent_deleteContact.read(raw);
        const { connection, base } = take("maiagent_deleteContact", input);
        const ref = { connectionId: connection.id, contactId: input.id };
        const before = base && (await unchanged(ref, base, signal));
        await contacts.delete(ref, { before, writer: "tool" });
        return { done: "deleted", connection: connectionForModel(connection), id: textForModel(input.id) };
      },
    },
  };
}

function question(title: string, lines: readonly string[]): ToolQuestion {
  return { title: toastText(title), lines };
}

/** What a change of `queryMetadata` does to access, above the change itself, which says it to few. */
function accessLines(from: string | undefined, to: string | undefined): readonly string[] {
  const lines = accessChanges(from, to).map(
    ({ sign, text }) => `${sign === "−" ? "-" : sign} ${shownJson(text)}`,
  );
  return lines.length === 0 ? [] : ["", `${vscode.l10n.t("Knowledge access")}:`, ...lines];
}

/** Name and id as JSON: an empty or invisible name is seen as such. */
function contactLine(base: ContactText, id: string): string {
  const name = base.fields.get("name")?.json ?? "null";
  return `${vscode.l10n.t("Contact")}: ${shownJson(name)} · ${shownJson(JSON.stringify(id))}`;
}
