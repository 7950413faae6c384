import type { Connection } from "../../model/connection.ts";
import type { Clients } from "../../state/clients.ts";
import type { ConnectionStore } from "../../state/connectionStore.ts";
import type { ContactStore } from "../../state/contactStore.ts";
import type { Log } from "../../ui/log.ts";
import type { SeedRuns } from "../engine/seed/seedRuns.ts";
import type { TablePanels } from "../table/tablePanel.ts";
import type { RecipeDiagnostics } from "./recipeDiagnostics.ts";

/** What the seed commands work with. */
export interface SeedContext {
  readonly connections: ConnectionStore;
  readonly clients: Clients;
  readonly contacts: ContactStore;
  readonly log: Log;
  readonly runs: SeedRuns;
  readonly tables: TablePanels;
  readonly diagnostics: RecipeDiagnostics;
  /** The current connection, or the one that the user sets up now. */
  readonly currentConnection: (title: string) => Promise<Connection>;
  /** What can be done after a delete, in a sentence. */
  readonly wayBack: () => Promise<string>;
  readonly openContact: (connectionId: string, contactId: string) => void;
}
