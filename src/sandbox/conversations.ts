import { Random } from "./random.ts";
import { inboxReference } from "./sampleInboxes.ts";
import type { StoredContact } from "./storedContact.ts";

const HOUR = 3_600_000;

/** `GET contacts/{id}/conversations`: newest first, in DRF's page shape. The vendor's own shape is not documented. */
export function conversationsJson({ record }: StoredContact): string {
  const results = Array.from({ length: record.conversations }, (_, age) => conversationJson({ record }, age));
  return `{"count":${record.conversations},"next":null,"previous":null,"results":[${results.join(",")}]}`;
}

/** `GET contacts/{id}/conversations/latest`. */
export function latestConversationJson(contact: Pick<StoredContact, "record">): string {
  return conversationJson(contact, 0);
}

/** @param age 0 for the latest conversation, 1 for the one before */
function conversationJson({ record }: Pick<StoredContact, "record">, age: number): string {
  const random = new Random(Number.parseInt(record.id.slice(0, 8), 16) + age);
  const createdAt = record.createdAt + (record.conversations - age) * 26 * HOUR;
  const about = JSON.stringify({
    id: random.uuid(),
    messagesCount: 2 + random.below(30),
    unreadMessagesCount: age === 0 ? random.below(3) : 0,
    createdAt: String(createdAt),
    lastMessageCreatedAt: String(createdAt + (1 + random.below(20)) * HOUR),
  });
  const [inboxId = ""] = record.inboxIds;
  return `${about.slice(0, -1)},"contact":{"id":"${record.id}"},"inbox":${inboxReference(inboxId)}}`;
}
