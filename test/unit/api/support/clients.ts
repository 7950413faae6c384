import { MaiAgentClient } from "../../../../src/api/client.ts";
import type { ClientOptions } from "../../../../src/api/client.ts";
import { FakeClock } from "./fakeClock.ts";
import { scriptedTransport } from "./scriptedTransport.ts";
import type { ScriptedTransport, SentRequest } from "./scriptedTransport.ts";
import type { TransportResponse } from "../../../../src/api/transport.ts";

/** A key that no text of ours contains by chance. */
export const KEY = "CANARY.k3y-Zq81";
export const BASE_URL = "https://api.example.test/api";

/** A contact as a server would list it. */
export const contactOf = (id: string, fields: Record<string, unknown> = {}): Record<string, unknown> => ({
  id,
  name: `name of ${id}`,
  inboxes: [{ id: "inbox-1", name: "Inbox" }],
  ...fields,
});

/** A client whose time and network are the test's; backoff is half of its bound. */
export function scriptedClient(
  script: (request: SentRequest, index: number) => TransportResponse | Promise<TransportResponse>,
  options: Partial<ClientOptions> = {},
): { client: MaiAgentClient; clock: FakeClock; transport: ScriptedTransport } {
  const clock = new FakeClock();
  const transport = scriptedTransport(clock, script);
  const client = new MaiAgentClient({
    ...{ baseUrl: BASE_URL, apiKey: KEY, transport, clock, random: () => 0.5 },
    ...options,
  });
  return { client, clock, transport };
}

/** A client for a real server, on a clock that stands still; retries do not wait. */
export function wireClient(
  baseUrl: string,
  options: Partial<ClientOptions> = {},
): { client: MaiAgentClient; clock: FakeClock } {
  const clock = new FakeClock();
  return { client: new MaiAgentClient({ baseUrl, apiKey: KEY, clock, random: () => 0, ...options }), clock };
}

/** The error of a promise that must fail, checked for its class. */
export async function failureOf<T extends Error>(
  promise: Promise<unknown>,
  type: abstract new (...parameters: never[]) => T,
): Promise<T> {
  try {
    await promise;
  } catch (error) {
    if (error instanceof type) {
      return error;
    }
    throw new Error(`expected ${type.name}`, { cause: error });
  }
  throw new Error(`expected ${type.name}, but nothing failed`);
}

/** Everything that an iterable yields. */
export async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) {
    all.push(item);
  }
  return all;
}
