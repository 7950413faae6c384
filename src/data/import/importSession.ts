import * as vscode from "vscode";
import { systemClock } from "../../api/clock.ts";
import type { Connection } from "../../model/connection.ts";
import type { ImportSetting, ImportState } from "../../shared/importMessages.ts";
import type { Clients } from "../../state/clients.ts";
import type { ContactStore } from "../../state/contactStore.ts";
import { DescribedError } from "../../ui/describedError.ts";
import { toastText, valueText } from "../../ui/safeText.ts";
import { openBulkClient } from "../../ui/unlockProduction.ts";
import { checkImport, type ImportCheck, type ImportReading } from "../engine/import/checkImport.ts";
import { type ColumnMapping, guessMapping, targetSchema } from "../engine/import/columnMapping.ts";
import { DELIMITERS } from "../engine/import/detectLayout.ts";
import { ENCODINGS } from "../engine/import/encoding.ts";
import { FileProblemError } from "../engine/import/fileProblem.ts";
import type { ImportSource } from "../engine/import/importSource.ts";
import type { InboxTarget } from "../engine/import/inboxNames.ts";
import { POLICIES, type Policy } from "../engine/import/planRow.ts";
import { type FilePreview, previewFile, type ReadingChoice } from "../engine/import/previewFile.ts";
import { fileErrorSentence } from "../fileErrorSentence.ts";
import { describeFileProblem } from "./describeFileProblem.ts";
import { importSourceOf } from "./importSourceOf.ts";
import { importState } from "./importState.ts";
import type { MappingMemory } from "./mappingMemory.ts";
import { checkState, local } from "./outcomeState.ts";
import { confirmImport, performImport } from "./performImport.ts";

/** What a session works with. */
export interface ImportServices {
  readonly clients: Clients;
  readonly contacts: ContactStore;
  readonly memory: MappingMemory;
}

/** One file on its way to one connection: how it is read, what its columns are, and what was found or done. */
export class ImportSession implements vscode.Disposable {
  readonly uri: vscode.Uri;
  readonly connection: Connection;
  readonly #services: ImportServices;
  readonly #source: ImportSource;
  readonly #onDidChange = new vscode.EventEmitter<ImportState>();
  #inboxes: InboxTarget;
  #policy: Policy = "update";
  #choice: ReadingChoice = {};
  /** How often the file was begun to be read: a slower reading must not show what was chosen before. */
  #readings = 0;
  #preview: FilePreview | undefined;
  #problem = "";
  #mapping: ColumnMapping = [];
  #isRemembered = false;
  #size = 0;
  #progress: ImportState["progress"];
  #outcome: ImportState["outcome"];
  #cancel: AbortController | undefined;
  #result: vscode.Uri | undefined;
  /** Fires with the whole state. */
  readonly onDidChange = this.#onDidChange.event;

  constructor(uri: vscode.Uri, connection: Connection, inboxes: InboxTarget, services: ImportServices) {
    this.uri = uri;
    this.connection = connection;
    this.#inboxes = inboxes;
    this.#services = services;
    this.#source = importSourceOf(uri);
  }

