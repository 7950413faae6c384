import type { RequestOptions } from "../../../api/contacts.ts";
import { NotFoundError } from "../../../api/errors.ts";
import type { Contact, JsonText } from "../../../api/schemas.ts";
import { changesBetween, patchBody, replaceBody, sendableChanges } from "../../../model/contactChanges.ts";
import { type ContactText, documentTextOf, parseContactText } from "../../../model/contactText.ts";
import type { BulkOutcome } from "./bulkOutcome.ts";
import type { ContactAccess } from "./contactAccess.ts";
import type { SettableField } from "./fieldPlan.ts";
import { inboxIdsOfContact } from "./inboxWork.ts";
import type { BulkWork } from "./runBulk.ts";

/** What happens to a contact whose source id the target inbox has already. */
export type ConflictPolicy = "skip" | "update" | "fail";

/** A copy of contacts to another connection. */
export interface CopyPlan {
  readonly targetConnectionId: string;
  /** Inbox of the source to inbox of the target, by id; what is not in it is left out. */
  readonly inboxes: ReadonlyMap<string, string>;
  readonly policy: ConflictPolicy;
  /** Fields that are copied beside the name. */
  readonly fields: readonly SettableField[];
}

/**
 * Copies each contact as it is on the server now, never its credentials. The source id decides whether the target
 * has it already; a contact without one is always created, and never sent twice when the answer is lost.
 */
export function copyWork(contacts: ContactAccess, plan: CopyPlan): BulkWork {
  return async (item, options) => {
    let answer;
    try {
      answer = await contacts.retrieve(item, options);
    } catch (error) {
      if (error instanceof NotFoundError) {
        return { status: "skipped", reason: "gone" };
      }
      throw error;
    }
    const targets = targetInboxes(answer.contact, plan.inboxes);
    if (targets.length === 0) {
      return { status: "skipped", reason: "noTargetInbox" };
    }
    const source = chosenFields(parseContactText(documentTextOf(answer.json)), plan.fields);
    const sourceId = plan.fields.includes("sourceId") ? (answer.contact.sourceId ?? "").trim() : "";
    const existing = sourceId === "" ? [] : await found(contacts, plan, sourceId, targets, options);
    const [only, second] = existing;
    if (second) {
      return { status: "failed", reason: "severalExist" };
    }
    if (only) {
      return settled(contacts, plan, { source, targets, existing: only }, options);
    }
    await contacts.create(plan.targetConnectionId, bodyOf(source, targets), options);
    return { status: "done" };
  };
}

/** The fields of a copy, as the source has them. */
function chosenFields({ text, fields }: ContactText, chosen: readonly SettableField[]): ContactText {
  const names: readonly string[] = ["name", ...chosen];
  return { text, fields: new Map([...fields].filter(([name]) => names.includes(name))) };
}

function targetInboxes(contact: Contact, inboxes: ReadonlyMap<string, string>): readonly string[] {
  return [...new Set(inboxIdsOfContact(contact).flatMap((id) => inboxes.get(id) ?? []))];
}

/** `query` is a fuzzy search over names too, so what it finds is compared here. */
async function found(
  contacts: ContactAccess,
  { targetConnectionId }: CopyPlan,
  sourceId: string,
  targets: readonly string[],
  options: RequestOptions,
): Promise<readonly Contact[]> {
  const matches: Contact[] = [];
  for await (const contact of contacts.named(targetConnectionId, sourceId, options)) {
    const isHere = inboxIdsOfContact(contact).some((id) => targets.includes(id));
    if (contact.sourceId?.trim() === sourceId && isHere) {
      matches.push(contact);
    }
  }
  return matches;
}

interface Conflict {
  readonly source: ContactText;
  readonly targets: readonly string[];
  readonly existing: Contact;
}

async function settled(
  contacts: ContactAccess,
  { policy, targetConnectionId }: CopyPlan,
  { source, targets, existing }: Conflict,
  options: RequestOptions,
): Promise<BulkOutcome> {
  switch (policy) {
    case "skip":
      return { status: "skipped", reason: "exists" };
    case "fail":
      return { status: "failed", reason: "exists" };
    case "update": {
      const ref = { connectionId: targetConnectionId, contactId: existing.id };
      const answer = await contacts.retrieve(ref, options);
      const before = parseContactText(documentTextOf(answer.json));
      const changes = sendableChanges(changesBetween(before, source)).filter(({ field }) =>
        source.fields.has(field),
      );
      const had = inboxIdsOfContact(answer.contact);
      const missing = targets.filter((id) => !had.includes(id));
      if (changes.length === 0 && missing.length === 0) {
        return { status: "skipped", reason: "unchanged" };
      }
      const patch = patchBody(changes);
      await contacts.update(
        ref,
        missing.length === 0 ? patch : withInboxes(patch, [...had, ...missing]),
        options,
      );
      return { status: "done", note: "updated" };
    }
  }
}

function bodyOf(source: ContactText, targets: readonly string[]): JsonText {
  return withInboxes(replaceBody(source), targets);
}

function withInboxes({ json }: JsonText, ids: readonly string[]): JsonText {
  const inboxes = `"inboxes":${JSON.stringify(ids.map((id) => ({ id })))}`;
  return { json: json === "{}" ? `{${inboxes}}` : `{${inboxes},${json.slice(1)}` };
}
