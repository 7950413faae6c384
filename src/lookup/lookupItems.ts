import * as vscode from "vscode";
import type { Contact } from "../api/schemas.ts";
import { timestampOf } from "../model/timestamp.ts";
import { contactDescription, contactLabel } from "../ui/contactLabel.ts";
import { describeError } from "../ui/describeError.ts";
import { labelText } from "../ui/safeText.ts";
import { relativeTime } from "../ui/timeText.ts";
import type { CompletionsView, LookupRow, LookupSearch, LookupView, ResultsView } from "./lookupView.ts";

/** A contact that was picked, with what its row knew of it. */
export interface FoundContact {
  readonly connectionId: string;
  readonly contactId: string;
  readonly contact: Contact;
}

/** What Enter does on a row. */
export type LookupChoice =
  | { readonly kind: "contact"; readonly found: FoundContact }
  | { readonly kind: "search"; readonly search: LookupSearch }
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "next" | "previous" | "retry" | "setKey" };

export interface LookupItem extends vscode.QuickPickItem {
  readonly choice?: LookupChoice;
}

/** What rows need to know besides the view. */
export interface LookupItemContext {
  /** How a connection is called; undefined while there is only one. */
  readonly connectionName: (connectionId: string) => string | undefined;
  readonly isPinned: (found: FoundContact) => boolean;
  readonly contactButtons: (isPinned: boolean) => readonly vscode.QuickInputButton[];
  readonly searchButtons: readonly vscode.QuickInputButton[];
  /** Offered first while nothing is typed. */
  readonly suggested: { readonly found: FoundContact; readonly label: string } | undefined;
  /** The text without its `in:`. */
  readonly textOfAllInboxes: string | undefined;
  /** Epoch milliseconds. */
  readonly now: number;
}

/** The rows of a view. All names are made safe here. */
export function lookupItems(view: LookupView, context: LookupItemContext): LookupItem[] {
  switch (view.kind) {
    case "remembered": {
      const suggested = suggestedItem(context);
      return [
        ...suggested,
        ...section(vscode.l10n.t("pinned"), contactItems(view.rows, "pinned", context)),
        ...section(vscode.l10n.t("recent"), contactItems(view.rows, "recent", context)),
        ...section(
          vscode.l10n.t("saved searches"),
          view.searches.map((search) => searchItem(search, context)),
        ),
      ];
    }
    case "completions":
      return completionItems(view);
    case "results":
      return resultItems(view, context);
    case "failed": {
      const { message, needsKey } = describeError(view.error);
      return [
        {
          label: `$(warning) ${labelText(message)}`,
          detail: vscode.l10n.t("Press Enter to try again."),
          alwaysShow: true,
          choice: { kind: "retry" },
        },
        ...(needsKey
          ? [
              {
                label: `$(key) ${vscode.l10n.t("Set API Key")}`,
                alwaysShow: true,
                choice: { kind: "setKey" } as const,
              },
            ]
          : []),
      ];
    }
  }
}

function section(title: string, items: readonly LookupItem[]): readonly LookupItem[] {
  return items.length === 0 ? [] : [{ label: title, kind: vscode.QuickPickItemKind.Separator }, ...items];
}

function suggestedItem({ suggested }: LookupItemContext): readonly LookupItem[] {
  return suggested
    ? [
        {
          label: `$(go-to-file) ${labelText(suggested.label)}`,
          description: vscode.l10n.t("in the active editor"),
          alwaysShow: true,
          choice: { kind: "contact", found: suggested.found },
        },
      ]
    : [];
}

function contactItems(
  rows: readonly LookupRow[],
  shelf: LookupRow["shelf"],
  context: LookupItemContext,
): readonly LookupItem[] {
  return rows.flatMap((row) => {
    const isSuggested = row.contact.id === context.suggested?.found.contactId;
    return row.shelf === shelf && !isSuggested ? [contactItem(row, context)] : [];
  });
}

function contactItem({ connectionId, contact, shelf }: LookupRow, context: LookupItemContext): LookupItem {
  const found: FoundContact = { connectionId, contactId: contact.id, contact };
  const isPinned = context.isPinned(found);
  const icon = isPinned ? "$(pinned)" : shelf === "recent" ? "$(history)" : "$(account)";
  return {
    label: `${icon} ${contactLabel(contact)}`,
    description: contactDescription(contact),
    detail: detailOf(contact, context.connectionName(connectionId), context.now),
    alwaysShow: true,
    buttons: context.contactButtons(isPinned),
    choice: { kind: "contact", found },
  };
}

