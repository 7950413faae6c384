import { BulkScheduler } from "../../../api/bulkScheduler.ts";
import type { Clock } from "../../../api/clock.ts";
import type { RequestOptions } from "../../../api/contacts.ts";
import { NotFoundError } from "../../../api/errors.ts";
import type { Contact } from "../../../api/schemas.ts";
import { type ContactImage, differences, imageOf, matchesDraft, type SeededField } from "./contactImage.ts";
import { existingContacts } from "./existingContacts.ts";
import type { Ledger } from "./ledger.ts";
import { type Progress, RunProgress } from "./runProgress.ts";
import type { SeedAccess } from "./seedAccess.ts";
import { latestImages, type SeedRun } from "./seedRuns.ts";

/** `qa-2` stands before `qa-10`. */
const BY_NUMBER = new Intl.Collator("en", { numeric: true });

/** A contact that a run created, as it is now. */
export interface CleanUpContact {
  readonly run: SeedRun;
  readonly id: string;
  readonly sourceId: string;
  /** `changed`: somebody changed it since; `gone`: it is no longer there; `unread`: it could not be read. */
  readonly state: "unchanged" | "changed" | "gone" | "unread";
  readonly contact: Contact | undefined;
  readonly changed: readonly SeededField[];
  readonly error: unknown;
  /** As it was at this look. */
  readonly image: ContactImage | undefined;
}

/** How one contact ended. `kept` was changed since and the person wanted it kept. */
export type CleanUpOutcome =
  | { readonly result: "deleted" | "gone" | "kept" | "pending" }
  /** Changed between the look and the delete. */
  | { readonly result: "changedMeanwhile" }
  | { readonly result: "failed"; readonly error: unknown };

/** What clean-up works with. */
export interface CleanUpOptions {
  readonly contacts: SeedAccess;
  readonly clock: Clock;
  readonly random: () => number;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: Progress) => void;
}

/**
 * Reads again every contact that the runs created. Creates whose end the ledger does not know are looked for first;
 * what is found and looks as it was sent counts as the run's.
 *
 * @param runs - those to clean up
 * @param related - all runs of the same recipes and servers, newest first: a later run may have changed a contact
 */
export async function surveyRuns(
  runs: readonly SeedRun[],
  related: readonly SeedRun[],
  options: CleanUpOptions,
): Promise<readonly CleanUpContact[]> {
  const { contacts, clock, random, signal } = options;
  const images = latestImages(related);
  const isKnown = new Set(related.flatMap(({ created }) => created.map(({ id }) => id)));
  const known = runs.flatMap((run) =>
    run.created.map(({ id, sourceId, image }) => ({ run, id, sourceId, left: images.get(id) ?? image })),
  );
  const lost = await lostCreates(runs, isKnown, images, options);
  const candidates = [...known, ...lost];
  // In the recipe's order: the ledger has them as they were answered.
  const unique = [...new Map(candidates.map((candidate) => [candidate.id, candidate])).values()].sort(
    (left, right) => BY_NUMBER.compare(left.sourceId, right.sourceId),
  );
  const survey: CleanUpContact[] = [];
  const progress = new RunProgress(unique.length, () => clock.now());
  const scheduler = new BulkScheduler({ clock, random, ...(signal ? { signal } : {}) });
  await scheduler.run(unique, async (candidate, { gate }) => {
    survey.push(await look(contacts, candidate, { gate, ...(signal ? { signal } : {}) }));
    options.onProgress?.(progress.step());
  });
  signal?.throwIfAborted();
  const order = new Map(unique.map(({ id }, index) => [id, index]));
  return survey.sort((left, right) => (order.get(left.id) ?? 0) - (order.get(right.id) ?? 0));
}

/** Contacts of creates that were cut off: found by source id, and as they were sent or as a later run left them. */
async function lostCreates(
  runs: readonly SeedRun[],
  isKnown: ReadonlySet<string>,
  images: ReadonlyMap<string, ContactImage>,
  { contacts, clock, random, signal }: CleanUpOptions,
): Promise<readonly Candidate[]> {
  const open = runs.flatMap((run) => run.open.map((create) => ({ run, ...create })));
  if (open.length === 0) {
    return [];
  }
  const found = await existingContacts(contacts, open, { clock, random, ...(signal ? { signal } : {}) });
  return open.flatMap(({ run, sourceId, image }) =>
    (found.get(sourceId) ?? [])
      .filter(
        (contact) => !isKnown.has(contact.id) && (images.has(contact.id) || matchesDraft(contact, image)),
      )
      .map((contact) => ({
        run,
        id: contact.id,
        sourceId,
        left: images.get(contact.id) ?? imageOf(contact),
      })),
  );
}

