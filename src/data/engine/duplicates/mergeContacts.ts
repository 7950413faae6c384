import type { RequestOptions } from "../../../api/contacts.ts";
import { BadRequestError, ClientClosedError, MaiAgentError, NotFoundError } from "../../../api/errors.ts";
import { changesBetween, patchBody, sendableChanges } from "../../../model/contactChanges.ts";
import { type ContactText, documentTextOf, parseContactText, sameJson } from "../../../model/contactText.ts";
import type { Contact, JsonText } from "../../../api/schemas.ts";
import type { ContactAccess } from "../bulk/contactAccess.ts";
import { SETTABLE_FIELDS, type SettableField } from "../bulk/fieldPlan.ts";
import { inboxIdsOfContact } from "../bulk/inboxWork.ts";
import { sourceIdKey } from "./identityKeys.ts";

/** What a person decided about a group. */
export interface MergeDecision {
  readonly connectionId: string;
  readonly survivorId: string;
  /** All the others, and whether each is deleted. */
  readonly losers: readonly { readonly contactId: string; readonly isDeleted: boolean }[];
  /** From which contact of the group each field is taken; what is missing stays the survivor's. */
  readonly fieldsFrom: ReadonlyMap<SettableField, string>;
  /** The contacts as the person saw them, by id: what changed since is not merged unseen. */
  readonly seen: ReadonlyMap<string, string>;
}

/** What became of a contact that was to go. */
export type LoserOutcome =
  | { readonly status: "deleted" | "gone" | "kept" }
  /** It is still there. `sourceIdCleared`: its source id had to be cleared first, and is the survivor's now. */
  | {
      readonly status: "failed";
      readonly reason: "conversations" | "error";
      readonly error: unknown;
      readonly sourceIdCleared: boolean;
    };

/** How a merge went, step by step: a merge that stopped half-way is told exactly. */
export type MergeOutcome =
  /** Somebody changed or deleted these since they were shown; nothing was sent. */
  | { readonly status: "stale"; readonly contactIds: readonly string[] }
  /** The survivor refused the change; no contact was deleted. */
  | {
      readonly status: "refused";
      readonly error: unknown;
      /** Contacts whose source id was cleared for it and could not be given back. */
      readonly sourceIdLost: readonly string[];
    }
  | {
      readonly status: "merged";
      /** False when it had everything already. */
      readonly survivorChanged: boolean;
      readonly losers: ReadonlyMap<string, LoserOutcome>;
    };

interface Read {
  readonly contact: Contact;
  readonly document: ContactText;
}

/**
 * Merges: first the survivor gets the chosen fields and all inboxes, then the others go. So nothing is lost when it
 * stops in between. A source id is unique within an inbox: only when the server refuses the survivor for that, the
 * source id of a contact that is to be deleted is cleared first, and given back when the survivor still is refused.
 */
export async function mergeContacts(
  contacts: Pick<ContactAccess, "retrieve" | "update" | "delete">,
  decision: MergeDecision,
  options: RequestOptions,
): Promise<MergeOutcome> {
  const ids = [decision.survivorId, ...decision.losers.map(({ contactId }) => contactId)];
  const reads = await readAll(contacts, decision.connectionId, ids, options);
  const stale = ids.filter((id) => isStale(reads.get(id), decision.seen.get(id)));
  const survivor = reads.get(decision.survivorId);
  if (stale.length > 0 || !survivor) {
    return { status: "stale", contactIds: stale };
  }
  const patch = survivorPatch(survivor, reads, decision.fieldsFrom);
  let cleared: readonly string[] = [];
  if (patch) {
    const change = await changeSurvivor(contacts, decision, reads, patch, options);
    if (change.error !== undefined) {
      return { status: "refused", error: change.error, sourceIdLost: change.cleared };
    }
    cleared = change.cleared;
  }
  const losers = new Map<string, LoserOutcome>();
  for (const { contactId, isDeleted } of decision.losers) {
    losers.set(
      contactId,
      isDeleted
        ? await removed(contacts, { ...decision, contactId }, cleared.includes(contactId), options)
        : { status: "kept" },
    );
  }
  return { status: "merged", survivorChanged: patch !== undefined, losers };
}

/** The PATCH that a merge sends to the survivor; undefined when it has everything already. */
export function survivorPatch(
  survivor: Read,
  all: ReadonlyMap<string, Read>,
  fieldsFrom: ReadonlyMap<SettableField, string>,
): JsonText | undefined {
  const changes = SETTABLE_FIELDS.flatMap((field) => {
    const from = all.get(fieldsFrom.get(field) ?? survivor.contact.id);
    const name: string = field;
    return from && from !== survivor
      ? changesBetween(survivor.document, from.document).filter((change) => change.field === name)
      : [];
  });
  const had = inboxIdsOfContact(survivor.contact);
  const union = [
    ...new Set([...had, ...[...all.values()].flatMap(({ contact }) => inboxIdsOfContact(contact))]),
  ];
  const sendable = sendableChanges(changes);
  if (sendable.length === 0 && union.length === had.length) {
    return undefined;
  }
  const { json } = patchBody(sendable);
  if (union.length === had.length) {
    return { json };
  }
  const inboxes = `"inboxes":${JSON.stringify(union.map((id) => ({ id })))}`;
  return { json: json === "{}" ? `{${inboxes}}` : `{${inboxes},${json.slice(1)}` };
}

