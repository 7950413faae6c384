import type * as accessHelp from "./accessHelp.ts";
import type * as documentProblems from "./documentProblems.ts";

/** What the panels and Problems ask it for. */
export type AccessHelp = Pick<typeof accessHelp, "accessProblems" | "accessState">;

/** The same with what Problems shows. */
export type DocumentChecks = AccessHelp & Pick<typeof documentProblems, "diagnosticsOf">;

/** The checks of documents and the help for `queryMetadata`: loaded when the first document wants them. */
export class LazyAccessHelp {
  readonly #onLoad: () => void;
  readonly #onFailure: (error: unknown) => void;
  #help: DocumentChecks | undefined;
  #isLoading = false;

  /** `onLoad` is called once, when what was shown without the help can be shown again with it. */
  constructor(onLoad: () => void, onFailure: (error: unknown) => void) {
    this.#onLoad = onLoad;
    this.#onFailure = onFailure;
  }

  /** The help; undefined the first times it is asked for. */
  get current(): DocumentChecks | undefined {
    if (!this.#help && !this.#isLoading) {
      this.#isLoading = true;
      Promise.all([import("./accessHelp.ts"), import("./documentProblems.ts")]).then(
        ([help, { diagnosticsOf }]) => {
          this.#help = { ...help, diagnosticsOf };
          this.#onLoad();
        },
        (error: unknown) => {
          // The next one that asks tries again.
          this.#isLoading = false;
          this.#onFailure(error);
        },
      );
    }
    return this.#help;
  }
}
