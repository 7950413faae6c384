import * as z from "zod/mini";
import type { RequestOptions } from "./contacts.ts";
import { NotFoundError, PermissionError } from "./errors.ts";
import { pathIdOf } from "./pathId.ts";
import type { Answer, RequestEngine } from "./requestEngine.ts";

const conversationSchema = z.looseObject({
  createdAt: z.optional(z.unknown()),
  lastMessageCreatedAt: z.optional(z.unknown()),
});
/** The vendor's samples show `{count, results}`; its other lists of conversations have no `count`. */
const listSchema = z.looseObject({
  count: z.optional(z.unknown()),
  results: z.optional(z.unknown()),
});

/** What a server tells about the conversations of one contact. */
export interface ConversationSummary {
  /** Undefined when the server has some and does not count them. */
  readonly count: number | undefined;
  /** When something was last said in the latest one, verbatim (epoch milliseconds as text in the samples). */
  readonly latest: string | number | undefined;
}

/**
 * The conversations of contacts (`GET contacts/{id}/conversations` and `…/latest`, without a slash at the end). They
 * stand in the vendor's samples only: a server may not have them, and their shape is not promised.
 */
export class Conversations {
  readonly #engine: RequestEngine;

  constructor(engine: RequestEngine) {
    this.#engine = engine;
  }

  /**
   * How many conversations a contact has and when the latest was. Undefined when there are none (404), the key may
   * not see them (403), or the answer says nothing that is understood. Rejects as {@link RequestEngine.send} otherwise.
   */
  async summary(contactId: string, options: RequestOptions = {}): Promise<ConversationSummary | undefined> {
    const list = await this.#get(contactId, "", options);
    const answered = Array.isArray(list)
      ? { count: list.length, results: list }
      : listSchema.safeParse(list).data;
    const count = typeof answered?.count === "number" ? answered.count : undefined;
    const hasSome = Array.isArray(answered?.results) && answered.results.length > 0;
    if (count === 0 || (count === undefined && !hasSome)) {
      return undefined;
    }
    const latest = conversationSchema.safeParse(await this.#get(contactId, "/latest", options)).data;
    return { count, latest: timeIn(latest?.lastMessageCreatedAt) ?? timeIn(latest?.createdAt) };
  }

  /** Undefined on 403 and 404. */
  async #get(contactId: string, below: "" | "/latest", options: RequestOptions): Promise<unknown> {
    const path = `contacts/${pathIdOf(contactId)}/conversations${below}`;
    const route = `contacts/{id}/conversations${below}`;
    let answer: Answer;
    try {
      answer = await this.#engine.send({ method: "GET", path, route, expect: "list" }, options);
    } catch (error) {
      if (error instanceof NotFoundError || error instanceof PermissionError) {
        return undefined;
      }
      throw error;
    }
    return answer.value;
  }
}

function timeIn(value: unknown): string | number | undefined {
  return typeof value === "string" || typeof value === "number" ? value : undefined;
}
