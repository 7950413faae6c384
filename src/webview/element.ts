type Attributes = Readonly<Record<string, string | boolean | undefined>>;

/**
 * Creates an element. Children that are strings become text nodes, so nothing of a contact is ever read as markup;
 * `true` sets an attribute without a value, `false` and `undefined` leave it out. Styles and handlers are no
 * attributes here: the page's content security policy refuses both.
 */
export function element<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Attributes = {},
  ...children: readonly (Node | string)[]
): HTMLElementTagNameMap[Tag] {
  const created = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) setAttribute(created, name, value);
  created.append(...children);
  return created;
}

/** Sets or removes an attribute, as in `element`. */
export function setAttribute(target: Element, name: string, value: string | boolean | undefined): void {
  if (value === undefined || value === false) target.removeAttribute(name);
  else target.setAttribute(name, value === true ? "" : value);
}

/** A decorative icon of the codicon font, such as `copy`. */
export function icon(name: string): HTMLSpanElement {
  return element("span", { class: `codicon codicon-${name}`, "aria-hidden": "true" });
}

/** A button; `type=button`, so that nothing is ever submitted. */
export function button(
  attributes: Attributes,
  onClick: (event: MouseEvent) => void,
  ...children: readonly (Node | string)[]
): HTMLButtonElement {
  const created = element("button", { type: "button", ...attributes }, ...children);
  created.addEventListener("click", onClick);
  return created;
}

/** Sets the text only when it differs: a live region would speak again, a selection would be lost. */
export function setText(target: Element, text: string): void {
  if (target.textContent !== text) target.textContent = text;
}
