import type { Faker } from "@faker-js/faker";
import { BulkScheduler, type WorkContext } from "../../../api/bulkScheduler.ts";
import type { Clock } from "../../../api/clock.ts";
import { ApiError, NetworkError } from "../../../api/errors.ts";
import { HOPELESS_IN_A_ROW, isAboutConnection, isFinal } from "../bulk/runBulk.ts";
import { imageOf, imageOfDraft, pendingFields } from "./contactImage.ts";
import { contactsWithSourceId } from "./existingContacts.ts";
import type { InboxResolution } from "./inboxResolution.ts";
import { type Ledger, LedgerError } from "./ledger.ts";
import { type Progress, RunProgress } from "./runProgress.ts";
import type { SeedAccess } from "./seedAccess.ts";
import { contactAt } from "./seedContacts.ts";
import { draftOf, patchOf, type PlannedContact, type SeedPlan } from "./seedPlan.ts";

/** How one contact of the plan ended. `skipped` is a conflict that was left alone; `pending` was never begun. */
export type Outcome =
  | { readonly result: "created" | "updated" | "unchanged"; readonly id: string }
  | { readonly result: "skipped" }
  | { readonly result: "pending" }
  | { readonly result: "failed"; readonly error: unknown };

/** What a run did, contact by contact in the plan's order. */
export interface SeedReport {
  readonly plan: SeedPlan;
  readonly outcomes: readonly Outcome[];
  readonly cancelled: boolean;
  /** What ended the run before its end, such as a server that refuses everything or a full disk. */
  readonly ended: unknown;
}

/** What a run works with. */
export interface RunOptions {
  readonly contacts: SeedAccess;
  readonly faker: Faker;
  readonly inboxes: InboxResolution;
  readonly ledger: Ledger;
  readonly clock: Clock;
  readonly random: () => number;
  /** Cancel: nothing more is started, what is in flight is finished. */
  readonly signal?: AbortSignal;
  /** Whether contacts that somebody changed since are brought back to the recipe. Other conflicts never are. */
  readonly overwriteChanged: boolean;
  /** Only these places of the recipe, for 'Retry Failed'; default all. */
  readonly places?: ReadonlySet<number>;
  readonly onProgress?: (progress: Progress) => void;
  /** The server refused a request for their number or its own state: nothing is sent for so many ms. */
  readonly onPause?: (progress: Progress, milliseconds: number) => void;
}

const PENDING: Outcome = { result: "pending" };

/**
 * Carries out a plan. Every create stands in the ledger before it is sent and again, with the id, once it was answered:
 * a run that is cut off anywhere can be told apart from one that never was.
 *
 * Failures of single contacts are in the report; those that every other contact would meet as well end the run.
 * Rejects only when the ledger cannot be ended.
 */
export async function runSeed(plan: SeedPlan, given: RunOptions): Promise<SeedReport> {
  const { clock, random, signal, ledger, places } = given;
  const giveUp = new AbortController();
  const stop = signal ? AbortSignal.any([signal, giveUp.signal]) : giveUp.signal;
  const options: RunOptions = { ...given, signal: stop };
  const outcomes: Outcome[] = plan.contacts.map(() => PENDING);
  const work = plan.contacts.filter(({ place }) => places?.has(place) ?? true);
  const progress = new RunProgress(work.length, () => clock.now());
  const scheduler = new BulkScheduler({ clock, random, signal: stop });
  scheduler.gate.onDidClose(() => options.onPause?.(progress.current, scheduler.gate.remainingMs));
  let ended: unknown;
  let hopelessInARow = 0;
  const note = (place: number, outcome: Outcome) => {
    outcomes[place] = outcome;
    const error = outcome.result === "failed" ? outcome.error : undefined;
    hopelessInARow = isAboutConnection(error) ? hopelessInARow + 1 : 0;
    if (isFinal(error) || hopelessInARow >= HOPELESS_IN_A_ROW) {
      ended ??= error;
      giveUp.abort();
    }
    options.onProgress?.(progress.step());
  };
  let cancelled = signal?.aborted ?? false;
  try {
    const end = await scheduler.run(work, async (planned, context) => {
      const settled = settledBefore(planned, options.overwriteChanged);
      note(planned.place, settled ?? (await outcomeOf(plan, planned, options, context)));
    });
    cancelled = end.cancelled && signal?.aborted === true;
  } catch (error) {
    ended ??= error;
  }
  const failed = outcomes.filter(({ result }) => result === "failed").length;
  if (ended === undefined) {
    await ledger.append({ kind: "end", at: clock.now(), cancelled, failed });
  }
  return { plan, outcomes, cancelled, ended };
}

