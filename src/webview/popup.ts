import { setAttribute } from "./element.ts";

const GAP = 4;
const MARGIN = 8;

/**
 * Makes `anchor` open `popup` below itself. The browser's own popover closes it on Escape or a click elsewhere and
 * gives the focus back to the anchor; on opening it focuses the element with `autofocus` at once, so that no key is
 * lost. `width` is the popup's width in CSS pixels, as its style sheet sets it; `onOpen` prepares the content.
 */
export function attachPopup(
  anchor: HTMLButtonElement,
  popup: HTMLElement,
  width: number,
  onOpen: () => void = () => undefined,
): void {
  popup.popover = "auto";
  anchor.popoverTargetElement = popup;
  setAttribute(anchor, "aria-expanded", "false");
  popup.addEventListener("beforetoggle", (event) => {
    const open = event.newState === "open";
    setAttribute(anchor, "aria-expanded", String(open));
    if (!open) return;
    const place = anchor.getBoundingClientRect();
    const left = Math.max(MARGIN, Math.min(place.left, window.innerWidth - width - MARGIN));
    popup.style.left = `${Math.round(left)}px`;
    popup.style.top = `${Math.round(place.bottom + GAP)}px`;
    popup.style.maxHeight = `${Math.round(window.innerHeight - place.bottom - GAP - MARGIN)}px`;
    onOpen();
  });
  const close = (): void => {
    if (popup.matches(":popover-open")) popup.hidePopover();
  };
  window.addEventListener("resize", close);
  // A click elsewhere in VS Code is a blur here: the browser's light dismiss ends at the frame.
  window.addEventListener("blur", close);
  // The focus leaving the popup (Tab) closes it; a popover does not do that by itself.
  popup.addEventListener("focusout", (event) => {
    const next = event.relatedTarget;
    if (next instanceof Node && !popup.contains(next) && next !== anchor) close();
  });
}
