import * as vscode from "vscode";
import * as z from "zod/mini";
import { isLockedFor, namesOf, subjectOf } from "../data/bulk/confirmBulk.ts";
import { type BulkTools } from "../data/bulk/performBulk.ts";
import type { TreeNode } from "../tree/treeNode.ts";
import { isTypingWanted } from "../ui/confirmDestructive.ts";
import { placeOf } from "../ui/placeText.ts";
import { toastText, valueText } from "../ui/safeText.ts";
import { type BulkScope, scopeOfNodes } from "./bulkScope.ts";
import { changeInboxes } from "./changeInboxes.ts";
import type { CommandContext } from "./context.ts";
import { copyToConnection } from "./copyToConnection.ts";
import { assertWritable, connectionFor } from "./targets.ts";

/** What the tree puts into a drag; a drop may come from another window, so it is checked like any text from outside. */
const draggedSchema = z.array(
  z.object({
    connectionId: z.string(),
    contactId: z.string(),
    inboxId: z.optional(z.string()),
    name: z.string(),
  }),
);
type Dragged = z.infer<typeof draggedSchema>;

/**
 * Contacts were dropped on a row: on an inbox of the same connection it is asked whether they move or are added, since
 * VS Code does not tell which modifier was held; on an inbox of another connection they are copied.
 */
export async function dropContacts(
  context: CommandContext,
  tools: BulkTools,
  target: TreeNode | undefined,
  dragged: string | undefined,
): Promise<void> {
  const parsed = draggedSchema.safeParse(parsedJson(dragged ?? ""));
  const [first] = parsed.success ? parsed.data : [];
  if (!parsed.success || !first) {
    return;
  }
  const inbox = await inboxUnder(context, target);
  if (!target || !inbox) {
    await vscode.window.showInformationMessage(vscode.l10n.t("Drop contacts on an inbox."));
    return;
  }
  const connection = await connectionFor(context, "connectionId" in target ? target.connectionId : "", "");
  assertWritable(context, connection.id);
  const scope = await scopeOfDragged(context, parsed.data);
  if (scope.connection.id !== connection.id) {
    await copyToConnection(context, tools, scope, { connection, inbox });
    return;
  }
  if (scope.inbox?.id === inbox.id) {
    return; // Dropped where they are.
  }
  const kind = await askHow(scope, inbox);
  // The drop's own question is the confirmation, unless the connection's name has to be typed.
  const isTyped = isTypingWanted() || isLockedFor(connection, scope.items.length, context.clients.unlock);
  await changeInboxes(context, tools, scope, { kind, inbox }, isTyped);
}

/** The inbox of a row: its own, or that of the list it stands in. */
async function inboxUnder(
  { contacts }: CommandContext,
  target: TreeNode | undefined,
): Promise<{ readonly id: string; readonly name: string } | undefined> {
  if (!target || !("inboxId" in target) || target.inboxId === undefined) {
    return undefined;
  }
  const { inboxes } = await contacts.inboxes(target.connectionId);
  return inboxes.find(({ id }) => id === target.inboxId);
}

/** The contacts as the tree shows them: a drag names them only. */
async function scopeOfDragged(context: CommandContext, dragged: Dragged): Promise<BulkScope> {
  const nodes = dragged.map(({ connectionId, contactId, inboxId, name }) => {
    const { items } = context.contacts.listing({ connectionId, inboxId });
    return {
      kind: "contact" as const,
      ...{ connectionId, contactId, inboxId },
      contact: items.find(({ id }) => id === contactId) ?? { id: contactId, name },
      isReadOnly: false,
    };
  });
  return scopeOfNodes(context, nodes);
}

/** @throws vscode.CancellationError when neither is chosen */
async function askHow(scope: BulkScope, inbox: { readonly name: string }): Promise<"move" | "add"> {
  const { connection, items, inbox: from } = scope;
  const [move, add] = [vscode.l10n.t("Move"), vscode.l10n.t("Add")];
  const choice = await vscode.window.showInformationMessage(
    toastText(
      vscode.l10n.t(
        "Move or add {0} to {1} in {2}?",
        subjectOf(items),
        valueText(inbox.name),
        placeOf(connection),
      ),
    ),
    {
      modal: true,
      detail: toastText(
        [
          namesOf(items),
          from
            ? vscode.l10n.t("Move: they leave {0}. Add: they stay in it as well.", valueText(from.name))
            : vscode.l10n.t("Move: they leave every other inbox. Add: they stay in them as well."),
        ].join("\n"),
      ),
    },
    move,
    add,
  );
  if (choice !== move && choice !== add) {
    throw new vscode.CancellationError();
  }
  return choice === move ? "move" : "add";
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // Something else was dropped.
  }
}
