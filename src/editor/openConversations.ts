import type * as vscode from "vscode";
import type { ConversationSummary } from "../api/conversations.ts";
import { timestampOf } from "../model/timestamp.ts";
import type { ConversationsShown } from "../shared/messages.ts";
import type { ContactRef, ContactStore } from "../state/contactStore.ts";
import type { Log } from "../ui/log.ts";

/**
 * The conversations of one open editor's contact: asked for once, given up when the editor closes. They are a help
 * beside the document: when the server will not tell, nothing is shown, and the log says why.
 */
export class OpenConversations implements vscode.Disposable {
  readonly #ref: ContactRef;
  readonly #contacts: ContactStore;
  readonly #log: Log;
  readonly #onKnown: () => void;
  readonly #closing = new AbortController();
  #isAsked = false;
  #summary: ConversationSummary | undefined;

  constructor(ref: ContactRef, contacts: ContactStore, log: Log, onKnown: () => void) {
    this.#ref = ref;
    this.#contacts = contacts;
    this.#log = log;
    this.#onKnown = onKnown;
  }

  /** Undefined while unknown, and when there are none. */
  get shown(): ConversationsShown | undefined {
    return this.#summary && { count: this.#summary.count, latest: timestampOf(this.#summary.latest) };
  }

  /** Asks the server, the first time. */
  ask(): void {
    if (this.#isAsked) {
      return;
    }
    this.#isAsked = true;
    this.#contacts.conversations(this.#ref, { signal: this.#closing.signal }).then(
      (summary) => {
        if (summary && !this.#closing.signal.aborted) {
          this.#summary = summary;
          this.#onKnown();
        }
      },
      (error: unknown) => {
        if (!this.#closing.signal.aborted) {
          this.#log.failure("editor conversations", error);
        }
      },
    );
  }

  dispose(): void {
    this.#closing.abort();
  }
}
