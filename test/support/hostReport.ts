import { existsSync, readFileSync } from "node:fs";
import { SourceMap, type SourceMapPayload } from "node:module";
import { dirname, relative, resolve } from "node:path";

/**
 * Prints the mocha report of a bundled suite with the stack frames pointing at the sources. VS Code builds the
 * stacks of its extension host itself and ignores source maps.
 */
export class HostReport {
  readonly #bundle: string;
  readonly #map: SourceMap | undefined;

  constructor(bundle: string) {
    this.#bundle = bundle;
    const file = `${bundle}.map`;
    if (existsSync(file))
      this.#map = new SourceMap(JSON.parse(readFileSync(file, "utf8")) as SourceMapPayload);
  }

  /** Prints one line, unless it is a stack frame inside a package. */
  write(line: string): void {
    const source = this.#sourceOf(line);
    if (!source) console.log(line);
    else if (!source.file.includes("node_modules"))
      console.log(line.replace(source.frame, source.file + source.position));
  }

  #sourceOf(line: string): { frame: string; file: string; position: string } | undefined {
    const at = line.indexOf(this.#bundle);
    const position = at < 0 ? null : /^:(\d+):(\d+)/.exec(line.slice(at + this.#bundle.length));
    const entry = position && this.#map?.findEntry(Number(position[1]) - 1, Number(position[2]) - 1);
    if (!position || !entry || !("originalSource" in entry)) return undefined;
    return {
      frame: this.#bundle + position[0],
      file: relative(process.cwd(), resolve(dirname(this.#bundle), entry.originalSource)),
      position: `:${entry.originalLine + 1}:${entry.originalColumn + 1}`,
    };
  }
}
