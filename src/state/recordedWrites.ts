import { originOf } from "../api/baseUrl.ts";
import type { MaiAgentClient } from "../api/client.ts";
import { bodyTextOf } from "../api/contactBody.ts";
import type { ContactAnswer, RequestOptions } from "../api/contacts.ts";
import { AmbiguousWriteError, ClientClosedError } from "../api/errors.ts";
import type { ContactDraft, JsonText } from "../api/schemas.ts";
import type { WriteKind } from "../model/historyEntry.ts";
import type { WriteRecorder } from "./writeRecorder.ts";

/** Options of a write. */
export interface WriteOptions extends RequestOptions {
  /**
   * The contact's text before the write (a document's text, or the JSON of an answer), for the history. Without it
   * the newest text that the server gave in the last seconds is taken, else the contact is asked for first.
   */
  readonly before?: string | undefined;
}

/** Options of a create. */
export interface CreateOptions extends RequestOptions {
  /** The id of the history entry of the delete that this contact makes good. */
  readonly restores?: string;
  /** Called when the server has answered, before that is recorded. */
  readonly onAnswered?: (() => void) | undefined;
}

/**
 * Writes through one client, each recorded in the history. Lists are not told: `ContactStore` does that for a single
 * write; a run of thousands holds one of these and refreshes the connection at its end. A client whose connection
 * was changed meanwhile refuses, so that a run never goes on against another server.
 */
export class RecordedWrites {
  readonly #connectionId: string;
  readonly #client: MaiAgentClient;
  /** Loaded with the history at the first write. */
  readonly #recorder: () => Promise<WriteRecorder>;
  readonly #changed: (contactId: string) => void;

  /** @param changed - told of each contact that is no longer what it was */
  constructor(
    connectionId: string,
    client: MaiAgentClient,
    recorder: () => Promise<WriteRecorder>,
    changed: (contactId: string) => void = () => undefined,
  ) {
    this.#connectionId = connectionId;
    this.#client = client;
    this.#recorder = recorder;
    this.#changed = changed;
  }

  /**
   * POST. Rejects as `Contacts.create` does.
   * @throws AmbiguousWriteError also when the client was closed before the answer came: it may have been created
   */
  async create(
    draft: ContactDraft | JsonText,
    { restores, onAnswered, ...options }: CreateOptions = {},
  ): Promise<ContactAnswer> {
    const wasOpen = !this.#client.isClosed;
    const answer = await this.#client.contacts.create(draft, options).catch((error: unknown) => {
      throw wasOpen && error instanceof ClientClosedError
        ? new AmbiguousWriteError("The client was closed before the answer came.")
        : error;
    });
    onAnswered?.();
    const recorder = await this.#recorder();
    await recorder.created({
      ...{ ref: this.#refOf(answer.contact.id), restores },
      origin: originOf(this.#client.baseUrl),
      body: bodyTextOf(draft),
      after: answer.json,
    });
    return answer;
  }

  /** PATCH: what is not in `patch` stays as it is. */
  update(contactId: string, patch: object, options: WriteOptions = {}): Promise<ContactAnswer> {
    return this.#write("update", contactId, patch, options, (bounds) =>
      this.#client.contacts.update(contactId, patch, bounds),
    );
  }

  /** PUT. */
  replace(contactId: string, body: object, options: WriteOptions = {}): Promise<ContactAnswer> {
    return this.#write("replace", contactId, body, options, (bounds) =>
      this.#client.contacts.replace(contactId, body, bounds),
    );
  }

  /** DELETE. @throws NotFoundError when it was gone already */
  async delete(contactId: string, options: WriteOptions = {}): Promise<void> {
    await this.#write("delete", contactId, undefined, options, async (bounds) => {
      await this.#client.contacts.delete(contactId, bounds);
      return undefined;
    });
  }

  async #write<T extends ContactAnswer | undefined>(
    kind: WriteKind,
    contactId: string,
    body: object | undefined,
    { before, ...bounds }: WriteOptions,
    send: (bounds: RequestOptions) => Promise<T>,
  ): Promise<T> {
    if (this.#client.readOnly) {
      // The client refuses it before it becomes a request; nothing has to be known for that.
      return send(bounds);
    }
    const write = {
      ...{ kind, ref: this.#refOf(contactId), before },
      origin: originOf(this.#client.baseUrl),
      body: body && bodyTextOf(body),
      cancel: bounds.gate?.signal,
      retrieve: () => this.#client.contacts.retrieve(contactId, bounds),
    };
    const recorder = await this.#recorder();
    try {
      return await recorder.run(write, () => send(bounds));
    } finally {
      this.#changed(contactId);
    }
  }

  #refOf(contactId: string): { readonly connectionId: string; readonly contactId: string } {
    return { connectionId: this.#connectionId, contactId };
  }
}
