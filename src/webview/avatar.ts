import type { EditorStrings } from "../shared/editorStrings.ts";
import { button, element, icon, setAttribute } from "./element.ts";

/** `none`: nothing to load; `offered`: can be asked for; `shown`: here it is, as a `data:` URL. */
export type AvatarPicture =
  { readonly kind: "none" | "offered" } | { readonly kind: "shown"; readonly data: string };

/** Initials, until somebody asks for the picture: loading it tells its host who looks. */
export class Avatar {
  readonly element = element("div", { class: "avatar" });
  readonly #button: HTMLButtonElement;
  #shown = "";

  constructor(onShow: () => void) {
    this.#button = button({ class: "avatar-button" }, onShow);
  }

  render(initials: string, picture: AvatarPicture, strings: EditorStrings): void {
    const key = JSON.stringify([initials, picture, strings.showPicture]);
    if (key === this.#shown) return;
    this.#shown = key;
    const face = (): Node | string => (initials === "" ? icon("account") : initials);
    const hadFocus = document.activeElement === this.#button;
    setAttribute(this.element, "aria-hidden", picture.kind !== "offered" && "true");
    this.element.classList.toggle("has-picture", picture.kind === "shown");
    switch (picture.kind) {
      case "none":
        this.element.replaceChildren(face());
        break;
      case "offered":
        this.#button.title = strings.showPicture;
        this.#button.setAttribute("aria-label", strings.showPicture);
        this.#button.replaceChildren(
          face(),
          element("span", { class: "avatar-hint" }, icon("device-camera")),
        );
        this.element.replaceChildren(this.#button);
        if (hadFocus) this.#button.focus();
        break;
      case "shown":
        this.element.replaceChildren(element("img", { class: "avatar-picture", src: picture.data, alt: "" }));
        break;
    }
  }
}