/** The outcome of what needs no request. */
function settledBefore(planned: PlannedContact, overwriteChanged: boolean): Outcome | undefined {
  switch (planned.action) {
    case "unchanged":
      return planned.adopted ? undefined : { result: "unchanged", id: planned.id };
    case "conflict":
      return overwriteChanged && planned.conflict === "changed" ? undefined : { result: "skipped" };
    case "create":
    case "update":
      return undefined;
  }
}

async function outcomeOf(
  plan: SeedPlan,
  planned: PlannedContact,
  options: RunOptions,
  context: WorkContext,
): Promise<Outcome> {
  try {
    if (planned.action === "create") {
      return await create(plan, planned.place, options, context);
    }
    await adopt(planned, options);
    return planned.action === "unchanged"
      ? { result: planned.adopted ? "created" : "unchanged", id: planned.id }
      : await update(plan, planned, options, context);
  } catch (error) {
    if (error instanceof LedgerError || isCancel(error, options)) {
      throw error;
    }
    return { result: "failed", error };
  }
}

function isCancel(error: unknown, { signal }: RunOptions): boolean {
  return signal?.aborted === true && error === signal.reason;
}

/** Writes down that a contact is the run's, whose create was cut off before it could be. */
async function adopt(
  { id, sourceId, adopted }: Exclude<PlannedContact, { readonly action: "create" }>,
  { ledger, clock }: RunOptions,
): Promise<void> {
  if (adopted) {
    await ledger.append({ kind: "created", id, sourceId, image: adopted, at: clock.now() });
  }
}

async function update(
  { recipe }: SeedPlan,
  planned: Extract<PlannedContact, { readonly fields: unknown }>,
  { contacts, faker, inboxes, ledger, clock }: RunOptions,
  context: WorkContext,
): Promise<Outcome> {
  const { id, sourceId, place, fields, inboxIds } = planned;
  const contact = contactAt(recipe, faker, place);
  const body = patchOf(contact, fields, inboxes.idsFor(contact), inboxIds);
  const answer = await contacts.update(id, body, context);
  await ledger.append({ kind: "updated", id, sourceId, image: imageOf(answer.contact), at: clock.now() });
  return { result: "updated", id };
}

async function create(
  { recipe }: SeedPlan,
  place: number,
  options: RunOptions,
  context: WorkContext,
): Promise<Outcome> {
  const { contacts, ledger, clock } = options;
  const contact = contactAt(recipe, options.faker, place);
  const { sourceId } = contact;
  const inboxIds = options.inboxes.idsFor(contact);
  const refused = () => ledger.append({ kind: "refused", sourceId, at: clock.now() });
  const image = imageOfDraft(contact, inboxIds);
  await ledger.append({ kind: "creating", sourceId, inboxIds, image, at: clock.now() });
  try {
    const { gate, release: onAnswered } = context;
    const answer = await contacts.create(draftOf(contact, inboxIds), { gate, onAnswered });
    const { id } = answer.contact;
    await ledger.append({ kind: "created", id, sourceId, image: imageOf(answer.contact), at: clock.now() });
    return { result: "created", id };
  } catch (error) {
    if (isCancel(error, options) || (error instanceof NetworkError && error.unsent)) {
      await refused();
    }
    if (!(error instanceof ApiError) || error.status >= 500) {
      // Unless it was never sent its fate is open: the ledger keeps the entry, and the next run or a clean-up looks.
      throw error;
    }
    if ([400, 409].includes(error.status)) {
      // Mostly 'the source id is taken': somebody, or a run cut off a moment ago, was faster than the plan.
      const [other, another] = await contactsWithSourceId(contacts, { sourceId, inboxIds }, context);
      if (other && !another && pendingFields(contact, inboxIds, other).length === 0) {
        await refused();
        return { result: "unchanged", id: other.id };
      }
    }
    await refused();
    throw error;
  }
}
