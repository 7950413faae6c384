import * as vscode from "vscode";
import { copyForms, type CopyForm, formLabel, isSameForm, readCopyForm } from "../assist/copyAs/copyForm.ts";
import { pickCopyForm } from "../assist/copyAs/pickCopyForm.ts";
import { jsonFixture } from "../assist/engine/copyAs/jsonFixture.ts";
import { snippetOf } from "../assist/engine/copyAs/snippetForm.ts";
import { changeRequest, createRequest, readRequest } from "../assist/engine/copyAs/snippetRequest.ts";
import { zodModule } from "../assist/engine/copyAs/zodModule.ts";
import { uriOf } from "../editor/contactUri.ts";
import { SANDBOX_ID } from "../model/connection.ts";
import { type FieldChange, sendableChanges } from "../model/contactChanges.ts";
import { documentTextOf, parseContactText } from "../model/contactText.ts";
import { UnknownConnectionError } from "../state/clients.ts";
import type { ContactRef } from "../state/contactStore.ts";
import type { TreeNode } from "../tree/treeNode.ts";
import { contactLabel, shortId } from "../ui/contactLabel.ts";
import { toastText } from "../ui/safeText.ts";
import type { CommandTable, ContactTarget } from "./commandTypes.ts";
import type { CommandContext } from "./context.ts";
import { contactFor } from "./targets.ts";

const LAST_FORM = "maiagent.copyAs.last";
/** Requests in flight while several contacts are read. */
const READ_AT_ONCE = 6;

/** 'Copy As': a contact as a request in a language, as a type or as a fixture. */
export function copyAsCommands(context: CommandContext): Pick<CommandTable, "maiagent.copyContactAs"> {
  return {
    "maiagent.copyContactAs": async (target, selection, given) => {
      const selected = selectedRefs(target, selection ?? []);
      const form = readCopyForm(given);
      if (selected.length > 1) {
        await copySeveral(context, selected, form);
        return;
      }
      const ref = await contactFor(context, target, vscode.l10n.t("Copy Contact As"));
      await copyOne(context, ref, target, form);
    },
  };
}

/** The selection, if the row that the command was run on is part of it. */
function selectedRefs(target: ContactTarget, selection: readonly TreeNode[]): readonly ContactRef[] {
  if (!target || !("contactId" in target)) {
    return [];
  }
  // A contact of several inboxes has a row in each.
  const refs = new Map(
    selection.flatMap((node) =>
      node.kind === "contact"
        ? [
            [
              `${node.connectionId}/${node.contactId}`,
              { connectionId: node.connectionId, contactId: node.contactId },
            ],
          ]
        : [],
    ),
  );
  return refs.has(`${target.connectionId}/${target.contactId}`) ? [...refs.values()] : [];
}

async function copyOne(
  context: CommandContext,
  ref: ContactRef,
  target: ContactTarget,
  given: CopyForm | undefined,
): Promise<void> {
  const name = target && "contact" in target ? contactLabel(target.contact) : shortId(ref.contactId);
  const changes = unsavedChanges(context, ref);
  const forms = copyForms(changes.length > 0);
  const form = offered(forms, given) ?? (await ask(context, vscode.l10n.t("Copy {0} As", name), forms));
  await copy(form, await textOf(context, ref, form, changes));
}

async function textOf(
  context: CommandContext,
  ref: ContactRef,
  form: CopyForm,
  changes: readonly FieldChange[],
): Promise<string> {
  switch (form.kind) {
    case "ids":
      return ref.contactId;
    case "fixture":
      return jsonFixture([await contactText(context, ref)]);
    case "typescript":
      return zodModule([JSON.parse(await contactText(context, ref))]);
    case "request": {
      const baseUrl = await baseUrlOf(context, ref.connectionId);
      switch (form.method) {
        case "GET":
          return snippetOf(form.language, readRequest(baseUrl, ref.contactId));
        case "PATCH":
          return snippetOf(form.language, changeRequest(baseUrl, ref.contactId, changes));
        case "POST":
          return snippetOf(
            form.language,
            createRequest(baseUrl, parseContactText(await contactText(context, ref))),
          );
      }
    }
  }
}

