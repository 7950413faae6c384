import { systemClock } from "../../../../../src/api/clock.ts";
import { MaiAgentClient } from "../../../../../src/api/client.ts";
import type { Contact } from "../../../../../src/api/schemas.ts";
import type { BulkItem } from "../../../../../src/data/engine/bulk/bulkOutcome.ts";
import type { ContactAccess } from "../../../../../src/data/engine/bulk/contactAccess.ts";
import type { BulkRunOptions } from "../../../../../src/data/engine/bulk/runBulk.ts";
import { startSandbox, type Sandbox, type SandboxOptions } from "../../../../../src/sandbox/startSandbox.ts";

/** Sandboxes by connection id, and the engines' access to them through real clients. */
export interface BulkWorld {
  readonly contacts: ContactAccess;
  readonly client: (connectionId: string) => MaiAgentClient;
  readonly sandbox: (connectionId: string) => Sandbox;
  /** Contacts as bulk items, in the server's order. */
  readonly items: (count: number, connectionId?: string) => Promise<readonly BulkItem[]>;
  readonly list: (count: number, connectionId?: string) => Promise<readonly Contact[]>;
  /** What the server has now; undefined when it is gone. */
  readonly now: (item: Pick<BulkItem, "connectionId" | "contactId">) => Promise<Contact | undefined>;
  readonly options: (signal?: AbortSignal) => BulkRunOptions;
  /** Requests of one method that the server saw. */
  readonly sent: (method: string, connectionId?: string) => readonly { path: string; body: string }[];
  close(): Promise<void>;
}

/** Connections `a` and, when asked for, `b`, each with its own sandbox. Retries do not wait. */
export async function openBulkWorld(...setups: readonly SandboxOptions[]): Promise<BulkWorld> {
  const names = ["a", "b"];
  const worlds = new Map<string, { readonly sandbox: Sandbox; readonly client: MaiAgentClient }>();
  for (const [index, setup] of (setups.length === 0 ? [{}] : setups).entries()) {
    const sandbox = await startSandbox(setup);
    const { baseUrl, apiKey } = sandbox;
    worlds.set(names[index] ?? "", {
      sandbox,
      client: new MaiAgentClient({ baseUrl, apiKey, random: () => 0 }),
    });
  }
  const world = (connectionId: string) => {
    const found = worlds.get(connectionId);
    if (!found) {
      throw new Error(`no connection ${connectionId}`);
    }
    return found;
  };
  const client = (connectionId: string) => world(connectionId).client;
  const list = async (count: number, connectionId = "a") =>
    (await client(connectionId).contacts.list({ pageSize: count })).items;
  return {
    contacts: {
      retrieve: (ref, options) => client(ref.connectionId).contacts.retrieve(ref.contactId, options),
      create: (connectionId, draft, options) => client(connectionId).contacts.create(draft, options),
      update: (ref, patch, options) =>
        client(ref.connectionId).contacts.update(ref.contactId, patch, options),
      delete: (ref, options) => client(ref.connectionId).contacts.delete(ref.contactId, options),
      named: (connectionId, query, options) => client(connectionId).contacts.all({ query }, options),
    },
    client,
    sandbox: (connectionId) => world(connectionId).sandbox,
    list,
    items: async (count, connectionId = "a") =>
      (await list(count, connectionId)).map(({ id, name }, index) => ({
        connectionId,
        contactId: id,
        name,
        index: index + 1,
      })),
    now: async ({ connectionId, contactId }) => {
      const found = await client(connectionId)
        .contacts.retrieve(contactId)
        .catch(() => undefined);
      return found?.contact;
    },
    options: (signal = new AbortController().signal) => ({ clock: systemClock, random: () => 0, signal }),
    sent: (method, connectionId = "a") =>
      world(connectionId).sandbox.requests.filter((request) => request.method === method),
    close: async () => {
      for (const { sandbox, client: open } of worlds.values()) {
        open.dispose();
        await sandbox.close();
      }
    },
  };
}
