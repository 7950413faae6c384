import * as vscode from "vscode";
import type { Contact } from "../api/schemas.ts";
import type { Connection, Role } from "../model/connection.ts";
import type { ContactStore } from "../state/contactStore.ts";
import type { SavedSearch } from "../state/lookupMemory.ts";
import { contactDescription, contactLabel } from "../ui/contactLabel.ts";
import { describeError } from "../ui/describeError.ts";
import { describeSettingProblem } from "../ui/describeInput.ts";
import { roleName } from "../ui/roleName.ts";
import { appendValue } from "../ui/markdownText.ts";
import { labelText } from "../ui/safeText.ts";
import { type ContactNode, type ListNode, type RowIds, type TreeNode } from "./treeNode.ts";

const CHANNEL_ICONS: Readonly<Record<string, string>> = {
  line: "comment",
  telegram: "send",
  web: "globe",
  messenger: "comment-discussion",
};

const ROLE_COLORS: Readonly<Record<Role, string>> = {
  development: "charts.green",
  staging: "charts.yellow",
  production: "charts.red",
  sandbox: "charts.blue",
};

/** What rows ask the store; no request comes of it. */
type RowStore = Pick<ContactStore, "listing" | "knownInboxes">;

/** What a click on a contact does: the same for all, without an argument, which VS Code would keep for each row. */
const OPEN_ROW: vscode.Command = { command: "maiagent.openRow", title: "" };

/**
 * How a row looks. A contact's tooltip, and far down a list what a click does, are made when somebody points at it or
 * clicks ({@link resolveContactItem}): VS Code is sent every row of a list again whenever one is added. But it forgets
 * what it could ask for a row while the list is read again, and a click is lost then; near the top it is not.
 */
export function treeItemOf(node: TreeNode, store: RowStore, ids: RowIds): vscode.TreeItem {
  const item = bareItem(node, store);
  item.id = ids.of(node);
  return item;
}

function bareItem(node: TreeNode, store: RowStore): vscode.TreeItem {
  switch (node.kind) {
    case "connection":
      return connectionItem(node.connection);
    case "pinned": {
      const item = new vscode.TreeItem(vscode.l10n.t("Pinned"), vscode.TreeItemCollapsibleState.Collapsed);
      item.iconPath = new vscode.ThemeIcon("pinned");
      item.description = node.count.toLocaleString(vscode.env.language);
      item.contextValue = "pinned";
      item.accessibilityInformation = {
        label: vscode.l10n.t("Pinned, {0} contacts", item.description),
      };
      return item;
    }
    case "list": {
      if (node.search) {
        return savedSearchItem(node, node.search, store);
      }
      const listing = store.listing(node);
      const label = node.inbox ? labelText(node.inbox.name) || node.inbox.id : vscode.l10n.t("All contacts");
      const item = new vscode.TreeItem(label, vscode.TreeItemCollapsibleState.Collapsed);
      const channel = (node.inbox?.channelType ?? "").toLowerCase();
      item.iconPath = new vscode.ThemeIcon(node.inbox ? (CHANNEL_ICONS[channel] ?? "inbox") : "list-flat");
      const count = listing.count?.toLocaleString(vscode.env.language) ?? "";
      const filter = listing.filter === "" ? "" : vscode.l10n.t('filter: "{0}"', labelText(listing.filter));
      item.description = [filter, count].filter((part) => part !== "").join(" · ");
      item.contextValue = `${node.inbox ? "inbox" : "allContacts"}${listing.filter === "" ? "" : ".filtered"}${node.isReadOnly ? ".readOnly" : ""}`;
      item.tooltip = [label, labelText(node.inbox?.channelType ?? ""), node.inbox?.id ?? ""]
        .filter((line) => line !== "")
        .join("\n");
      item.accessibilityInformation = {
        label: [
          label,
          labelText(node.inbox?.channelType ?? ""),
          listing.count === undefined ? "" : vscode.l10n.t("{0} contacts", count),
          filter,
        ]
          .filter((part) => part !== "")
          .join(", "),
      };
      return item;
    }
    case "contact": {
      // No icon: all would be the same, and VS Code looks at all rows of a list for each that has one.
      const item = new vscode.TreeItem(contactLabel(node.contact));
      const description = contactDescription(node.contact);
      if (description !== "") {
        item.description = description;
      }
      if (node.isFarDown !== true) {
        item.command = OPEN_ROW;
      }
      item.contextValue = `contact${node.isPinnedRow === true ? ".pinned" : ""}${node.isReadOnly ? ".readOnly" : ""}`;
      return item;
    }
    case "loadMore": {
      const [loaded, count] = [node.loaded, node.count].map(
        (number) => number?.toLocaleString(vscode.env.language) ?? "?",
      );
      const item = new vscode.TreeItem(vscode.l10n.t("Load more ({0} of {1})", loaded ?? "", count ?? ""));
      item.iconPath = new vscode.ThemeIcon("fold-down");
      item.contextValue = "loadMore";
      item.command = { command: "maiagent.loadMore", title: vscode.l10n.t("Load more"), arguments: [node] };
      return item;
    }
    case "empty": {
      const item = new vscode.TreeItem(
        node.filter === ""
          ? vscode.l10n.t("No contacts yet")
          : vscode.l10n.t("No contact matches the filter"),
      );
      item.iconPath = new vscode.ThemeIcon(node.filter === "" ? "add" : "clear-all");
      if (node.search) {
        item.label = vscode.l10n.t("The search finds no contact");
        item.iconPath = new vscode.ThemeIcon("info");
      } else if (node.filter !== "") {
        item.description = vscode.l10n.t("Clear Filter");
        item.command = {
          command: "maiagent.clearFilter",
          title: vscode.l10n.t("Clear Filter"),
          arguments: [node],
        };
      } else if (node.isReadOnly) {
        item.iconPath = new vscode.ThemeIcon("info");
      } else {
        item.description = vscode.l10n.t("New Contact…");
        item.command = {
          command: "maiagent.newContact",
          title: vscode.l10n.t("New Contact…"),
          arguments: [node],
        };
      }
      item.contextValue = "empty";
      return item;
    }
    case "failure": {
      const { message, needsKey } = describeError(node.error);
      const item = new vscode.TreeItem(labelText(message));
      item.iconPath = new vscode.ThemeIcon("warning", new vscode.ThemeColor("list.warningForeground"));
      item.contextValue = needsKey ? "failure.key" : "failure";
      item.description = vscode.l10n.t("Retry");
      item.tooltip = labelText(message);
      item.command = { command: "maiagent.refresh", title: vscode.l10n.t("Retry"), arguments: [node] };
      return item;
    }
    case "setting": {
      const item = new vscode.TreeItem(describeSettingProblem(node));
      item.iconPath = new vscode.ThemeIcon("warning", new vscode.ThemeColor("list.warningForeground"));
      item.tooltip = describeSettingProblem(node);
      item.command = {
        command: "workbench.action.openApplicationSettingsJson",
        title: vscode.l10n.t("Open Settings"),
        arguments: [{ revealSetting: { key: "maiagent.connections" } }],
      };
      return item;
    }
  }
}

