/** One conversation platform of the sample data, as `GET inboxes/` answers it. */
export interface SampleInbox {
  readonly id: string;
  readonly name: string;
  readonly channelType: string;
  readonly unreadConversationsCount: number;
}

/** Fixed ids, so that documents, recipes and tests can name them. */
export const sampleInboxes: readonly SampleInbox[] = [
  inbox("a1e5f0c2-3b7d-4c1e-9f60-5d2b8c7e1a01", "LINE 官方帳號", "line", 12),
  inbox("b2f6a1d3-4c8e-4d2f-8a71-6e3c9d8f2b02", "Telegram 客服", "telegram", 3),
  inbox("c3a7b2e4-5d9f-4e30-9b82-7f4dae903c03", "Website Chat", "web", 7),
  inbox("d4b8c3f5-6ea0-4f41-8c93-805ebfa14d04", "Messenger", "messenger", 0),
  inbox("e5c9d4a6-7fb1-4052-9da4-916fc0b25e05", "日本サポート LINE", "line", 1),
];

const references = new Map(sampleInboxes.map(({ id, name }) => [id, JSON.stringify({ id, name })]));

/** The `{"id", "name"}` by which a contact names one of its inboxes, as JSON text. */
export function inboxReference(id: string): string {
  return references.get(id) ?? JSON.stringify({ id, name: "" });
}

/** Whether there is such an inbox. */
export function inboxExists(id: string): boolean {
  return references.has(id);
}

function inbox(id: string, name: string, channelType: string, unreadConversationsCount: number): SampleInbox {
  return { id, name, channelType, unreadConversationsCount };
}
