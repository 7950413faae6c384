import * as vscode from "vscode";
import type { Contact } from "../../api/schemas.ts";
import type { ContactStore } from "../../state/contactStore.ts";
import { contactForModel, LARGEST_RESULT, textForModel } from "../engine/tools/contactForModel.ts";
import { MOST_FOUND, TOOL_INPUTS } from "../engine/tools/toolInput.ts";
import type { ContactTool, ToolWindow } from "./contactTool.ts";
import { connectionForModel, connectionOf, type KnownConnections } from "./toolConnection.ts";

const DEFAULT_FOUND = 10;
const MOST_INBOXES = 100;

/** What the tools work with. */
export interface ToolParts {
  readonly connections: KnownConnections;
  readonly contacts: Pick<ContactStore, "inboxes" | "search" | "retrieve" | "create" | "update" | "delete">;
  readonly window: ToolWindow;
}

/** The tools that only read. */
export function readTools({
  connections,
  contacts,
  window,
}: ToolParts): Record<"maiagent_listInboxes" | "maiagent_findContacts" | "maiagent_getContact", ContactTool> {
  const view = () => ({ showsPersonalData: window.showsPersonalData() });
  return {
    maiagent_listInboxes: {
      prepare: async (input) => {
        TOOL_INPUTS.maiagent_listInboxes.read(input);
        return Promise.resolve({ progress: vscode.l10n.t("Reading the inboxes…") });
      },
      invoke: async (input, signal) => {
        const connection = connectionOf(connections, TOOL_INPUTS.maiagent_listInboxes.read(input).connection);
        const { inboxes } = await unlessAborted(contacts.inboxes(connection.id), signal);
        return {
          connection: connectionForModel(connection),
          connections: connections.all.map(connectionForModel),
          inboxes: inboxes.slice(0, MOST_INBOXES).map(({ id, name, channelType }) => ({
            id: textForModel(id),
            name: textForModel(name),
            ...(channelType === undefined ? {} : { channelType: textForModel(channelType) }),
          })),
          notShown: Math.max(0, inboxes.length - MOST_INBOXES),
        };
      },
    },

    maiagent_findContacts: {
      prepare: async (input) => {
        TOOL_INPUTS.maiagent_findContacts.read(input);
        return Promise.resolve({ progress: vscode.l10n.t("Looking for contacts…") });
      },
      invoke: async (input, signal) => {
        const {
          text,
          inbox,
          limit = DEFAULT_FOUND,
          page = 1,
          connection: id,
        } = TOOL_INPUTS.maiagent_findContacts.read(input);
        const connection = connectionOf(connections, id);
        const { count, items } = await contacts.search(
          { connectionId: connection.id, inboxId: inbox },
          { text, page, pageSize: limit },
          signal,
        );
        // The server caps a page as it likes, also upwards.
        const shown = items.slice(0, Math.min(limit, MOST_FOUND));
        return {
          connection: connectionForModel(connection),
          found: count,
          page,
          contacts: shown.map((contact) => contactForModel(summaryOf(contact), view(), 500).contact),
          personalDataIsMasked: !window.showsPersonalData(),
        };
      },
    },

    maiagent_getContact: {
      prepare: async (input) => {
        TOOL_INPUTS.maiagent_getContact.read(input);
        return Promise.resolve({ progress: vscode.l10n.t("Reading a contact…") });
      },
      invoke: async (input, signal) => {
        const { id, connection: connectionId } = TOOL_INPUTS.maiagent_getContact.read(input);
        const connection = connectionOf(connections, connectionId);
        const { contact } = await contacts.retrieve(
          { connectionId: connection.id, contactId: id },
          { signal },
        );
        return {
          connection: connectionForModel(connection),
          ...contactForModel(contact, view(), LARGEST_RESULT),
          personalDataIsMasked: !window.showsPersonalData(),
        };
      },
    },
  };
}

function summaryOf({
  id,
  name,
  sourceId,
  email,
  phoneNumber,
  inboxes,
  updatedAt,
}: Contact): Readonly<Record<string, unknown>> {
  const places = (inboxes ?? []).slice(0, 5).map((inbox) => ({ id: inbox.id, name: inbox.name ?? null }));
  return { id, name, sourceId, email, phoneNumber, inboxes: places, updatedAt };
}

/** Inboxes are read once for the whole window, so the request itself goes on when one caller gives up. */
async function unlessAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  signal.throwIfAborted();
  const value = await work;
  signal.throwIfAborted();
  return value;
}
