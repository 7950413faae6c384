/**
 * To be called when the page has something to show. Puts the focus on its heading when VS Code gives the page the
 * focus and nothing in it has it: a screen reader reads the heading, and Tab goes on from there. A page in the
 * background never asks for the focus.
 */
export function startAtHeading(): void {
  takeFocus();
  // The same listener again is the same one.
  window.addEventListener("focus", takeFocus);
}

function takeFocus(): void {
  const { activeElement } = document;
  if (!document.hasFocus() || (activeElement !== null && activeElement !== document.body)) return;
  const heading = document.querySelector("h1");
  if (!heading) return;
  heading.tabIndex = -1;
  heading.focus({ preventScroll: true });
}
