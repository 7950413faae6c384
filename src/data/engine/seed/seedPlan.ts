import type { Faker } from "@faker-js/faker";
import type { Contact } from "../../../api/schemas.ts";
import {
  type ContactImage,
  imageOf,
  inboxIdsOf,
  matchesDraft,
  pendingFields,
  SEEDED_FIELDS,
  type SeededField,
} from "./contactImage.ts";
import { existingContacts, type LookUpOptions } from "./existingContacts.ts";
import { isFictionalPhone, isReservedEmail } from "./fictional.ts";
import type { InboxResolution } from "./inboxResolution.ts";
import type { Recipe } from "./recipe.ts";
import type { SeedReads } from "./seedAccess.ts";
import { contactAt, type SeedContact } from "./seedContacts.ts";
import { latestImages, type SeedRun } from "./seedRuns.ts";

/** Why a contact that is there is not simply updated. */
export type SeedConflict =
  /** The server has the source id more than once. */
  | "several"
  /** Somebody changed the fields since a run of this recipe wrote them. */
  | "changed"
  /** No run made it, and its e-mail or phone could be a real person's. */
  | "real";

interface Planned {
  /** The contact's number in the recipe, from 0. */
  readonly place: number;
  readonly sourceId: string;
}

interface PlannedExisting extends Planned {
  readonly id: string;
  /**
   * A create of a run that was cut off had reached the server, so the contact is the run's: how it is now. Else
   * undefined.
   */
  readonly adopted: ContactImage | undefined;
}

interface PlannedChange extends PlannedExisting {
  /** What is not as the recipe wants it. */
  readonly fields: readonly SeededField[];
  /** Its inboxes now: an update adds to them and takes none away. */
  readonly inboxIds: readonly string[];
}

/** What a run will do about one contact of the recipe. */
export type PlannedContact =
  | ({ readonly action: "create" } & Planned)
  | ({ readonly action: "unchanged" } & PlannedExisting)
  | ({ readonly action: "update" } & PlannedChange)
  | ({ readonly action: "conflict"; readonly conflict: SeedConflict } & PlannedChange);

/** What a run will do, before anything was sent. */
export interface SeedPlan {
  readonly recipe: Recipe;
  readonly contacts: readonly PlannedContact[];
}

/** What planning looks at. */
export interface PlanSources {
  readonly recipe: Recipe;
  readonly faker: Faker;
  readonly inboxes: InboxResolution;
  readonly contacts: SeedReads;
  /** The recipe's runs on this server, newest first. */
  readonly runs: readonly SeedRun[];
}

/** Compares a recipe with the server. Sends no write. Rejects as the contacts resource does, or with the signal's reason. */
export async function planSeed(sources: PlanSources, options: LookUpOptions): Promise<SeedPlan> {
  const { recipe, faker, inboxes, contacts, runs } = sources;
  const wanted = Array.from({ length: recipe.count }, (_, place) => {
    const contact = contactAt(recipe, faker, place);
    return { sourceId: contact.sourceId, inboxIds: inboxes.idsFor(contact) };
  });
  const existing = await existingContacts(contacts, wanted, options);
  const images = latestImages(runs);
  const created = new Set(runs.flatMap((run) => run.created.map(({ id }) => id)));
  const opened = new Map(runs.flatMap(({ open }) => open.map((create) => [create.sourceId, create.image])));
  const planned = wanted.map(({ sourceId, inboxIds }, place): PlannedContact => {
    const [contact, another] = existing.get(sourceId) ?? [];
    if (!contact) {
      return { action: "create", place, sourceId };
    }
    const { id } = contact;
    const sent = opened.get(sourceId);
    const isLost = sent !== undefined && !another && !created.has(id) && matchesDraft(contact, sent);
    const there = { place, sourceId, id, adopted: isLost ? imageOf(contact) : undefined };
    const fields = pendingFields(contactAt(recipe, faker, place), inboxIds, contact);
    const change = { ...there, fields, inboxIds: inboxIdsOf(contact) };
    if (another) {
      return { action: "conflict", conflict: "several", ...change };
    }
    if (fields.length === 0) {
      return { action: "unchanged", ...there };
    }
    const conflict = conflictOf(contact, fields, there.adopted ?? images.get(id));
    return conflict ? { action: "conflict", conflict, ...change } : { action: "update", ...change };
  });
  return { recipe, contacts: planned };
}

function conflictOf(
  contact: Contact,
  fields: readonly SeededField[],
  left: ContactImage | undefined,
): SeedConflict | undefined {
  if (!left) {
    return couldBeReal(contact) ? "real" : undefined;
  }
  const now = imageOf(contact);
  return fields.some((field) => left[field] !== now[field]) ? "changed" : undefined;
}

function couldBeReal({ email, phoneNumber }: Contact): boolean {
  const phone = String(phoneNumber ?? "").trim();
  return (
    ((email ?? "").trim() !== "" && !isReservedEmail((email ?? "").trim())) ||
    (phone !== "" && !isFictionalPhone(phone))
  );
}

/** The body that creates a contact of the recipe. */
export function draftOf(contact: SeedContact, inboxIds: readonly string[]): SeedDraft {
  return { ...bodyOf(contact, SEEDED_FIELDS), name: contact.name, inboxes: inboxIds.map((id) => ({ id })) };
}

interface SeedDraft {
  readonly name: string;
  readonly inboxes: readonly { readonly id: string }[];
}

/** The body that brings some fields of a contact to what the recipe wants. */
export function patchOf(
  contact: SeedContact,
  fields: readonly SeededField[],
  inboxIds: readonly string[],
  has: readonly string[],
): object {
  return {
    ...bodyOf(contact, fields),
    ...(fields.includes("inboxes")
      ? { inboxes: [...new Set([...has, ...inboxIds])].map((id) => ({ id })) }
      : {}),
  };
}

function bodyOf(contact: SeedContact, fields: readonly SeededField[]): object {
  return Object.fromEntries(
    fields
      .filter((field) => field !== "inboxes" && contact[field] !== undefined)
      .map((field) => [field, contact[field]]),
  );
}
