import * as vscode from "vscode";
import type { Clock } from "../api/clock.ts";
import type { ConnectionStore } from "../state/connectionStore.ts";
import type { ContactStore } from "../state/contactStore.ts";
import type { LookupMemory } from "../state/lookupMemory.ts";
import type { Log } from "../ui/log.ts";
import { hoverLookUp, mayLookUpOnProduction } from "./assistSettings.ts";
import { inboxHover, knownHover, unknownHover } from "./contactHover.ts";
import { IdLookUp } from "./engine/idLookUp.ts";
import { fixtureItems } from "./fixtureItems.ts";
import { type KnownContact, knownContacts, knownInbox, orderedConnections } from "./knownContacts.ts";
import { nameHints } from "./nameHints.ts";

/** What the help inside code works with. */
export interface AssistContext {
  readonly connections: ConnectionStore;
  readonly contacts: ContactStore;
  readonly memory: LookupMemory;
  readonly log: Log;
}

/** Lists change row by row: names in a text follow once. */
const COALESCE_MS = 200;

/**
 * The help inside code, built when it is first used. A failure in a provider is logged and shows nothing: VS Code
 * asks again with the next movement of the pointer.
 */
export class Assist implements vscode.Disposable {
  readonly #context: AssistContext;
  readonly #clock: Clock;
  readonly #onDidChangeKnown = new vscode.EventEmitter<void>();
  readonly #subscriptions: readonly vscode.Disposable[];
  #stopTimer: (() => void) | undefined;
  readonly lookUp: IdLookUp;
  /** Something else is known of contacts, also which connections there are. */
  readonly onDidChangeKnown = this.#onDidChangeKnown.event;

  constructor(context: AssistContext, clock: Clock) {
    this.#context = context;
    this.#clock = clock;
    const { contacts, connections, memory } = context;
    this.lookUp = new IdLookUp(
      async (ref, signal) => (await contacts.retrieve(ref, { signal })).contact,
      clock,
    );
    const changed = () => this.#changed();
    this.#subscriptions = [
      contacts.onDidSee(changed),
      memory.onDidChange(changed),
      connections.onDidChange(changed),
      contacts.onDidChange((change) => {
        if (change.kind === "connection") {
          this.lookUp.forgetConnection(change.connectionId);
        }
      }),
    ];
  }

  /** The contacts of an id, over each connection that knows it. Sends nothing. */
  known(id: string): readonly KnownContact[] {
    return knownContacts(this.#context, id);
  }

  /** @param range - where a UUID stands */
  async hover(
    document: vscode.TextDocument,
    range: vscode.Range,
    token: vscode.CancellationToken,
  ): Promise<vscode.Hover | undefined> {
    try {
      const id = document.getText(range).toLowerCase();
      const contents = this.#knownHover(id) ?? (await this.#lookUpHover(id, range, token));
      return contents && !token.isCancellationRequested ? new vscode.Hover(contents, range) : undefined;
    } catch (error) {
      if (!token.isCancellationRequested) {
        this.#context.log.failure("hover", error);
      }
      return undefined;
    }
  }

  nameHints(document: vscode.TextDocument, range: vscode.Range): vscode.InlayHint[] {
    return nameHints(this.#context, document, range, this.#clock.now());
  }

  async fixtureItems(
    document: vscode.TextDocument,
    position: vscode.Position,
  ): Promise<vscode.CompletionItem[]> {
    try {
      return await fixtureItems(this.#context, document, position);
    } catch (error) {
      this.#context.log.failure("completion in a fixture", error);
      return [];
    }
  }

  dispose(): void {
    this.#stopTimer?.();
    for (const subscription of this.#subscriptions) {
      subscription.dispose();
    }
    this.#onDidChangeKnown.dispose();
  }

  #knownHover(id: string): vscode.MarkdownString[] | undefined {
    const known = this.known(id);
    if (known.length > 0) {
      return knownHover(known, this.#clock.now());
    }
    const inbox = knownInbox(this.#context, id);
    return inbox && [inboxHover(inbox.connection, inbox.inbox)];
  }

  async #lookUpHover(
    id: string,
    range: vscode.Range,
    token: vscode.CancellationToken,
  ): Promise<vscode.MarkdownString[] | undefined> {
    const mode = hoverLookUp();
    if (mode === "automatic") {
      await this.#lookByItself(id, token);
      const known = this.#knownHover(id);
      if (known) {
        return known;
      }
    }
    const places = orderedConnections(this.#context).map((connection) => ({
      connection,
      unfound: this.lookUp.unfound({ connectionId: connection.id, contactId: id }),
    }));
    // With `never` only what a person asked for by another way is said.
    const shown = mode === "never" ? places.filter(({ unfound }) => unfound) : places;
    const card = unknownHover(shown, { id, place: range.start });
    return card && [card];
  }

  /** Only over the current connection, and over a production one only if a further setting says so. */
  async #lookByItself(id: string, token: vscode.CancellationToken): Promise<void> {
    const { current } = this.#context.connections;
    if (!current || (current.role === "production" && !mayLookUpOnProduction())) {
      return;
    }
    const abort = new AbortController();
    const subscription = token.onCancellationRequested(() => abort.abort());
    try {
      await this.lookUp.lookByItself({ connectionId: current.id, contactId: id }, abort.signal);
    } finally {
      subscription.dispose();
    }
  }

  #changed(): void {
    this.#stopTimer ??= this.#clock.setTimeout(() => {
      this.#stopTimer = undefined;
      this.#onDidChangeKnown.fire();
    }, COALESCE_MS);
  }
}
