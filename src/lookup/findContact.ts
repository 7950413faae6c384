import * as vscode from "vscode";
import { NotFoundError } from "../api/errors.ts";
import type { Contact } from "../api/schemas.ts";
import type { ContactRef, ContactStore } from "../state/contactStore.ts";
import { contactDescription, contactLabel } from "../ui/contactLabel.ts";
import { describeError } from "../ui/describeError.ts";
import { labelText } from "../ui/safeText.ts";

const DEBOUNCE_MS = 200;
const MAXIMUM_ROWS = 100;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Where to look, and what to ask. */
export interface FindOptions {
  readonly connectionId: string;
  readonly connectionLabel: string;
  readonly inboxId?: string | undefined;
  readonly inboxName?: string | undefined;
  readonly title: string;
  readonly placeholder?: string;
  /** Offered first while nothing is typed. */
  readonly suggested?: { readonly ref: ContactRef; readonly label: string } | undefined;
}

interface ContactItem extends vscode.QuickPickItem {
  readonly contactId?: string;
}

/**
 * Finds a contact as somebody types: 200 ms after the last key, the request before aborted, an answer for older
 * text dropped, at most 100 rows. A pasted id goes straight to the contact.
 * @throws vscode.CancellationError when the picker is dismissed.
 */
export async function findContact(contacts: ContactStore, options: FindOptions): Promise<ContactRef> {
  const { connectionId, suggested } = options;
  const picker = vscode.window.createQuickPick<ContactItem>();
  picker.title = options.title;
  picker.placeholder = options.placeholder ?? vscode.l10n.t("Name, source ID, e-mail or contact ID");
  picker.matchOnDescription = true;
  picker.matchOnDetail = true;
  let running: AbortController | undefined;
  let timer: NodeJS.Timeout | undefined;

  const look = async (text: string) => {
    running?.abort();
    const search = new AbortController();
    running = search;
    picker.busy = true;
    try {
      const found = await find(contacts, options, text, search.signal);
      if (!search.signal.aborted) {
        picker.items = itemsFor(found, text, suggested);
      }
    } catch (error) {
      if (!search.signal.aborted) {
        picker.items = [{ label: `$(warning) ${labelText(describeError(error).message)}`, alwaysShow: true }];
      }
    } finally {
      if (running === search) {
        picker.busy = false;
      }
    }
  };

  try {
    return await new Promise<ContactRef>((resolve, reject) => {
      picker.onDidChangeValue((value) => {
        clearTimeout(timer);
        // What is being asked for is no longer wanted, whatever the next request will be.
        running?.abort();
        picker.busy = true;
        timer = setTimeout(() => void look(value.trim()), DEBOUNCE_MS);
      });
      picker.onDidAccept(() => {
        const contactId = picker.selectedItems[0]?.contactId;
        if (contactId !== undefined) {
          resolve({ connectionId, contactId });
        }
      });
      picker.onDidHide(() => reject(new vscode.CancellationError()));
      picker.show();
      void look("");
    });
  } finally {
    clearTimeout(timer);
    running?.abort();
    picker.dispose();
  }
}

async function find(
  contacts: ContactStore,
  { connectionId, inboxId }: FindOptions,
  text: string,
  signal: AbortSignal,
): Promise<readonly Contact[]> {
  if (!UUID.test(text)) {
    return contacts.search(connectionId, text, inboxId, signal);
  }
  try {
    return [(await contacts.retrieve({ connectionId, contactId: text.toLowerCase() }, { signal })).contact];
  } catch (error) {
    if (error instanceof NotFoundError) {
      return [];
    }
    throw error;
  }
}

function itemsFor(
  found: readonly Contact[],
  text: string,
  suggested: FindOptions["suggested"],
): ContactItem[] {
  const rows = found.slice(0, MAXIMUM_ROWS).map((contact): ContactItem => ({
    label: `$(account) ${contactLabel(contact)}`,
    description: contactDescription(contact),
    detail: (contact.inboxes ?? []).map(({ name }) => labelText(name ?? "")).join(", "),
    alwaysShow: true,
    contactId: contact.id,
  }));
  if (rows.length === 0) {
    const nothing =
      text === ""
        ? vscode.l10n.t("No contacts yet")
        : vscode.l10n.t("No contact matches “{0}”", labelText(text));
    return [{ label: nothing, alwaysShow: true }];
  }
  if (text !== "" || !suggested) {
    return rows;
  }
  const first: ContactItem = {
    label: `$(go-to-file) ${labelText(suggested.label)}`,
    description: vscode.l10n.t("in the active editor"),
    alwaysShow: true,
    contactId: suggested.ref.contactId,
  };
  return [first, ...rows.filter(({ contactId }) => contactId !== suggested.ref.contactId)];
}