/** Parses an answer once, for {@link survivorPatch}. */
export function readOf(answer: { readonly contact: Contact; readonly json: string }): Read {
  return { contact: answer.contact, document: parseContactText(documentTextOf(answer.json)) };
}

async function readAll(
  contacts: Pick<ContactAccess, "retrieve">,
  connectionId: string,
  ids: readonly string[],
  options: RequestOptions,
): Promise<ReadonlyMap<string, Read>> {
  const reads = new Map<string, Read>();
  for (const contactId of ids) {
    try {
      reads.set(contactId, readOf(await contacts.retrieve({ connectionId, contactId }, options)));
    } catch (error) {
      if (!(error instanceof NotFoundError)) {
        throw error;
      }
    }
  }
  return reads;
}

/** Times that the server sets by itself do not count. */
function isStale(read: Read | undefined, seenText: string | undefined): boolean {
  if (!read || seenText === undefined) {
    return true;
  }
  const seen = parseContactText(seenText);
  return [...SETTABLE_FIELDS, "inboxes"].some((field) => {
    const [before, now] = [seen.fields.get(field), read.document.fields.get(field)];
    return before && now ? !sameJson(before, seen.text, now, read.document.text) : before !== now;
  });
}

async function changeSurvivor(
  contacts: Pick<ContactAccess, "update">,
  decision: MergeDecision,
  reads: ReadonlyMap<string, Read>,
  patch: JsonText,
  options: RequestOptions,
): Promise<{ readonly cleared: readonly string[]; readonly error?: unknown }> {
  const { connectionId, survivorId } = decision;
  const refOf = (contactId: string) => ({ connectionId, contactId });
  try {
    await contacts.update(refOf(survivorId), patch, options);
    return { cleared: [] };
  } catch (error) {
    const holders = error instanceof BadRequestError ? sourceIdHolders(decision, reads) : [];
    if (holders.length === 0) {
      if (error instanceof MaiAgentError) {
        return { cleared: [], error };
      }
      throw error;
    }
    return retryWithoutHolders(contacts, decision, { holders, reads, patch, options });
  }
}

/** Contacts that are to be deleted and hold the source id that the survivor is to have. */
function sourceIdHolders(decision: MergeDecision, reads: ReadonlyMap<string, Read>): readonly string[] {
  const wanted = sourceIdKey(
    reads.get(decision.fieldsFrom.get("sourceId") ?? decision.survivorId)?.contact.sourceId,
  );
  return decision.losers.flatMap(({ contactId, isDeleted }) =>
    isDeleted && wanted !== undefined && sourceIdKey(reads.get(contactId)?.contact.sourceId) === wanted
      ? [contactId]
      : [],
  );
}

async function retryWithoutHolders(
  contacts: Pick<ContactAccess, "update">,
  { connectionId, survivorId }: MergeDecision,
  {
    holders,
    reads,
    patch,
    options,
  }: {
    readonly holders: readonly string[];
    readonly reads: ReadonlyMap<string, Read>;
    readonly patch: JsonText;
    readonly options: RequestOptions;
  },
): Promise<{ readonly cleared: readonly string[]; readonly error?: unknown }> {
  const cleared: string[] = [];
  try {
    for (const contactId of holders) {
      cleared.push(contactId);
      await contacts.update({ connectionId, contactId }, { json: '{"sourceId":null}' }, options);
    }
    await contacts.update({ connectionId, contactId: survivorId }, patch, options);
    return { cleared };
  } catch (error) {
    if (!isExpected(error)) {
      throw error;
    }
    const lost: string[] = [];
    for (const contactId of cleared) {
      const sourceId = reads.get(contactId)?.document.fields.get("sourceId")?.json ?? "null";
      try {
        await contacts.update({ connectionId, contactId }, { json: `{"sourceId":${sourceId}}` }, options);
      } catch (restoreError) {
        if (!isExpected(restoreError)) {
          throw restoreError;
        }
        lost.push(contactId);
      }
    }
    return { cleared: lost, error };
  }
}

async function removed(
  contacts: Pick<ContactAccess, "delete">,
  ref: { readonly connectionId: string; readonly contactId: string },
  sourceIdCleared: boolean,
  options: RequestOptions,
): Promise<LoserOutcome> {
  try {
    await contacts.delete({ connectionId: ref.connectionId, contactId: ref.contactId }, options);
    return { status: "deleted" };
  } catch (error) {
    if (error instanceof NotFoundError) {
      return { status: "gone" };
    }
    if (!isExpected(error)) {
      throw error;
    }
    const reason = error instanceof BadRequestError ? "conversations" : "error";
    return { status: "failed", reason, error, sourceIdCleared };
  }
}

/** Half-way these are outcomes, so that what was done already is told. */
function isExpected(error: unknown): boolean {
  return error instanceof MaiAgentError || error instanceof ClientClosedError;
}
