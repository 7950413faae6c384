import type { EditorStrings } from "../shared/editorStrings.ts";
import type {
  Action,
  DocumentState,
  Edit,
  EditorContext,
  JsonPath,
  Problem,
  ToWebview,
} from "../shared/messages.ts";
import type { JsonHelp } from "../shared/jsonHelp.ts";
import { afterPaint } from "./afterPaint.ts";
import { applyEdit } from "./applyEdit.ts";
import { Batches } from "./batches.ts";
import { avatarPicture } from "./avatarPicture.ts";
import type { AvatarPicture } from "./avatar.ts";
import { ContactForm } from "./contactForm.ts";
import type { FormState } from "./contactForm.ts";
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
import { SpokenProblems, spokenProblem } from "./spokenProblems.ts";
import { ViewMemory } from "./viewMemory.ts";
import { post } from "./vscodeApi.ts";

/** A place of the contact: its path, the pane that shows it, and the problem there. */
interface Place {
  readonly path: JsonPath;
  readonly pane: "form" | "json" | "request";
  readonly place?: Problem | undefined;
}

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
  #help: JsonHelp | undefined;
  #strings: EditorStrings | undefined;
  /** The newest document, and the last one that was rendered. */
  #latest: DocumentState | undefined;
  #shown: DocumentState | undefined;
  /** A place to show as soon as there is something to show. */
  #awaited: Place | undefined;
  /** The JSON pane shows the contact, or why it cannot. */
  #hasJson = false;
  #isLoadingJson = false;
  #nextProblem = 0;
  readonly #spoken = new SpokenProblems();
  /** The contact as the host last sent it: what is not changed there is what the server has. */
  #hostContact = this.#contact;
  /** A picture that was asked for; it is gone with the page. */
  #picture: Extract<ToWebview, { type: "picture" }> | undefined;

  constructor(root: HTMLElement, nonce: string) {
    const onAction = (action: Action): void => this.#act(action);
    const onView = (): void => this.#memory.save();
    this.#header = new ContactHeader(onAction, (edit) =>
      this.#edit(edit, (now) => this.#batches.editNow(now)),
    );
    this.#notice = new NoticeLine(
      ({ action, fields }) => this.#act(action, fields),
      (field) => this.#reveal([field ?? "name"], "form"),
    );
    this.#form = new ContactForm({
      onEdit: (typed) => this.#edit(typed, (edit) => this.#batches.edit(edit)),
      onEditNow: (made) => this.#edit(made, (edit) => this.#batches.editNow(edit)),
      onEditInJson: (path) => this.#reveal(path, "json"),
      onReveal: (id) => post({ type: "revealCredentials", id }),
      onSay: (text) => this.#say(text),
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
        this.#showHelp();
        document.documentElement.lang = message.context.locale;
        this.#render();
        break;
      case "document":
        this.#latest = withUnixLineEnds(message.document);
        if (this.#batches.acknowledge(message.document.ack)) this.#accept();
        else this.#render();
        break;
      case "help":
        this.#help = message.help;
        this.#showHelp();
        break;
      case "flush":
        this.#batches.flush();
        post({ type: "flushed", id: message.id });
        break;
      case "announce":
        this.#say(message.text);
        break;
      case "credentials":
        this.#form.credentials.show(message);
        break;
      case "picture":
        this.#picture = message;
        this.#render();
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

  #say(text: string): void {
    // Emptied first: the same words twice are said twice.
    this.#status.textContent = "";
    requestAnimationFrame(() => (this.#status.textContent = text));
  }

  #act(action: Action, fields?: readonly string[]): void {
    this.#batches.flush();
    post({ type: "action", action, ...(fields && { fields: [...fields] }) });
  }

  #edit(edit: Edit, queue: (edit: Edit) => void): void {
    if (!this.#editable || !this.#contact.readable) return;
    queue(edit);
    this.#contact = new ContactText(applyEdit(this.#contact.text, edit));
    this.#json.show(this.#contact.text);
    this.#render();
  }

  #typed(): void {
    if (!this.#hasJson) return;
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
    if (this.#contact.readable) this.#hostContact = this.#contact;
    if (this.#hasJson || this.#json.isThere || !document.loaded) {
      this.#showWhole();
      return;
    }
    // On a new page most of the time goes into the JSON pane: header and form are painted before it, and can be used.
    this.#render();
    this.#memory.restoreForm();
    this.#revealAwaited();
    if (!this.#isLoadingJson) afterPaint(() => void this.#loadJson());
    this.#isLoadingJson = true;
  }

  async #loadJson(): Promise<void> {
    let failure = "";
    try {
      await this.#json.load();
    } catch {
      // The browser's reason is a file's address; the form works without the pane.
      failure = this.#strings?.jsonFailed ?? "";
    }
    this.#isLoadingJson = false;
    if (failure === "") this.#showHelp();
    else this.#json.fail(failure);
    this.#showWhole();
    if (failure !== "") this.#say(failure);
  }

  #showWhole(): void {
    this.#hasJson = this.#shown?.loaded === true;
    this.#json.show(this.#contact.text);
    this.#render();
    this.#markProblems();
    this.#speakProblems();
    if (this.#hasJson) {
      this.#memory.restoreForm();
      this.#memory.restoreJson();
    }
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
    const picture = avatarPicture(this.#readable.scalar("avatar"), this.#picture);
    const header = { context, strings, problems, editable, loaded, writable: contact.readable, picture };
    this.#header.render({ contact: this.#readable, ...header });
    this.#notice.render(latest.notice);
    this.#panes.element.hidden = this.#footer.element.hidden = !loaded;
    if (!loaded) return;
    this.#panes.render(strings);
    this.#panes.json.renderRequest(latest.request, strings);
    this.#form.render({
      contact,
      strings,
      changed,
      problems,
      editable,
      access: this.#shown?.access,
      server: (key) => this.#serverValue(key),
      credentials: latest.credentials,
      picture: this.#pictureItems(picture, strings),
    });
    if (this.#hasJson) {
      this.#json.setAccess(strings.jsonLabel, editable);
      this.#mark();
    }
    this.#footer.render({ changed, problems, strings, editable, broken: !contact.readable });
  }

  /** What the server has in a field, as JSON text; undefined when it has no such key. */
  #serverValue(key: string): string | undefined {
    const change = this.#shown?.changed.find(({ field }) => field === key);
    if (change) return change.was;
    const node = this.#hostContact.node([key]);
    return node && this.#hostContact.source(node);
  }

  #pictureItems({ kind }: AvatarPicture, strings: EditorStrings): FormState["picture"] {
    if (kind === "none") return { hint: "", items: [] };
    const shown = kind === "shown";
    const run = (): void => {
      if (!shown) {
        this.#act("showPicture");
        return;
      }
      this.#picture = undefined;
      this.#render();
    };
    const label = shown ? strings.hidePicture : strings.showPicture;
    return {
      hint: shown ? strings.pictureShown : strings.notLoaded,
      items: [{ label, icon: shown ? "account" : "device-camera", enabled: true, run }],
    };
  }

  /** Problems that came with the last edit are said aloud; those that were there before are not said again. */
  #speakProblems(): void {
    const strings = this.#strings;
    const fresh = this.#spoken.next(this.#shown?.problems ?? []);
    if (!strings || fresh.length === 0) return;
    this.#say(fresh.map((problem) => spokenProblem(problem, strings)).join(" "));
  }

  #showHelp(): void {
    if (this.#help && this.#strings) this.#json.showHelp(this.#help, this.#strings.completions);
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
    this.#reveal(awaited.path, awaited.pane, awaited.place);
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
  #reveal(path: JsonPath, pane: Place["pane"], place?: Problem): void {
    if (pane === "request") {
      this.#panes.pane = "json";
      this.#panes.json.show("request");
      this.#panes.json.request.focus();
      return;
    }
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
      if (this.#form.focus(path)) {
        this.#json.reveal(range, false);
        return;
      }
    }
    this.#panes.pane = "json";
    this.#panes.json.show("json");
    if (!this.#hasJson) {
      this.#awaited = { path, pane: "json", place };
      return;
    }
    // An object is entered, a value is selected.
    const inside = !place && (node?.type === "object" || node?.type === "array");
    this.#json.reveal(inside ? { from: range.from + 1, to: range.from + 1 } : range, true);
  }
}
