import type { EditorStrings } from "../shared/editorStrings.ts";
import type { Problem } from "../shared/messages.ts";
import { problemText } from "./problemList.ts";

const keyOf = ({ path, message, source }: Problem): string => JSON.stringify([path, message, source]);

/** Remembers which problems were said, so that a live region says each once while it stands. */
export class SpokenProblems {
  #known: ReadonlySet<string> | undefined;

  /** The problems that were not there before; none the first time: nobody did anything yet. */
  next(problems: readonly Problem[]): readonly Problem[] {
    const known = this.#known;
    this.#known = new Set(problems.map(keyOf));
    return known ? problems.filter((problem) => !known.has(keyOf(problem))) : [];
  }
}

/** 'E-mail: This does not look like an e-mail address.' */
export function spokenProblem(problem: Problem, strings: EditorStrings): string {
  const words: Readonly<Record<string, string | undefined>> = {
    name: strings.name,
    email: strings.email,
    phoneNumber: strings.phoneNumber,
    sourceId: strings.sourceId,
    avatar: strings.avatar,
    inboxes: strings.inboxes,
    queryMetadata: strings.metadata,
  };
  const field = String(problem.path[0] ?? "");
  const text = problemText(problem, strings);
  return field === "" ? text : `${words[field] ?? field}: ${text}`;
}
