import type { ContactFields } from "./contactStore.ts";
import { featuredPeople } from "./featuredPeople.ts";
import { Random } from "./random.ts";
import { sampleInboxes } from "./sampleInboxes.ts";
import { accessRules, textRules } from "./sampleMetadata.ts";
import { arabic, chinese, english, japanese, type Community } from "./samplePeople.ts";
import type { ContactRecord } from "./storedContact.ts";

/** The newest sample contact's date. Fixed: screenshots, tests and state files must not depend on the day. */
export const newestSampleDate = Date.UTC(2026, 10, 20, 9, 41);

const MINUTE = 60_000;
/** 300 contacts at this distance fill a year. */
const spacing = 29 * 60 * MINUTE;
const [line, telegram, web, messenger, japan] = sampleInboxes.map(({ id }) => id);

/** The named people, then generated ones. Each depends on seed and position only, so a bigger set begins with the smaller. */
export function* sampleContacts(count: number, seed: number, sameName?: string): Generator<ContactRecord> {
  for (let index = 0; index < count; index++) {
    // Two odd constants keep the streams of neighbouring seeds and positions apart.
    const random = new Random(Math.imul(seed, 0x9e3779b1) ^ Math.imul(index + 1, 0x85ebca6b));
    const contact = sampleContact(index, random);
    yield sameName === undefined ? contact : { ...contact, name: sameName };
  }
}

function sampleContact(index: number, random: Random): ContactRecord {
  const id = random.uuid();
  const createdAt = newestSampleDate - Math.max(0, index * spacing - random.below(spacing));
  const updatedAt = Math.min(newestSampleDate, createdAt + random.below(40 * 24 * 60) * MINUTE);
  return {
    id,
    sequence: -index,
    ...(featuredPeople[index] ?? generatedPerson(index, random)),
    createdAt: Math.floor(createdAt),
    updatedAt,
    conversations: index < 300 && index % 10 === 2 ? 1 + random.below(4) : 0,
    showsInbox: index % 37 === 30,
  };
}

function generatedPerson(index: number, random: Random): ContactFields {
  const community = communityOf(random.below(100));
  const [family, familyLatin] = random.pick(community.families);
  const [given, givenLatin] = random.pick(community.givens);
  const handle = `${givenLatin}.${familyLatin}`;
  return {
    // Visitors of a web chat have no name until they give one.
    name: index % 149 === 61 ? "" : community.fullName(family, given),
    inboxIds: inboxesOf(community, random),
    avatar: optional(random, `https://cdn.example.com/avatars/${handle}.png`, 25),
    phoneNumber: optional(random, community.phone(random), 60),
    email: optional(
      random,
      `${handle}${random.chance(40) ? 10 + random.below(90) : ""}@${community.emailDomain}`,
      65,
    ),
    sourceId: sourceIdOf(index, random),
    queryMetadata: metadataOf(random),
  };
}

function communityOf(percent: number): Community {
  if (percent < 50) return chinese;
  if (percent < 70) return japanese;
  return percent < 90 ? english : arabic;
}

function inboxesOf(community: Community, random: Random): string[] {
  const home =
    community === japanese ? [japan, japan, line, web] : [line, line, line, telegram, web, messenger];
  const first = home[random.below(home.length)] ?? "";
  const second = sampleInboxes[random.below(sampleInboxes.length)]?.id ?? first;
  return random.chance(12) && second !== first ? [first, second] : [first];
}

/** The three ways the wire says "none" all occur: null, "" and no key. */
function optional(random: Random, value: string, percent: number): string | null | undefined {
  if (random.chance(percent)) return value;
  const none = random.below(4);
  return none === 0 ? "" : none === 1 ? undefined : null;
}

/** Unique over the whole set, so also within any inbox; the featured people have crm-104xxx. */
function sourceIdOf(index: number, random: Random): string | null | undefined {
  if (random.chance(70)) return `crm-${105_000 + index * 7 + random.below(7)}`;
  return random.chance(30)
    ? `member:${index.toString(36).toUpperCase().padStart(5, "0")}`
    : optional(random, "", 0);
}

function metadataOf(random: Random): string | undefined {
  const percent = random.below(100);
  if (percent < 55) return random.pick(accessRules);
  if (percent < 60) return textRules;
  if (percent < 65) return "{}";
  return percent < 85 ? "null" : undefined;
}
