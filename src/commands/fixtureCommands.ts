import * as vscode from "vscode";
import { askFixturePlace, describeFixtureError, fixtureFor, fixtureName } from "../assist/fixtureFile.ts";
import { FixtureComparisons } from "../assist/fixtureComparison.ts";
import {
  type Fixture,
  FixtureError,
  fixtureText,
  MAXIMUM_CONTACTS,
  parseFixture,
} from "../assist/engine/fixture.ts";
import { type FixtureUpdate, fixtureUpdate } from "../assist/engine/fixtureUpdate.ts";
import { NotFoundError } from "../api/errors.ts";
import { fileErrorSentence } from "../data/fileErrorSentence.ts";
import { documentTextOf } from "../model/contactText.ts";
import { UnknownConnectionError } from "../state/clients.ts";
import type { ContactRef } from "../state/contactStore.ts";
import type { TreeNode } from "../tree/treeNode.ts";
import { contactLabel } from "../ui/contactLabel.ts";
import { DescribedError } from "../ui/describedError.ts";
import { toastText, valueText } from "../ui/safeText.ts";
import type { BulkTarget, CommandTable } from "./commandTypes.ts";
import type { CommandContext } from "./context.ts";
import { activeContact, contactFor, givenContact } from "./targets.ts";

type FixtureCommands = Pick<
  CommandTable,
  "maiagent.saveAsFixture" | "maiagent.updateFixture" | "maiagent.applyFixture"
>;

const READ_AT_ONCE = 6;

/** Contacts as JSON files for tests, in the workspace. */
export function fixtureCommands(context: CommandContext): FixtureCommands {
  const comparisons = new FixtureComparisons();
  context.subscriptions.push(comparisons);
  return {
    "maiagent.saveAsFixture": async (target, selection, given) => {
      const refs = await refsFor(context, target, selection);
      const [first] = refs;
      if (!first) {
        return;
      }
      const documents = await readDocuments(
        context,
        refs,
        vscode.l10n.t("Reading contacts for the fixture…"),
      );
      const known = refs.flatMap(({ contactId }) => documents.get(contactId) ?? []);
      const uri =
        given instanceof vscode.Uri
          ? given
          : await askFixturePlace(suggestedName(context, refs), context.workspaceState);
      await written(uri, fixtureText(first.connectionId, known, Date.now()));
      await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri));
      const missing = refs.filter(({ contactId }) => documents.get(contactId) === undefined);
      if (missing.length > 0) {
        await vscode.window.showWarningMessage(missingText(missing.map(({ contactId }) => contactId)));
      }
    },

    "maiagent.updateFixture": async (target) => {
      const uri = await fixtureFor(target, vscode.l10n.t("Update Fixture from Server"));
      const document = await vscode.workspace.openTextDocument(uri);
      const name = uri.path.slice(uri.path.lastIndexOf("/") + 1);
      const fixture = parsed(document.getText(), name);
      if (!context.connections.get(fixture.connectionId)) {
        throw new UnknownConnectionError(fixture.connectionId);
      }
      const { connectionId, contacts } = fixture;
      const documents = await readDocuments(
        context,
        contacts.map(({ id }) => ({ connectionId, contactId: id })),
        toastText(vscode.l10n.t("Reading the contacts of {0}…", valueText(name))),
      );
      const update = fixtureUpdate(fixture, documents, Date.now());
      const shown = update.pieces.length > 0 ? await comparisons.show(document, update.pieces) : undefined;
      // The comparison stays when the message is gone: nothing waits for the answer.
      askToApply(context, name, update, shown);
    },

    "maiagent.applyFixture": async (target) => {
      const uri = target ?? activeComparison();
      const outcome = uri ? await comparisons.apply(uri) : "gone";
      switch (outcome) {
        case "applied":
          vscode.window.setStatusBarMessage(
            vscode.l10n.t("Fixture updated. Undo takes it back; save it to keep it."),
            8000,
          );
          return;
        case "changed":
          throw new DescribedError(
            vscode.l10n.t("The file was changed since the comparison, so nothing was done. Update it again."),
          );
        case "gone":
          throw new DescribedError(
            vscode.l10n.t("This comparison is no longer there. Update the fixture again."),
          );
      }
    },
  };
}