function savedSearchItem(node: ListNode, search: SavedSearch, store: RowStore): vscode.TreeItem {
  const { count } = store.listing(node);
  const name = labelText(search.name);
  const item = new vscode.TreeItem(
    vscode.l10n.t("Saved: {0}", name),
    vscode.TreeItemCollapsibleState.Collapsed,
  );
  const number = count?.toLocaleString(vscode.env.language) ?? "";
  item.iconPath = new vscode.ThemeIcon("star-full");
  item.description = number;
  item.contextValue = "savedSearch";
  const inbox = store.knownInboxes(node.connectionId).find(({ id }) => id === search.inboxId);
  item.tooltip = [
    name,
    search.text === "" ? "" : vscode.l10n.t("searches for: {0}", labelText(search.text)),
    labelText(inbox?.name ?? search.inboxId ?? ""),
  ]
    .filter((line) => line !== "")
    .join("\n");
  item.accessibilityInformation = {
    label: [
      vscode.l10n.t("Saved search {0}", name),
      number === "" ? "" : vscode.l10n.t("{0} contacts", number),
    ]
      .filter((part) => part !== "")
      .join(", "),
  };
  return item;
}

function connectionItem(connection: Connection): vscode.TreeItem {
  const item = new vscode.TreeItem(labelText(connection.label), vscode.TreeItemCollapsibleState.Expanded);
  const readOnly = connection.readOnly ? vscode.l10n.t("read-only") : "";
  item.description = [roleName(connection.role), readOnly].filter((part) => part !== "").join(" · ");
  item.iconPath = new vscode.ThemeIcon("circle-filled", new vscode.ThemeColor(ROLE_COLORS[connection.role]));
  item.contextValue = `connection${connection.role === "sandbox" ? ".sandbox" : ""}${connection.readOnly ? ".readOnly" : ""}`;
  item.tooltip =
    connection.role === "sandbox"
      ? vscode.l10n.t("Local server with sample data")
      : `${labelText(connection.label)}\n${connection.baseUrl}`;
  return item;
}

/** What a contact's row is not sent with. */
export function resolveContactItem(item: vscode.TreeItem, node: ContactNode): void {
  item.tooltip = contactTooltip(node.contact);
  item.command = OPEN_ROW;
}

/** Names come from outside: `appendValue` alone writes them, and nothing in it is trusted. */
export function contactTooltip(contact: Contact): vscode.MarkdownString {
  const tooltip = new vscode.MarkdownString();
  tooltip.isTrusted = false;
  tooltip.supportHtml = false;
  const lines: readonly (readonly [string, string | number | null | undefined])[] = [
    [vscode.l10n.t("E-mail"), contact.email],
    [vscode.l10n.t("Phone"), contact.phoneNumber],
    [vscode.l10n.t("Source ID"), contact.sourceId],
    [vscode.l10n.t("Inboxes"), (contact.inboxes ?? []).map(({ name }) => name ?? "").join(", ")],
    [vscode.l10n.t("ID"), contact.id],
  ];
  appendValue(tooltip.appendMarkdown("**"), contactLabel(contact)).appendMarkdown("**\n\n");
  for (const [label, value] of lines) {
    const text = labelText(String(value ?? ""));
    if (text !== "") {
      appendValue(tooltip, `${label}: ${text}`).appendMarkdown("  \n");
    }
  }
  return tooltip;
}
