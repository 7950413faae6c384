import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import * as vscode from "vscode";

/** What the extension says to a person. */
const SAYING = [
  "showErrorMessage",
  "showWarningMessage",
  "showInformationMessage",
  "showInputBox",
  "setStatusBarMessage",
  "withProgress",
] as const;

/** What a picker shows of its own. */
const PICKER_PARTS = ["items", "title", "placeholder", "value", "buttons"];

/**
 * Who sits before the screen. VS Code refuses modal dialogs in tests, so somebody has to answer them: with the first
 * button and the word that is asked for, or with Escape.
 */
export type Person = "nobody" | "saysYes" | "saysNo";

/** Messages and questions, in order, each as the JSON of its arguments. */
export interface ToldMessages {
  readonly said: readonly string[];
  /** Choices and pickers, in order: rows, titles and what stands in their box, as JSON. */
  readonly shown: readonly string[];
  restore(): void;
}

/** Notes every message and question of the extension; lets each through unless a person answers it. */
export async function noteMessages(person: Person = "nobody"): Promise<ToldMessages> {
  const said: string[] = [];
  const shown: string[] = [];
  const windows = new Set([vscode.window, await windowOfModules()]);
  const restore = [...windows].flatMap((window) =>
    SAYING.map((name) => {
      const original: unknown = Reflect.get(window, name);
      if (typeof original !== "function") {
        throw new Error(`vscode.window has no ${name}`);
      }
      Reflect.set(window, name, (...args: unknown[]): unknown => {
        said.push(JSON.stringify(args));
        if (person !== "nobody" && isQuestion(name, args)) {
          return Promise.resolve(person === "saysYes" ? yesTo(name, args) : undefined);
        }
        const answer: unknown = Reflect.apply(original, window, args);
        return answer;
      });
      return () => void Reflect.set(window, name, original);
    }),
  );
  for (const window of windows) {
    const { createQuickPick, showQuickPick } = window;
    window.createQuickPick = () => noted(createQuickPick(), shown, person);
    Reflect.set(window, "showQuickPick", (items: unknown, ...rest: unknown[]): unknown => {
      void Promise.resolve(items).then(
        (rows) => shown.push(JSON.stringify([rows, ...rest])),
        (error: unknown) => shown.push(String(error)),
      );
      const picked: unknown = Reflect.apply(showQuickPick, window, [items, ...rest]);
      return picked;
    });
    restore.push(() => void Object.assign(window, { createQuickPick, showQuickPick }));
  }
  return { said, shown, restore: () => restore.forEach((undo) => undo()) };
}

/** The picker, with what it is given written down. Who says yes checks every row that can be checked. */
function noted<Item extends vscode.QuickPickItem>(
  picker: vscode.QuickPick<Item>,
  shown: string[],
  person: Person,
): vscode.QuickPick<Item> {
  return new Proxy(picker, {
    // Its methods know only itself.
    get: (target, part) => {
      if (part === "show" && target.canSelectMany && person === "saysYes") {
        target.selectedItems = target.items;
      }
      const value: unknown = Reflect.get(target, part, target);
      return typeof value === "function" ? (value.bind(target) as unknown) : value;
    },
    set: (target, part, value) => {
      if (PICKER_PARTS.includes(String(part))) {
        shown.push(JSON.stringify(value));
      }
      return Reflect.set(target, part, value, target);
    },
  });
}

function isQuestion(name: (typeof SAYING)[number], args: readonly unknown[]): boolean {
  const [, options] = args;
  const isModal =
    typeof options === "object" && options !== null && "modal" in options && options.modal === true;
  return name === "showInputBox" || isModal;
}

function yesTo(name: (typeof SAYING)[number], [first, , button]: readonly unknown[]): unknown {
  if (name !== "showInputBox") {
    return button;
  }
  const wanted =
    typeof first === "object" && first !== null && "placeHolder" in first ? first.placeHolder : "";
  return typeof wanted === "string" && wanted !== "" ? wanted : "yes";
}
/**
 * `vscode.window` as the extension has it. This suite is CommonJS and the extension is made of ES modules: an older
 * VS Code gives the two an API object each.
 */
async function windowOfModules(): Promise<typeof vscode.window> {
  const folder = join(__dirname, "modules");
  const file = join(folder, "api.mjs");
  await mkdir(folder, { recursive: true });
  await writeFile(file, 'export { window } from "vscode";\n');
  const { window } = (await import(pathToFileURL(file).href)) as typeof vscode;
  return window;
}