/** Inboxes, age and, with several connections, which one. */
function detailOf(contact: Contact, connection: string | undefined, now: number): string {
  const time = timestampOf(contact.updatedAt ?? contact.createdAt ?? undefined);
  const inboxes = (contact.inboxes ?? [])
    .map(({ name }) => labelText(name ?? ""))
    .filter((name) => name !== "");
  return [
    inboxes.join(", "),
    time === undefined ? "" : relativeTime(time, now),
    connection === undefined ? "" : labelText(connection),
  ]
    .filter((part) => part !== "")
    .join(" · ");
}

function searchItem(search: LookupSearch, context: LookupItemContext): LookupItem {
  const connection = context.connectionName(search.connectionId);
  return {
    label: `$(star-full) ${labelText(search.name)}`,
    description: labelText(search.text === search.name ? "" : search.text),
    ...(connection === undefined ? {} : { detail: labelText(connection) }),
    alwaysShow: true,
    buttons: context.searchButtons,
    choice: { kind: "search", search },
  };
}

function completionItems({ keyword, value, isKnown, options }: CompletionsView): LookupItem[] {
  const isInbox = keyword === "in";
  const unknown = isInbox
    ? vscode.l10n.t("No inbox is called “{0}”", labelText(value))
    : vscode.l10n.t("No connection is called “{0}”", labelText(value));
  const title = isInbox ? vscode.l10n.t("inboxes") : vscode.l10n.t("connections");
  return [
    ...(isKnown || value === "" ? [] : [{ label: `$(info) ${unknown}`, alwaysShow: true }]),
    ...section(
      title,
      options.map(({ id, name, text }): LookupItem => ({
        label: `${isInbox ? "$(inbox)" : "$(plug)"} ${labelText(name) || labelText(id)}`,
        // Two of one name are told apart by their ids.
        description: options.filter((other) => other.name === name).length > 1 ? labelText(id) : "",
        alwaysShow: true,
        choice: { kind: "text", text },
      })),
    ),
  ];
}

function resultItems(view: ResultsView, context: LookupItemContext): LookupItem[] {
  const { rows, words, isWaiting, hasMore, start } = view;
  const suggested = words === "" ? suggestedItem(context) : [];
  const contacts = rows.flatMap((row) =>
    suggested.length > 0 && row.contact.id === context.suggested?.found.contactId
      ? []
      : [contactItem(row, context)],
  );
  if (isWaiting) {
    const searching = vscode.l10n.t("Searching…");
    return contacts.length + suggested.length === 0
      ? [{ label: `$(loading~spin) ${searching}`, alwaysShow: true }]
      : [...suggested, ...section(searching, contacts)];
  }
  if (rows.length === 0) {
    return [...suggested, ...nothingFound(words, context)];
  }
  const count = view.count ?? rows.length;
  const end = start + rows.length - 1;
  return [
    ...suggested,
    ...(start === 1
      ? []
      : [
          {
            label: `$(fold-up) ${vscode.l10n.t("Show previous")}`,
            alwaysShow: true,
            choice: { kind: "previous" } as const,
          },
        ]),
    ...contacts,
    ...(hasMore
      ? [
          {
            label: `$(fold-down) ${vscode.l10n.t("Show more ({0} of {1})", numberText(end), numberText(count))}`,
            alwaysShow: true,
            choice: { kind: "next" } as const,
          },
        ]
      : []),
  ];
}

function nothingFound(words: string, { textOfAllInboxes }: LookupItemContext): LookupItem[] {
  const label =
    words === ""
      ? vscode.l10n.t("No contacts yet")
      : vscode.l10n.t("No contact matches “{0}”", labelText(words));
  return [
    {
      label,
      detail: vscode.l10n.t("The server searches name, source ID, e-mail and more."),
      alwaysShow: true,
    },
    ...(textOfAllInboxes === undefined
      ? []
      : [
          {
            label: `$(list-flat) ${vscode.l10n.t("Search in all inboxes")}`,
            alwaysShow: true,
            choice: { kind: "text", text: textOfAllInboxes } as const,
          },
        ]),
  ];
}

/** Which rows of how many; empty until the answer is there. It stands in the title: the focused row covers its own. */
export function countText(view: LookupView): string {
  if (view.kind !== "results" || view.isWaiting || view.rows.length === 0) {
    return "";
  }
  const { start, rows } = view;
  const end = start + rows.length - 1;
  const count = view.count ?? rows.length;
  if (start === 1 && end >= count) {
    return count === 1 ? vscode.l10n.t("1 contact") : vscode.l10n.t("{0} contacts", numberText(count));
  }
  return vscode.l10n.t("{0} to {1} of {2}", numberText(start), numberText(end), numberText(count));
}

function numberText(number: number): string {
  return number.toLocaleString(vscode.env.language);
}