type Candidate = Pick<CleanUpContact, "run" | "id" | "sourceId"> & { readonly left: ContactImage };

async function look(
  contacts: SeedAccess,
  { left, ...found }: Candidate,
  options: RequestOptions,
): Promise<CleanUpContact> {
  try {
    const { contact } = await contacts.retrieve(found.id, options);
    const image = imageOf(contact);
    const changed = differences(image, left);
    const state = changed.length === 0 ? "unchanged" : "changed";
    return { ...found, state, contact, changed, error: undefined, image };
  } catch (error) {
    options.signal?.throwIfAborted();
    const nothing = { ...found, contact: undefined, changed: [], image: undefined };
    return error instanceof NotFoundError
      ? { ...nothing, state: "gone", error: undefined }
      : { ...nothing, state: "unread", error };
  }
}

/**
 * Deletes what {@link surveyRuns} found. Each is read once more right before: what changed since the look is kept.
 * Contacts that could not be read are reported as failed, those that are gone are struck from the ledger.
 *
 * @param ledgerOf - opens the ledger of a run, once
 * @param withChanged - also delete what somebody changed since the run
 * @returns outcomes in the order of `survey`
 */
export async function cleanUp(
  survey: readonly CleanUpContact[],
  ledgerOf: (run: SeedRun) => Promise<Ledger>,
  { withChanged, ...options }: CleanUpOptions & { readonly withChanged: boolean },
): Promise<{
  readonly outcomes: readonly CleanUpOutcome[];
  readonly cancelled: boolean;
  readonly ended: unknown;
}> {
  const { contacts, clock, random, signal } = options;
  const outcomes: CleanUpOutcome[] = survey.map(() => ({ result: "pending" }));
  const progress = new RunProgress(survey.length, () => clock.now());
  const scheduler = new BulkScheduler({ clock, random, ...(signal ? { signal } : {}) });
  let ended: unknown;
  let cancelled = false;
  const remove = async (
    { run, id, sourceId, state, image, error }: CleanUpContact,
    gate: BulkScheduler["gate"],
  ): Promise<CleanUpOutcome> => {
    const strike = async () =>
      (await ledgerOf(run)).append({ kind: "deleted", id, sourceId, at: clock.now() });
    if (state === "unread") {
      return { result: "failed", error };
    }
    if (state === "gone") {
      await strike();
      return { result: "gone" };
    }
    if (state === "changed" && !withChanged) {
      return { result: "kept" };
    }
    try {
      const { contact, json } = await contacts.retrieve(id, { gate });
      if (image && differences(imageOf(contact), image).length > 0) {
        return { result: "changedMeanwhile" };
      }
      await contacts.delete(id, { gate, before: json });
    } catch (failure) {
      if (signal?.aborted === true && failure === signal.reason) {
        throw failure;
      }
      if (!(failure instanceof NotFoundError)) {
        return { result: "failed", error: failure };
      }
      await strike();
      return { result: "gone" };
    }
    await strike();
    return { result: "deleted" };
  };
  try {
    const end = await scheduler.run(survey.entries(), async ([index, found], { gate }) => {
      outcomes[index] = await remove(found, gate);
      options.onProgress?.(progress.step());
    });
    cancelled = end.cancelled;
  } catch (error) {
    ended = error;
  }
  return { outcomes, cancelled, ended };
}

/** After that time a create that was cut off and left no contact is not going to leave one. */
const CERTAIN_MS = 2 * 60_000;

/** Strikes creates that were cut off and of which the survey found nothing. */
export async function strikeLostCreates(
  runs: readonly SeedRun[],
  survey: readonly CleanUpContact[],
  ledgerOf: (run: SeedRun) => Promise<Ledger>,
  now: number,
): Promise<void> {
  const found = new Set(survey.map(({ sourceId }) => sourceId));
  for (const run of runs) {
    for (const { sourceId, at } of run.open) {
      if (!found.has(sourceId) && now - at > CERTAIN_MS) {
        await (await ledgerOf(run)).append({ kind: "refused", sourceId, at: now });
      }
    }
  }
}
