import * as vscode from "vscode";
import { uriOf, VIEW_TYPE } from "../editor/contactUri.ts";
import { contactLink, type LinkProblem, parseContactLink } from "../model/contactLink.ts";
import { dashboardUrl, type DashboardProblem, namesInbox } from "../lookup/dashboardUrl.ts";
import { placeOf } from "../ui/placeText.ts";
import { toastText, valueText } from "../ui/safeText.ts";
import type { CommandTable, ContactTarget } from "./commandTypes.ts";
import type { CommandContext } from "./context.ts";
import { contactFor } from "./targets.ts";

const DASHBOARD = "maiagent.dashboardUrl";

type LinkCommands = Pick<
  CommandTable,
  "maiagent.openLink" | "maiagent.copyContactLink" | "maiagent.openInMaiAgent"
>;

/** Links to contacts: into VS Code, and to MaiAgent's own pages. */
export function linkCommands(context: CommandContext): LinkCommands {
  return {
    "maiagent.openLink": async (uri) => {
      if (uri instanceof vscode.Uri) {
        await openLink(context, uri);
      }
    },

    "maiagent.copyContactLink": async (target) => {
      const ref = await contactFor(context, target, vscode.l10n.t("Copy Link to Contact"));
      await vscode.env.clipboard.writeText(contactLink(vscode.env.uriScheme, ref));
      vscode.window.setStatusBarMessage(
        vscode.l10n.t("Link copied. It works for everyone who has the connection “{0}”.", ref.connectionId),
        5000,
      );
    },

    "maiagent.openInMaiAgent": async (target) => {
      await openInMaiAgent(context, target);
    },
  };
}

/**
 * Opens the contact that a link names, after a question: whoever wrote the link decides what is opened, so the person
 * has to see over which connection and which contact. No request is sent before.
 */
async function openLink({ connections }: CommandContext, uri: vscode.Uri): Promise<void> {
  const link = parseContactLink(uri);
  if ("problem" in link) {
    await vscode.window.showErrorMessage(toastText(describeLinkProblem(link)));
    return;
  }
  const connection = connections.get(link.connectionId);
  if (!connection) {
    const add = vscode.l10n.t("Add Connection");
    const choice = await vscode.window.showErrorMessage(
      toastText(
        vscode.l10n.t(
          "The link names the connection “{0}”, which is not set up here. A link cannot set one up: ask its sender for the address, or use your own connection with this id.",
          valueText(link.connectionId),
        ),
      ),
      add,
    );
    if (choice === add) {
      await vscode.commands.executeCommand("maiagent.addConnection");
    }
    return;
  }
  const open = vscode.l10n.t("Open Contact");
  const choice = await vscode.window.showInformationMessage(
    toastText(vscode.l10n.t("Open a contact of {0} from a link?", placeOf(connection))),
    {
      modal: true,
      detail: toastText(
        vscode.l10n.t(
          "Contact ID: {0}. The contact is read over your connection; nothing is changed.",
          valueText(link.contactId),
        ),
      ),
    },
    open,
  );
  if (choice === open) {
    await vscode.commands.executeCommand("vscode.openWith", uriOf(link), VIEW_TYPE);
  }
}

function describeLinkProblem({ problem, part }: LinkProblem): string {
  const shown = valueText(part);
  switch (problem) {
    case "path":
      return vscode.l10n.t("The link was not opened: MaiAgent Contacts knows no “{0}”.", shown);
    case "parameter":
      return vscode.l10n.t(
        "The link was not opened: it has “{0}”, but a link may only name a connection and an id.",
        shown,
      );
    case "repeated":
      return vscode.l10n.t("The link was not opened: it has “{0}” more than once.", shown);
    case "missing":
      return vscode.l10n.t("The link was not opened: it does not say “{0}”.", shown);
    case "connection":
      return vscode.l10n.t("The link was not opened: “{0}” cannot be the id of a connection.", shown);
    case "id":
      return vscode.l10n.t("The link was not opened: “{0}” cannot be the ID of a contact.", shown);
    case "length":
    case "encoding":
      return vscode.l10n.t("The link was not opened: it is too long or damaged.");
  }
}

/** The template is read from the user's own settings only: a workspace must not decide where a contact's id goes. */
async function openInMaiAgent(context: CommandContext, target: ContactTarget): Promise<void> {
  const template = vscode.workspace.getConfiguration().inspect<unknown>(DASHBOARD)?.globalValue;
  if (typeof template !== "string" || template === "") {
    await refused(vscode.l10n.t("Set the address of MaiAgent's pages in maiagent.dashboardUrl first."));
    return;
  }
  const ref = await contactFor(context, target, vscode.l10n.t("Open in MaiAgent"));
  const url = dashboardUrl(template, {
    connection: ref.connectionId,
    contactId: ref.contactId,
    inboxId: namesInbox(template) ? await inboxOf(context, ref, target) : undefined,
  });
  if (typeof url === "string") {
    await refused(describeDashboardProblem(url));
    return;
  }
  await vscode.env.openExternal(vscode.Uri.parse(url.href, true));
}

/** The inbox of the row that was clicked, else the contact's first one. */
async function inboxOf(
  { contacts }: CommandContext,
  ref: { readonly connectionId: string; readonly contactId: string },
  target: ContactTarget,
): Promise<string | undefined> {
  if (target && "inboxId" in target && target.inboxId !== undefined) {
    return target.inboxId;
  }
  return (await contacts.retrieve(ref)).contact.inboxes?.[0]?.id;
}

async function refused(message: string): Promise<void> {
  const settings = vscode.l10n.t("Open Settings");
  const choice = await vscode.window.showErrorMessage(toastText(message), settings);
  if (choice === settings) {
    await vscode.commands.executeCommand("workbench.action.openSettings", DASHBOARD);
  }
}

function describeDashboardProblem(problem: DashboardProblem): string {
  switch (problem) {
    case "invalid":
      return vscode.l10n.t("The setting maiagent.dashboardUrl is not an address.");
    case "notHttps":
      return vscode.l10n.t("The address in maiagent.dashboardUrl must begin with https://.");
    case "userInfo":
      return vscode.l10n.t("The address in maiagent.dashboardUrl must not contain a user name or password.");
    case "placeholder":
      return vscode.l10n.t(
        "The address in maiagent.dashboardUrl has an unknown placeholder. There are contactId, inboxId and connection, in braces.",
      );
    case "host":
      return vscode.l10n.t("The host in maiagent.dashboardUrl must not have placeholders.");
    case "noInbox":
      return vscode.l10n.t("The contact is in no inbox, but maiagent.dashboardUrl needs one.");
  }
}
