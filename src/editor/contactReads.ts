import { NotFoundError } from "../api/errors.ts";
import { credentialsIn } from "../model/credentials.ts";
import { documentTextOf } from "../model/contactText.ts";
import type { ContactStore } from "../state/contactStore.ts";
import type { ContactRecord } from "./contactRecord.ts";

/** How long an answer that came before it was needed is taken for the server's text now. */
const AHEAD_MS = 1000;

/** The GETs behind `stat` and `readFile`. */
export class ContactReads {
  readonly #contacts: Pick<ContactStore, "retrieve">;
  readonly #reading = new Map<string, Promise<string>>();

  constructor(contacts: Pick<ContactStore, "retrieve">) {
    this.#contacts = contacts;
  }

  /** The server's text now; `stat` and `readFile` of one opening share a request, and a PATCH's answer is used once. */
  async shared(record: ContactRecord): Promise<string> {
    if (record.answer !== undefined) {
      return record.answer;
    }
    const key = record.uri.toString();
    const reading = this.#reading.get(key) ?? this.own(record);
    this.#reading.set(key, reading);
    try {
      return await reading;
    } finally {
      if (this.#reading.get(key) === reading) {
        this.#reading.delete(key);
      }
    }
  }

  /** Begins the request of an opening that VS Code is about to ask for: {@link shared} finds it under way or answered. */
  ahead(record: ContactRecord): void {
    const key = record.uri.toString();
    if (record.answer !== undefined || this.#reading.has(key)) {
      return;
    }
    const reading = this.own(record);
    this.#reading.set(key, reading);
    const forget = () => {
      if (this.#reading.get(key) === reading) {
        this.#reading.delete(key);
      }
    };
    // Its failure is told to whoever takes it.
    reading.catch(() => undefined);
    setTimeout(forget, AHEAD_MS).unref();
  }

  /** As {@link shared}, but with a request of its own. */
  async own(record: ContactRecord): Promise<string> {
    try {
      const { json } = await this.#contacts.retrieve(record.ref);
      record.credentialCount = credentialsIn(json).length;
      return documentTextOf(json);
    } catch (error) {
      record.isGone ||= error instanceof NotFoundError;
      throw error;
    }
  }
}
