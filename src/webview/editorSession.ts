import type {
  Action,
  DocumentState,
  Edit,
  EditorContext,
  EditorStrings,
  JsonPath,
  Problem,
  ToWebview,
} from "../shared/messages.ts";
import { applyEdit } from "./applyEdit.ts";
import { Batches } from "./batches.ts";
import { ContactForm } from "./contactForm.ts";
import { ContactHeader } from "./contactHeader.ts";
import { contactMarks } from "./contactMarks.ts";
import { ContactText } from "./contactText.ts";
import { element } from "./element.ts";
import { Footer } from "./footer.ts";
import { JsonPane } from "./jsonPane.ts";
import { withUnixLineEnds } from "./lineEndings.ts";
import { NoticeLine } from "./noticeLine.ts";
import { Panes } from "./panes.ts";
import { problemText } from "./problemList.ts";
import { ViewMemory } from "./viewMemory.ts";
import { post } from "./vscodeApi.ts";

const startTimer = (callback: () => void, milliseconds: number): (() => void) => {
  const timer = setTimeout(callback, milliseconds);
  return () => clearTimeout(timer);
};

/**
 * One contact on screen. The local text is what both panes show: typing in either changes it at once and leaves in
 * a batch, so that a text typed after a form edit contains that edit. A document from the host replaces it only when
 * the host has applied every batch (`Batches.settled`).
 */
export class EditorSession {
  readonly #batches = new Batches(post, startTimer, () => this.#accept());
  readonly #header: ContactHeader;
  readonly #notice: NoticeLine;
  readonly #form: ContactForm;
  readonly #json: JsonPane;
  readonly #panes: Panes;
  readonly #footer: Footer;
  readonly #status = element("div", { class: "visually-hidden", role: "status" });
  readonly #memory: ViewMemory;
  #contact = new ContactText("");
  /** The last text that could be read: the header goes on showing it while the JSON is half-typed. */
  #readable = this.#contact;
  #context: EditorContext | undefined;
  #strings: EditorStrings | undefined;
  /** The newest document, and the last one that was rendered. */
  #latest: DocumentState | undefined;
  #shown: DocumentState | undefined;
  /** A place to show as soon as there is something to show. */
  #awaited: Extract<ToWebview, { type: "reveal" }> | undefined;
  #nextProblem = 0;