  get state(): ImportState {
    return importState({
      ...{ fileName: this.#source.name, size: this.#size, connection: this.connection },
      ...{ inboxes: this.#inboxes, policy: this.#policy, preview: this.#preview, problem: this.#problem },
      ...{ mapping: this.#mapping, isRemembered: this.#isRemembered },
      ...{ progress: this.#progress, outcome: this.#outcome },
    });
  }

  /** The result of the last import. */
  get result(): vscode.Uri | undefined {
    return this.#result;
  }

  /** Reads the beginning of the file anew and takes the mapping that fits its columns. */
  async load(): Promise<void> {
    const before = this.#preview?.columns;
    const reading = ++this.#readings;
    await this.#guarded(async () => {
      this.#size = (await this.#source.stamp()).size;
      this.#preview = undefined;
      const preview = await this.#read(() => reading === this.#readings);
      if (!preview) {
        return;
      }
      this.#preview = preview;
      const { columns } = preview;
      if (JSON.stringify(columns) !== JSON.stringify(before)) {
        const remembered = await this.#services.memory.recall(columns);
        this.#isRemembered = remembered !== undefined;
        this.#mapping = remembered ?? guessMapping(columns);
        this.#takeOnlyInbox();
      }
    });
    this.#changed();
  }

  /** Takes a setting of the page; a value that is none of its choices is not taken. */
  async choose(setting: ImportSetting, value: string): Promise<void> {
    if (this.#cancel) {
      return;
    }
    this.#outcome = undefined;
    switch (setting) {
      case "encoding": {
        const encoding = ENCODINGS.find((known) => known === value);
        this.#choice = { ...this.#choice, encoding };
        return this.load();
      }
      case "delimiter": {
        const delimiter = DELIMITERS.find((known) => known === value);
        this.#choice = { ...this.#choice, delimiter };
        return this.load();
      }
      case "hasHeader":
        this.#choice = { ...this.#choice, hasHeader: value === "true" };
        return this.load();
      case "inbox": {
        const fixedId = this.#inboxes.known.find(({ id }) => id === value)?.id;
        this.#inboxes = { ...this.#inboxes, fixedId };
        break;
      }
      case "policy":
        this.#policy = POLICIES.find((known) => known === value) ?? this.#policy;
        break;
    }
    this.#changed();
  }

  /** Gives a column another field, or none, and remembers the mapping for files with the same columns. */
  async map(column: number, target: string): Promise<void> {
    if (this.#cancel || !this.#preview) {
      return;
    }
    const parsed = targetSchema.safeParse(target);
    this.#outcome = undefined;
    this.#isRemembered = false;
    this.#mapping = this.#mapping.map((before, index) =>
      index === column ? (parsed.success ? parsed.data : undefined) : before,
    );
    this.#changed();
    await this.#services.memory.remember(this.#preview.columns, this.#mapping);
  }

  cancel(): void {
    this.#cancel?.abort();
  }

  /** Checks the whole file, then compares it with the server; an import then asks and sends. */
  async run(isDryRun: boolean): Promise<void> {
    if (this.#cancel || !this.state.canRun || !this.#preview) {
      return;
    }
    const cancel = new AbortController();
    this.#cancel = cancel;
    this.#outcome = undefined;
    this.#result = undefined;
    const reading: ImportReading = {
      source: this.#source,
      options: this.#preview.options,
      rows: { columns: this.#preview.columns, mapping: this.#mapping, inboxes: this.#inboxes },
    };
    try {
      await this.#guarded(async () => {
        // Before anything else: what may not be written need not be checked.
        const client = isDryRun
          ? await this.#services.clients.get(this.connection.id)
          : await openBulkClient(this.#services.clients, this.connection.id);
        await this.#services.memory.remember(reading.rows.columns, reading.rows.mapping);
        const check = await this.#checked(reading, cancel.signal);
        if (check.ready === 0) {
          this.#outcome = checkState(check);
          return;
        }
        if (!isDryRun && !(await confirmImport(this.connection, this.#inboxes, check, this.#policy))) {
          return;
        }
        const { outcome, result } = await performImport({
          ...{ reading, check, policy: this.#policy, client, isDryRun, cancel },
          ...{ clock: systemClock, uri: this.uri, connection: this.connection },
          contacts: this.#services.contacts,
          onProgress: (text, part) => this.#showProgress(text, part),
        });
        this.#outcome = outcome;
        this.#result = result;
      });
    } catch (error) {
      if (!cancel.signal.aborted && !(error instanceof vscode.CancellationError)) {
        throw error;
      }
    } finally {
      this.#cancel = undefined;
      this.#progress = undefined;
      this.#changed();
    }
  }

  dispose(): void {
    this.#onDidChange.dispose();
  }

  /** The first rows; undefined when the file was chosen to be read otherwise meanwhile. */
  async #read(isLast: () => boolean): Promise<FilePreview | undefined> {
    try {
      const preview = await previewFile(this.#source, this.#choice);
      return isLast() ? preview : undefined;
    } catch (error) {
      if (isLast()) {
        throw error;
      }
      return undefined; // The newer reading says what is wrong, if it still is.
    }
  }

  /** Where rows name no inbox and there is but one, there is nothing to choose. */
  #takeOnlyInbox(): void {
    const [only, another] = this.#inboxes.known;
    if (only && !another && !this.#mapping.includes("inboxes")) {
      this.#inboxes = { ...this.#inboxes, fixedId: this.#inboxes.fixedId ?? only.id };
    }
  }

  async #checked(reading: ImportReading, signal: AbortSignal): Promise<ImportCheck> {
    const checking = (rows: number) =>
      this.#showProgress(vscode.l10n.t("Checking rows: {0}", local(rows)), undefined);
    checking(0);
    const check = await checkImport(reading, { signal, onProgress: checking });
    checking(check.rows);
    return check;
  }

  #showProgress(text: string, part: number | undefined): void {
    this.#progress = { text, part };
    this.#changed();
  }

  /** A file that cannot be read is said on the page, where its encoding and delimiter can be changed. */
  async #guarded(work: () => Promise<void>): Promise<void> {
    this.#problem = "";
    try {
      await work();
    } catch (error) {
      const name = valueText(this.#source.name);
      if (error instanceof FileProblemError) {
        this.#problem = toastText(describeFileProblem(error, this.#source.name));
        return;
      }
      const sentence = fileErrorSentence(error, name);
      throw sentence === undefined ? error : new DescribedError(sentence, { cause: error });
    }
  }

  #changed(): void {
    this.#onDidChange.fire(this.state);
  }
}
