import type { EditorStrings } from "../shared/editorStrings.ts";
import type { DocumentState, FieldPreview, PreviewLine } from "../shared/messages.ts";
import { element, icon, setText } from "./element.ts";

const MARKS: Record<PreviewLine["sign"], string> = { added: "+", removed: "−", same: " ", note: "" };

/** What a save would send now: the request as it goes over the wire, and each field before and after. */
export class RequestPreview {
  readonly element = element("div", { class: "request" });
  readonly #nothing = element("p", { class: "request-nothing" });
  readonly #line = element("code", { class: "request-line" });
  readonly #body = element("pre", { class: "request-body" });
  readonly #fields = element("ul", { class: "preview-fields" });
  readonly #changesHeading = element("h2", { class: "preview-heading" });
  readonly #requestHeading = element("h2", { class: "preview-heading" });
  readonly #content: HTMLElement;
  #shown = "";

  constructor() {
    this.#content = element(
      "div",
      {},
      this.#changesHeading,
      this.#fields,
      this.#requestHeading,
      this.#line,
      this.#body,
    );
    this.element.append(this.#nothing, this.#content);
  }

  render(request: DocumentState["request"], strings: EditorStrings): void {
    setText(this.#nothing, strings.sendsNothing);
    setText(this.#changesHeading, strings.previewFields);
    setText(this.#requestHeading, strings.previewRequest);
    this.#nothing.hidden = request !== undefined;
    this.#content.hidden = request === undefined;
    const key = JSON.stringify(request ?? null);
    if (!request || key === this.#shown) return;
    this.#shown = key;
    setText(this.#line, request.line);
    setText(this.#body, request.body);
    this.#fields.replaceChildren(...request.fields.map((field) => fieldElement(field, strings)));
  }
}

function fieldElement({ label, warning, meaning, lines }: FieldPreview, strings: EditorStrings): HTMLElement {
  return element(
    "li",
    { class: "preview-field" },
    element(
      "h3",
      { class: "preview-label" },
      label,
      ...(warning === undefined
        ? []
        : [element("span", { class: "preview-warning" }, icon("warning"), warning)]),
    ),
    ...(meaning.length > 0
      ? [element("div", { class: "preview-meaning" }, ...meaning.map((line) => lineElement(line, strings)))]
      : []),
    element("div", { class: "preview-lines" }, ...lines.map((line) => lineElement(line, strings))),
  );
}

function lineElement({ sign, text }: PreviewLine, strings: EditorStrings): HTMLElement {
  const spoken = sign === "added" ? strings.previewAdded : sign === "removed" ? strings.previewRemoved : "";
  return element(
    "div",
    { class: "preview-line", "data-sign": sign },
    element("span", { class: "preview-mark", "aria-hidden": "true" }, MARKS[sign]),
    ...(spoken === "" ? [] : [element("span", { class: "visually-hidden" }, spoken)]),
    element("span", { class: "preview-text", dir: "auto" }, text),
  );
}
