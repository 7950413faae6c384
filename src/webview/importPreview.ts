import type { ToImportPage } from "../shared/importMessages.ts";
import { ImportPage } from "./importPage.ts";

const page = new ImportPage(document.getElementById("import-preview") ?? document.body);
window.addEventListener("message", (event: MessageEvent<ToImportPage>) => page.receive(event.data));
page.start();