async function copySeveral(
  context: CommandContext,
  refs: readonly ContactRef[],
  given: CopyForm | undefined,
): Promise<void> {
  const title = vscode.l10n.t("Copy {0} Contacts As", refs.length);
  const forms: readonly CopyForm[] = [{ kind: "ids" }, { kind: "fixture" }, { kind: "typescript" }];
  const form = offered(forms, given) ?? (await pickCopyForm(forms, { title, last: undefined }));
  if (form.kind === "ids") {
    await copy(form, refs.map(({ contactId }) => contactId).join("\n"));
    return;
  }
  const texts = await contactTexts(context, refs);
  await copy(
    form,
    form.kind === "fixture" ? jsonFixture(texts) : zodModule(texts.map((text): unknown => JSON.parse(text))),
  );
}

/** The form that was given, if it can be had now: there may be no unsaved change. */
function offered(forms: readonly CopyForm[], given: CopyForm | undefined): CopyForm | undefined {
  return given && forms.find((form) => isSameForm(form, given));
}

async function ask(
  { globalState }: CommandContext,
  title: string,
  forms: readonly CopyForm[],
): Promise<CopyForm> {
  const form = await pickCopyForm(forms, { title, last: readCopyForm(globalState.get(LAST_FORM)) });
  await globalState.update(LAST_FORM, form);
  return form;
}

async function copy(form: CopyForm, text: string): Promise<void> {
  await vscode.env.clipboard.writeText(text);
  const label = formLabel(form);
  const message =
    form.kind === "request"
      ? vscode.l10n.t("Copied as {0}. It reads the key from MAIAGENT_API_KEY.", `${label}, ${form.method}`)
      : form.kind === "ids"
        ? vscode.l10n.t("Copied as {0}.", label)
        : vscode.l10n.t("Copied as {0}, without credentials.", label);
  vscode.window.setStatusBarMessage(message, 5000);
}

/** What a save of the open document would send; empty while it is saved, closed or no JSON. */
function unsavedChanges({ files }: CommandContext, ref: ContactRef): readonly FieldChange[] {
  const record = files.record(uriOf(ref));
  const text = record.isUnsaved ? record.document?.getText() : undefined;
  return text === undefined ? [] : sendableChanges(record.changes(text) ?? []);
}

/** The contact as its open document has it, else as the server has it; never with MCP credentials. */
async function contactText(
  { files, contacts }: CommandContext,
  ref: ContactRef,
  signal?: AbortSignal,
): Promise<string> {
  const record = files.record(uriOf(ref));
  const text = record.isPlaceholder ? undefined : record.document?.getText();
  return documentTextOf(text ?? (await contacts.retrieve(ref, signal ? { signal } : {})).json);
}

/** In the order of `refs`, some at a time, in a notification with a Cancel button. */
async function contactTexts(
  context: CommandContext,
  refs: readonly ContactRef[],
): Promise<readonly string[]> {
  return vscode.window.withProgress(
    {
      location: vscode.ProgressLocation.Notification,
      title: toastText(vscode.l10n.t("Reading {0} contacts…", refs.length)),
      cancellable: true,
    },
    async (progress, token) => {
      const cancel = new AbortController();
      token.onCancellationRequested(() => cancel.abort(new vscode.CancellationError()));
      const texts: string[] = [];
      for (let at = 0; at < refs.length; at += READ_AT_ONCE) {
        const part = refs.slice(at, at + READ_AT_ONCE);
        cancel.signal.throwIfAborted();
        texts.push(...(await Promise.all(part.map((ref) => contactText(context, ref, cancel.signal)))));
        progress.report({ increment: (part.length / refs.length) * 100 });
      }
      return texts;
    },
  );
}

/** Where the connection's requests go. The sandbox has another port at each start. */
async function baseUrlOf({ connections, clients }: CommandContext, connectionId: string): Promise<string> {
  if (connectionId === SANDBOX_ID) {
    return (await clients.get(connectionId)).baseUrl;
  }
  const connection = connections.get(connectionId);
  if (!connection) {
    throw new UnknownConnectionError(connectionId);
  }
  return connection.baseUrl;
}