/** The rows that a command was given, else the contact of the active editor, else one that is picked. */
async function refsFor(
  context: CommandContext,
  target: BulkTarget,
  selection: readonly TreeNode[] | undefined,
): Promise<readonly ContactRef[]> {
  const title = vscode.l10n.t("Save as Fixture");
  if (!target || !("kind" in target) || target.kind !== "contact") {
    const given = target && !("kind" in target) ? givenContact(target) : activeContact();
    return [given ?? (await contactFor(context, undefined, title))];
  }
  const rows = (Array.isArray(selection) ? selection : []).flatMap((node: TreeNode) =>
    node.kind === "contact" ? [node] : [],
  );
  const isSelected = rows.some(({ contactId }) => contactId === target.contactId);
  const refs = new Map(
    (isSelected ? rows : [target]).map(({ connectionId, contactId }) => [
      `${connectionId}/${contactId}`,
      { connectionId, contactId },
    ]),
  );
  if (new Set([...refs.values()].map(({ connectionId }) => connectionId)).size > 1) {
    throw new DescribedError(vscode.l10n.t("Select contacts of one connection only."));
  }
  if (refs.size > MAXIMUM_CONTACTS) {
    throw new DescribedError(
      vscode.l10n.t(
        "A fixture has at most {0} contacts. Export more with 'Export Contacts'.",
        MAXIMUM_CONTACTS,
      ),
    );
  }
  return [...refs.values()];
}

function suggestedName({ contacts }: CommandContext, refs: readonly ContactRef[]): string {
  const [first] = refs;
  const seen = first && contacts.seen.find(first.contactId)[0];
  return fixtureName(refs.length === 1 && seen ? contactLabel(seen.contact) : (first?.connectionId ?? ""));
}

/**
 * What the server has now of each contact, as its document would show it; undefined for one that is gone.
 * @throws vscode.CancellationError when it is cancelled
 */
async function readDocuments(
  { contacts }: CommandContext,
  refs: readonly ContactRef[],
  title: string,
): Promise<ReadonlyMap<string, string | undefined>> {
  return vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, title, cancellable: true },
    async (progress, token) => {
      const abort = new AbortController();
      const subscription = token.onCancellationRequested(() => abort.abort());
      const documents = new Map<string, string | undefined>();
      const read = async (ref: ContactRef) => {
        try {
          documents.set(
            ref.contactId,
            documentTextOf((await contacts.retrieve(ref, { signal: abort.signal })).json),
          );
        } catch (error) {
          if (!(error instanceof NotFoundError)) {
            throw error;
          }
          documents.set(ref.contactId, undefined);
        }
      };
      try {
        for (let at = 0; at < refs.length; at += READ_AT_ONCE) {
          await Promise.all(refs.slice(at, at + READ_AT_ONCE).map(read));
          progress.report({ increment: (100 * READ_AT_ONCE) / refs.length });
        }
        return documents;
      } catch (error) {
        abort.abort();
        throw token.isCancellationRequested ? new vscode.CancellationError() : error;
      } finally {
        subscription.dispose();
      }
    },
  );
}

async function written(uri: vscode.Uri, text: string): Promise<void> {
  try {
    await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(text));
  } catch (error) {
    const sentence = fileErrorSentence(error, valueText(uri.path.slice(uri.path.lastIndexOf("/") + 1)));
    throw sentence === undefined ? error : new DescribedError(sentence, { cause: error });
  }
}

function parsed(text: string, name: string): Fixture {
  try {
    return parseFixture(text);
  } catch (error) {
    throw error instanceof FixtureError
      ? new DescribedError(describeFixtureError(error, name), { cause: error })
      : error;
  }
}

/** The comparison in the active tab: where the button in its title was clicked. */
function activeComparison(): vscode.Uri | undefined {
  const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
  return input instanceof vscode.TabInputTextDiff ? input.modified : undefined;
}

/** Says what the update would change, leaves out and misses; the button applies it. */
function askToApply(
  { log }: CommandContext,
  name: string,
  { changedContacts, missing, leftOut }: FixtureUpdate,
  shown: vscode.Uri | undefined,
): void {
  const apply = vscode.l10n.t("Apply to File");
  const file = valueText(name);
  const sentences = [
    !shown
      ? vscode.l10n.t("{0} is as the server has it.", file)
      : changedContacts === 1
        ? vscode.l10n.t("1 contact of {0} is different on the server.", file)
        : vscode.l10n.t("{0} contacts of {1} are different on the server.", changedContacts, file),
    ...(missing.length === 0 ? [] : [missingText(missing)]),
    ...(shown && leftOut.length > 0
      ? [
          vscode.l10n.t(
            "Fields that the file does not have stay out: {0}.",
            valueText(leftOut.map(valueText).join(", ")),
          ),
        ]
      : []),
  ];
  const text = toastText(sentences.join(" "));
  const told =
    missing.length > 0
      ? vscode.window.showWarningMessage(text, ...(shown ? [apply] : []))
      : vscode.window.showInformationMessage(text, ...(shown ? [apply] : []));
  told
    .then((choice) =>
      choice === apply ? vscode.commands.executeCommand("maiagent.applyFixture", shown) : undefined,
    )
    .then(undefined, (error: unknown) => log.failure("maiagent.updateFixture", error));
}

function missingText(ids: readonly string[]): string {
  const named = valueText(ids.slice(0, 3).map(valueText).join(", "));
  return toastText(
    ids.length === 1
      ? vscode.l10n.t("1 contact no longer exists on the server: {0}.", named)
      : vscode.l10n.t("{0} contacts no longer exist on the server: {1}.", ids.length, named),
  );
}
