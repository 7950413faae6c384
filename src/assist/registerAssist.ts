import * as vscode from "vscode";
import { once } from "../state/once.ts";
import type { Assist } from "./assist.ts";
import { areInlayHintsOn, INLAY_HINTS } from "./assistSettings.ts";
import { UUID_IN_TEXT } from "./engine/idsInText.ts";

/** Where names stand beside ids: JSON, `.http` files and tests. */
const HINTED: vscode.DocumentSelector = [
  { language: "json" },
  { language: "jsonc" },
  { language: "http" },
  { pattern: "**/*{.test,.spec,_test,_spec}.*" },
  { pattern: "**/test_*.*" },
  { pattern: "**/{test,tests,__tests__,spec,fixtures,__fixtures__}/**" },
];

/**
 * What VS Code finds at activation of the help inside code, for every language. Small on purpose: nothing is loaded
 * before the pointer rests on a UUID, a text names `maiagent`, or names beside ids are turned on.
 */
export function registerAssist(load: () => Promise<Assist>): vscode.Disposable {
  const onDidChangeInlayHints = new vscode.EventEmitter<void>();
  const assist = once(async () => {
    const loaded = await load();
    loaded.onDidChangeKnown(() => onDidChangeInlayHints.fire());
    return loaded;
  });
  return vscode.Disposable.from(
    onDidChangeInlayHints,
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration(INLAY_HINTS)) {
        onDidChangeInlayHints.fire();
      }
    }),
    vscode.languages.registerHoverProvider("*", {
      provideHover: async (document, position, token) => {
        const range = document.getWordRangeAtPosition(position, UUID_IN_TEXT);
        return range && (await assist()).hover(document, range, token);
      },
    }),
    vscode.languages.registerDocumentLinkProvider("*", {
      provideDocumentLinks: async (document) => {
        const isNamed = /maiagent/iu.test(document.getText());
        return isNamed ? (await import("./contactLinks.ts")).contactLinks(document) : [];
      },
    }),
    vscode.languages.registerInlayHintsProvider(HINTED, {
      onDidChangeInlayHints: onDidChangeInlayHints.event,
      provideInlayHints: async (document, range) =>
        areInlayHintsOn() ? (await assist()).nameHints(document, range) : [],
    }),
    vscode.languages.registerCompletionItemProvider(
      { pattern: "**/*.contacts.json" },
      {
        provideCompletionItems: async (document, position) =>
          (await assist()).fixtureItems(document, position),
      },
      '"',
    ),
  );
}
