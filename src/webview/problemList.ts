import type { EditorStrings } from "../shared/editorStrings.ts";
import type { Problem } from "../shared/messages.ts";
import { element, icon } from "./element.ts";
import { fillIn } from "./fillIn.ts";

/** A problem as it is said anywhere in the editor: the server's words are marked as such. */
export function problemText(problem: Problem, strings: EditorStrings): string {
  return problem.source === "server" ? fillIn(strings.server, problem.message) : problem.message;
}

/** One line for each problem, with an icon that says its severity without colour. */
export function problemList(problems: readonly Problem[], strings: EditorStrings): readonly HTMLElement[] {
  return problems.map((problem) =>
    element(
      "div",
      { class: `problem is-${problem.severity}` },
      icon(problem.severity),
      element("span", {}, problemText(problem, strings)),
    ),
  );
}
