import * as vscode from "vscode";
import type { Inbox } from "../api/schemas.ts";
import type { EditorStrings } from "../shared/editorStrings.ts";
import type { EditorContext } from "../shared/messages.ts";
import type { ConnectionStore } from "../state/connectionStore.ts";
import type { ContactStore } from "../state/contactStore.ts";
import { describeError } from "../ui/describeError.ts";
import type { Log } from "../ui/log.ts";
import { labelText } from "../ui/safeText.ts";
import type { ContactPanel } from "./contactPanel.ts";
import type { ContactRecord } from "./contactRecord.ts";
import { readJsonHelp } from "./jsonHelpFile.ts";
import { OpenConversations } from "./openConversations.ts";

/** The panel that is told, and where what it is told comes from. */
export interface PanelSource {
  readonly panel: ContactPanel;
  readonly record: ContactRecord;
  /** The words of the page. */
  readonly strings: EditorStrings;
  readonly connections: ConnectionStore;
  readonly contacts: ContactStore;
  readonly extensionUri: vscode.Uri;
  readonly log: Log;
}

/** What the page of one panel is told besides its document: connection, inboxes, conversations, help, credentials. */
export class PanelContext implements vscode.Disposable {
  readonly #source: PanelSource;
  readonly #conversations: OpenConversations;

  constructor(source: PanelSource) {
    this.#source = source;
    const { record, contacts, log } = source;
    this.#conversations = new OpenConversations(record.ref, contacts, log, () => this.post());
  }

  /** The page is there. */
  ready(): void {
    this.post();
    this.askConversations();
    this.#postHelp();
  }

  /** Not before the contact is there: without it the header has no place for them. */
  askConversations(): void {
    const { record } = this.#source;
    if (!record.isPlaceholder && !record.isGone) {
      this.#conversations.ask();
    }
  }

  /** Tells the page its surroundings, first as far as they are known here. */
  post(): void {
    const { panel, record, strings, connections, contacts, log } = this.#source;
    const { connectionId } = record.ref;
    const connection = connections.get(connectionId);
    const context: EditorContext = {
      connectionLabel: labelText(connection?.label ?? connectionId),
      role: connection?.role ?? "development",
      inboxes: choicesOf(contacts.knownInboxes(connectionId)),
      locale: vscode.env.language,
      conversations: this.#conversations.shown,
    };
    panel.post({ type: "context", context, strings });
    panel.postDocument();
    contacts.inboxes(connectionId).then(
      ({ inboxes }) => {
        panel.post({ type: "context", context: { ...context, inboxes: choicesOf(inboxes) }, strings });
      },
      // Without the list the chips still show the contact's own inboxes; the document's banner says what is wrong.
      (error: unknown) => log.failure("editor inboxes", error),
    );
  }

  /**
   * Fetches the contact once more and hands its MCP credentials to the page, which shows them for a moment. Nothing
   * of them stays here, and a page that is not on screen gets none.
   */
  async revealCredentials(id: number): Promise<void> {
    const { panel, record, contacts } = this.#source;
    try {
      const { credentialsIn } = await import("../model/credentials.ts");
      const items = credentialsIn((await contacts.retrieve(record.ref)).json);
      if (panel.isVisible) {
        panel.post({ type: "credentials", id, items, failure: undefined });
      }
    } catch (error) {
      panel.post({ type: "credentials", id, items: [], failure: describeError(error).message });
      throw error;
    }
  }

  dispose(): void {
    this.#conversations.dispose();
  }

  #postHelp(): void {
    const { panel, extensionUri, log } = this.#source;
    readJsonHelp(extensionUri, vscode.env.language).then(
      (help) => panel.post({ type: "help", help }),
      // Without it the JSON pane is an editor all the same.
      (error: unknown) => log.failure("editor help", error),
    );
  }
}

function choicesOf(inboxes: readonly Inbox[]): EditorContext["inboxes"] {
  return inboxes.map(({ id, name, channelType }) => ({ id, name, channelType }));
}
