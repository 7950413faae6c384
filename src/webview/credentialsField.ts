import type { EditorStrings } from "../shared/editorStrings.ts";
import type { ToWebview } from "../shared/messages.ts";
import { countWords } from "./countWords.ts";
import { button, element, setText } from "./element.ts";
import { fillIn } from "./fillIn.ts";
import { formSection } from "./formSection.ts";

export interface CredentialsEvents {
  /** Asks the server for them; the answer carries the same number. */
  readonly onReveal: (id: number) => void;
  readonly onSay: (text: string) => void;
}

/** How long credentials stay on screen. */
export const REVEALED_SECONDS = 10;
const SECOND = 1000;
const MASK = "••••••••••••";

type Answer = Extract<ToWebview, { type: "credentials" }>;

/**
 * The contact's MCP credentials: their number, and themselves for ten seconds after a click. Each click asks the
 * server anew; nothing of them is kept here, and they go as soon as the page is left or hidden.
 */
export class CredentialsField {
  readonly element: HTMLElement;
  readonly #events: CredentialsEvents;
  readonly #title: HTMLElement;
  readonly #reveal: HTMLButtonElement;
  readonly #rest = element("span", { class: "field-hint" });
  readonly #masked = element("div", { class: "credentials-masked" });
  readonly #count = element("span");
  readonly #list = element("ul", { class: "credentials-list", hidden: true });
  readonly #failure = element("div", { class: "field-problems", role: "alert" });
  /** The click whose answer is awaited or shown; any other answer comes too late. */
  #asked = 0;
  #state: "masked" | "loading" | "shown" = "masked";
  #left = 0;
  #timer: ReturnType<typeof setInterval> | undefined;
  #strings: EditorStrings | undefined;
  #known: number | undefined;

  constructor(events: CredentialsEvents) {
    this.#events = events;
    const section = formSection("credentials");
    this.#title = section.title;
    this.#reveal = button({ class: "link-button" }, () => this.#onClick());
    this.#masked.append(
      this.#count,
      element("span", { class: "credentials-mask", "aria-hidden": "true" }, MASK),
    );
    section.line.append(this.#rest, this.#reveal);
    section.box.append(this.#masked, this.#list);
    section.element.append(this.#failure);
    this.element = section.element;
    window.addEventListener("blur", () => this.hide());
    window.addEventListener("pagehide", () => this.hide());
    document.addEventListener("visibilitychange", () => {
      if (document.hidden) this.hide();
    });
  }

  /** `known`: how many there are; undefined while nobody knows. */
  render(known: number | undefined, strings: EditorStrings): void {
    this.#known = known;
    this.#strings = strings;
    this.#draw();
  }

  /** Takes the answer of a click, unless the page was left in between. */
  show({ id, items, failure }: Answer): void {
    const strings = this.#strings;
    if (id !== this.#asked || this.#state !== "loading" || !strings) return;
    if (failure !== undefined || items.length === 0) {
      this.#state = "masked";
      if (failure === undefined) this.#known = 0;
      setText(this.#failure, failure ?? "");
      this.#draw();
      return;
    }
    this.#list.replaceChildren(
      ...items.map(({ label, value }, index) =>
        element(
          "li",
          { class: "credential" },
          element(
            "span",
            { class: "credential-label", dir: "auto" },
            label ?? fillIn(strings.credential, index + 1),
          ),
          element("code", { class: "credential-value", dir: "ltr" }, value),
        ),
      ),
    );
    this.#state = "shown";
    this.#left = REVEALED_SECONDS;
    this.#timer = setInterval(() => {
      this.#left--;
      if (this.#left > 0) this.#draw();
      else this.hide();
    }, SECOND);
    this.#events.onSay(fillIn(strings.credentialsShown, REVEALED_SECONDS));
    this.#draw();
  }

  /** Takes them off the screen and out of the page; an answer still under way is not shown any more. */
  hide(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
    this.#list.replaceChildren();
    const wasShown = this.#state === "shown";
    this.#state = "masked";
    this.#asked++;
    if (wasShown && this.#strings) this.#events.onSay(this.#strings.credentialsHidden);
    this.#draw();
  }

  #onClick(): void {
    if (this.#state !== "masked") {
      this.hide();
      return;
    }
    setText(this.#failure, "");
    this.#state = "loading";
    this.#draw();
    this.#events.onReveal(++this.#asked);
  }

  #draw(): void {
    const strings = this.#strings;
    if (!strings) return;
    setText(this.#title, strings.credentials);
    setText(this.#count, countOf(this.#known, strings));
    const shown = this.#state === "shown";
    this.#masked.hidden = shown;
    this.#masked.classList.toggle("is-none", this.#known === 0);
    this.#list.hidden = !shown;
    this.#reveal.hidden = this.#known === 0;
    const words = {
      masked: fillIn(strings.revealCredentials, REVEALED_SECONDS),
      loading: strings.revealing,
      shown: strings.hideCredentials,
    };
    setText(this.#reveal, words[this.#state]);
    setText(this.#rest, shown ? fillIn(strings.hiddenIn, this.#left) : "");
  }
}

function countOf(count: number | undefined, strings: EditorStrings): string {
  return count === undefined
    ? strings.credentialsUnknown
    : countWords(count, strings.credentialsNone, strings.credentialsOne, strings.credentialsMany);
}
