import type { ToWebview } from "../shared/messages.ts";
import { EditorSession } from "./editorSession.ts";
import { post } from "./vscodeApi.ts";

const DATES_MS = 60_000;

/** The page's own script carries the nonce that CodeMirror's style element needs. */
const nonce = document.querySelector<HTMLScriptElement>("script[nonce]")?.nonce ?? "";
const root = document.getElementById("contact-editor") ?? document.body;
const session = new EditorSession(root, nonce);

window.addEventListener("message", (event: MessageEvent<ToWebview>) => session.receive(event.data));

// Whatever was typed leaves before the page can go away; inside VS Code a blur is a click on anything else.
window.addEventListener("blur", () => session.flush());
window.addEventListener("pagehide", () => session.flush());
document.addEventListener("visibilitychange", () => {
  if (document.hidden) session.flush();
});

document.addEventListener("compositionstart", () => session.compositionStarted(), true);
document.addEventListener("compositionend", () => session.compositionEnded(), true);

setInterval(() => session.renderDates(), DATES_MS);
post({ type: "ready" });
