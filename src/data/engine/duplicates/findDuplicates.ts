import type { Contact } from "../../../api/schemas.ts";
import { inboxIdsOfContact } from "../bulk/inboxWork.ts";
import { emailKey, phoneKey, sourceIdKey } from "./identityKeys.ts";

/** By what contacts are taken for the same person. */
export type DuplicateReason = "sourceId" | "email" | "phoneNumber";

/** Contacts that agree in something that should be one person's own. */
export interface DuplicateGroup {
  /** The same for the same members, whatever they agree in. */
  readonly id: string;
  /** The strongest first: source id, e-mail, phone. */
  readonly reasons: readonly DuplicateReason[];
  /** Oldest first, as far as the server says. */
  readonly contacts: readonly Contact[];
}

const STRENGTH: readonly DuplicateReason[] = ["sourceId", "email", "phoneNumber"];

/** Collects contacts one by one and groups those that agree. Nothing is merged here, nor decided. */
export class DuplicateFinder {
  readonly #byKey = new Map<string, Contact[]>();
  readonly #seen = new Set<string>();

  /** Number of different contacts looked at. */
  get size(): number {
    return this.#seen.size;
  }

  /** A contact that comes twice, because pages moved while they were read, counts once. */
  add(contact: Contact): void {
    if (this.#seen.has(contact.id)) {
      return;
    }
    this.#seen.add(contact.id);
    for (const key of keysOf(contact)) {
      const known = this.#byKey.get(key);
      if (!known) {
        this.#byKey.set(key, [contact]);
      } else if (!known.includes(contact)) {
        known.push(contact);
      }
    }
  }

  /** Groups with the strongest reason first, then the larger ones. Contacts that agree twice make one group. */
  groups(): readonly DuplicateGroup[] {
    const groups = new Map<string, { contacts: readonly Contact[]; reasons: Set<DuplicateReason> }>();
    for (const [key, contacts] of this.#byKey) {
      if (contacts.length < 2) {
        continue;
      }
      const id = contacts
        .map((contact) => contact.id)
        .sort()
        .join("+");
      const group = groups.get(id) ?? { contacts: [...contacts].sort(byAge), reasons: new Set() };
      group.reasons.add(reasonOf(key));
      groups.set(id, group);
    }
    return [...groups]
      .map(([id, { contacts, reasons }]) => ({
        id,
        contacts,
        reasons: STRENGTH.filter((reason) => reasons.has(reason)),
      }))
      .sort((a, b) => strengthOf(a) - strengthOf(b) || b.contacts.length - a.contacts.length);
  }
}

function keysOf(contact: Contact): readonly string[] {
  const sourceId = sourceIdKey(contact.sourceId);
  const email = emailKey(contact.email);
  const phone = phoneKey(contact.phoneNumber);
  return [
    // A source id is one person's within one inbox; another inbox may be another system.
    ...(sourceId === undefined
      ? []
      : inboxIdsOfContact(contact).map((inboxId) => `sourceId ${inboxId} ${sourceId}`)),
    ...(email === undefined ? [] : [`email ${email}`]),
    ...(phone === undefined ? [] : [`phoneNumber ${phone}`]),
  ];
}

function reasonOf(key: string): DuplicateReason {
  return STRENGTH.find((reason) => key.startsWith(`${reason} `)) ?? "phoneNumber";
}

function strengthOf({ reasons }: DuplicateGroup): number {
  const [first] = reasons;
  return first ? STRENGTH.indexOf(first) : STRENGTH.length;
}

function byAge(a: Contact, b: Contact): number {
  return timeOf(a) - timeOf(b);
}

/** Epoch milliseconds as text or number, or ISO 8601; the unknown is youngest. */
function timeOf({ createdAt }: Contact): number {
  const number = Number(createdAt ?? Number.NaN);
  const time = Number.isNaN(number) ? Date.parse(String(createdAt)) : number;
  return Number.isNaN(time) ? Number.MAX_SAFE_INTEGER : time;
}
