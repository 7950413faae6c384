import { StateEffect, StateField } from "@codemirror/state";
import type { Extension } from "@codemirror/state";
import { showTooltip, ViewPlugin } from "@codemirror/view";
import type { Tooltip, EditorView } from "@codemirror/view";
import type { TextRange } from "./changedRanges.ts";

/** What there is to say about a range of the text. */
export interface Hover extends TextRange {
  readonly dom: HTMLElement;
}

const SHOW_MS = 300;
/** Long enough to reach the words with the pointer. */
const HIDE_MS = 200;

const setHover = StateEffect.define<Hover | undefined>();

const hoverField = StateField.define<Hover | undefined>({
  create: () => undefined,
  update(hover, transaction) {
    for (const effect of transaction.effects) if (effect.is(setHover)) return effect.value;
    return transaction.docChanged || transaction.selection ? undefined : hover;
  },
  provide: (field) => showTooltip.compute([field], (state) => tooltipOf(state.field(field))),
});

function tooltipOf(hover: Hover | undefined): Tooltip | null {
  return hover ? { pos: hover.from, end: hover.to, above: true, create: () => ({ dom: hover.dom }) } : null;
}

/** Shows and hides after a while. CodeMirror's own hovers have many more cases and 7 kB. */
class Pointer {
  readonly #view: EditorView;
  readonly #at: (view: EditorView, position: number) => Hover | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(view: EditorView, at: (view: EditorView, position: number) => Hover | undefined) {
    this.#view = view;
    this.#at = at;
  }

  moved({ clientX: x, clientY: y }: MouseEvent): void {
    const position = this.#view.posAtCoords({ x, y });
    const shown = this.#view.state.field(hoverField);
    if (shown && position !== null && shown.from <= position && position <= shown.to) {
      clearTimeout(this.#timer);
      return;
    }
    if (shown) this.leave();
    else this.#later(SHOW_MS, () => this.#show(position));
  }

  leave(): void {
    this.#later(HIDE_MS, () => this.hide());
  }

  hide(): void {
    clearTimeout(this.#timer);
    if (this.#view.state.field(hoverField)) this.#view.dispatch({ effects: setHover.of(undefined) });
  }

  destroy(): void {
    clearTimeout(this.#timer);
  }

  #show(position: number | null): void {
    const hover = position === null ? undefined : this.#at(this.#view, position);
    if (!hover) return;
    hover.dom.addEventListener("mouseenter", () => clearTimeout(this.#timer));
    hover.dom.addEventListener("mouseleave", () => this.leave());
    this.#view.dispatch({ effects: setHover.of(hover) });
  }

  #later(milliseconds: number, callback: () => void): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(callback, milliseconds);
  }
}

/** Words about the text under the pointer. They can be pointed at themselves; any key takes them away. */
export function jsonHover(at: (view: EditorView, position: number) => Hover | undefined): Extension {
  const pointer = ViewPlugin.define((view) => new Pointer(view, at), {
    eventHandlers: {
      mousemove(event) {
        this.moved(event);
      },
      mouseleave() {
        this.leave();
      },
      keydown() {
        this.hide();
      },
    },
  });
  return [hoverField, pointer];
}
