import type { DocumentState } from "../shared/messages.ts";

/**
 * The document with `\n` line ends, as CodeMirror keeps its text, and the problems' offsets moved along. A host
 * document with other line ends converts back by itself when a text is written to it.
 */
export function withUnixLineEnds(document: DocumentState): DocumentState {
  const { text } = document;
  if (!text.includes("\r")) return document;
  const dropped = [...text.matchAll(/\r\n/g)].map(({ index }) => index);
  const moved = (offset: number): number => offset - dropped.filter((index) => index < offset).length;
  return {
    ...document,
    text: text.replace(/\r\n?/g, "\n"),
    problems: document.problems.map((problem) => ({
      ...problem,
      from: moved(problem.from),
      to: moved(problem.to),
    })),
  };
}