  constructor(root: HTMLElement, nonce: string) {
    const onAction = (action: Action): void => this.#act(action);
    const onView = (): void => this.#memory.save();
    this.#header = new ContactHeader(onAction, (edit) =>
      this.#edit(edit, (now) => this.#batches.editNow(now)),
    );
    this.#notice = new NoticeLine(onAction);
    this.#form = new ContactForm({
      onEdit: (key, value) => this.#edit({ path: [key], value }, (edit) => this.#batches.edit(edit)),
      onEditInJson: (path) => this.#reveal(path, "json"),
      onView,
    });
    this.#json = new JsonPane(nonce, () => this.#typed(), onView);
    this.#panes = new Panes(this.#form.element, this.#json.element, onView);
    this.#footer = new Footer(() => this.#revealNextProblem());
    this.#memory = new ViewMemory(this.#panes, this.#form, this.#json);
    root.append(
      this.#header.element,
      this.#notice.element,
      this.#panes.element,
      this.#footer.element,
      this.#status,
    );
  }

  receive(message: ToWebview): void {
    switch (message.type) {
      case "context":
        this.#context = message.context;
        this.#strings = message.strings;
        document.documentElement.lang = message.context.locale;
        this.#render();
        break;
      case "document":
        this.#latest = withUnixLineEnds(message.document);
        if (this.#batches.acknowledge(message.document.ack)) this.#accept();
        else this.#render();
        break;
      case "flush":
        this.#batches.flush();
        post({ type: "flushed", id: message.id });
        break;
      case "announce":
        // Emptied first: the same words twice are said twice.
        this.#status.textContent = "";
        requestAnimationFrame(() => (this.#status.textContent = message.text));
        break;
      case "reveal":
        this.#awaited = message;
        this.#revealAwaited();
        break;
    }
  }

  flush(): void {
    this.#batches.flush();
    this.#memory.saveNow();
  }

  compositionStarted(): void {
    this.#batches.compositionStarted();
  }

  compositionEnded(): void {
    this.#batches.compositionEnded();
  }

  /** As time passes, 'now' becomes 'a minute ago'. */
  renderDates(): void {
    if (!this.#context || !this.#strings || this.#latest?.loaded !== true) return;
    this.#header.renderDates({ contact: this.#readable, context: this.#context, strings: this.#strings });
    this.#mark();
  }

  get #editable(): boolean {
    return this.#latest?.editable === true && this.#latest.loaded;
  }

  #act(action: Action): void {
    this.#batches.flush();
    post({ type: "action", action });
  }

  #edit(edit: Edit, queue: (edit: Edit) => void): void {
    if (!this.#editable || !this.#contact.readable) return;
    queue(edit);
    this.#contact = new ContactText(applyEdit(this.#contact.text, edit));
    this.#json.show(this.#contact.text);
    this.#render();
  }

  #typed(): void {
    this.#batches.text(() => this.#json.text, this.#contact.text);
    this.#contact = new ContactText(this.#json.text);
    this.#render();
  }

  /** Takes over the newest document. */
  #accept(): void {
    const document = this.#latest;
    if (!document || document === this.#shown) return;
    this.#shown = document;
    this.#nextProblem = 0;
    if (document.text !== this.#contact.text) this.#contact = new ContactText(document.text);
    this.#json.show(document.text);
    this.#render();
    this.#markProblems();
    if (document.loaded) this.#memory.restore();
    this.#revealAwaited();
  }

  #render(): void {
    const [context, strings, latest] = [this.#context, this.#strings, this.#latest];
    if (!context || !strings || !latest) return;
    const contact = this.#contact;
    const { loaded } = latest;
    const editable = this.#editable;
    const { changed, problems } = this.#shown ?? { changed: [], problems: [] };
    if (contact.readable) this.#readable = contact;
    const header = { context, strings, problems, editable, loaded, writable: contact.readable };
    this.#header.render({ contact: this.#readable, ...header });
    this.#notice.render(latest.notice);
    this.#panes.element.hidden = this.#footer.element.hidden = !loaded;
    if (!loaded) return;
    this.#panes.render(strings);
    this.#panes.json.renderRequest(latest.request, strings);
    this.#form.render({ contact, strings, changed, problems, editable });
    this.#json.setAccess(strings.jsonLabel, editable);
    this.#mark();
    this.#footer.render({ changed, problems, strings, editable, broken: !contact.readable });
  }

  #mark(): void {
    // Half-typed JSON keeps the marks it had; they move along with the text.
    if (!this.#contact.readable || !this.#context) return;
    const changed = this.#shown?.changed ?? [];
    this.#json.mark(contactMarks(this.#contact, changed, Date.now(), this.#context.locale));
  }

  #markProblems(): void {
    const strings = this.#strings;
    if (!strings) return;
    const problems = this.#shown?.problems ?? [];
    this.#json.markProblems(problems.map((problem) => ({ ...problem, text: problemText(problem, strings) })));
  }

  #revealAwaited(): void {
    const awaited = this.#awaited;
    if (!awaited || !this.#strings || this.#shown?.loaded !== true) return;
    this.#awaited = undefined;
    this.#reveal(awaited.path, awaited.pane);
  }

  #revealNextProblem(): void {
    const problems = [...(this.#shown?.problems ?? [])].sort((a, b) => a.from - b.from);
    const problem = problems[this.#nextProblem % problems.length];
    if (!problem) return;
    this.#nextProblem++;
    const showsJson = this.#panes.narrow && this.#panes.pane === "json";
    this.#reveal(problem.path, showsJson || !this.#contact.readable ? "json" : "form", problem);
  }

  /** Shows a place of the contact; what the form has no field for is shown in the JSON pane. */
  #reveal(path: JsonPath, pane: "form" | "json", place?: Problem): void {
    const node = this.#contact.nearestNode(path);
    const range = place ?? (node ? { from: node.offset, to: node.offset + node.length } : { from: 0, to: 0 });
    const key = path[0];
    if (pane === "form" && (key === "inboxes" || key === "inbox")) {
      this.#header.chips.focus();
      this.#json.reveal(range, false);
      return;
    }
    if (pane === "form" && typeof key === "string") {
      this.#panes.pane = "form";
      if (this.#form.focus(key)) {
        this.#json.reveal(range, false);
        return;
      }
    }
    this.#panes.pane = "json";
    this.#panes.json.show("json");
    // An object is entered, a value is selected.
    const inside = !place && (node?.type === "object" || node?.type === "array");
    this.#json.reveal(inside ? { from: range.from + 1, to: range.from + 1 } : range, true);
  }
}
