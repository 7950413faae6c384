import assert from "node:assert/strict";
import { isBuiltin } from "node:module";
import { posix } from "node:path";
import { describe, it } from "node:test";
import { importsOf, sourceFile, sourceFiles } from "./sourceTree.ts";

const PLAIN = ["api", "model", "data/engine", "assist/engine", "sandbox", "shared", "webview"];
const IN_BROWSER = ["shared", "webview"];

/** Which files import what they must not, as `file -> module`. */
function offenders(folder: string, isForbidden: (module: string) => boolean): readonly string[] {
  return sourceFiles(`src/${folder}`).flatMap((file) =>
    importsOf(file)
      .filter(({ module }) => isForbidden(module))
      .map(({ module }) => `${file.fileName} -> ${module}`),
  );
}

/** Every module that runs when the files of a folder run: their imports, and those of what they import. */
function runtimeModules(folder: string): ReadonlySet<string> {
  const packages = new Set<string>();
  const seen = new Set<string>();
  const visit = (path: string) => {
    if (seen.has(path)) {
      return;
    }
    seen.add(path);
    for (const { module, isErased } of importsOf(sourceFile(path))) {
      if (!isErased && module.startsWith(".")) {
        visit(posix.join(posix.dirname(path), module));
      } else if (!isErased) {
        packages.add(module);
      }
    }
  };
  sourceFiles(`src/${folder}`).forEach(({ fileName }) => visit(fileName));
  return packages;
}

describe("folders that are plain Node or browser", () => {
  for (const folder of PLAIN) {
    it(`src/${folder} imports no vscode, not even its types`, () => {
      assert.ok(sourceFiles(`src/${folder}`).length > 0, "the folder has files");
      assert.deepEqual(
        offenders(folder, (module) => module === "vscode"),
        [],
      );
      assert.ok(!runtimeModules(folder).has("vscode"), "nor by way of another folder");
    });
  }

  for (const folder of IN_BROWSER) {
    it(`src/${folder} imports nothing of Node`, () => {
      assert.deepEqual(
        offenders(folder, (module) => isBuiltin(module)),
        [],
      );
      assert.deepEqual(
        [...runtimeModules(folder)].filter((module) => isBuiltin(module)),
        [],
      );
    });
  }

  it("src/webview has no zod at run time, also not by way of src/shared", () => {
    const modules = [...runtimeModules("webview")];
    assert.ok(modules.includes("@codemirror/view"), "the imports were followed");
    assert.deepEqual(
      modules.filter((module) => /^zod(?:\/|$)/u.test(module)),
      [],
    );
  });

  it("src/shared is only types to src/webview", () => {
    const imports = sourceFiles("src/webview").flatMap((file) =>
      importsOf(file)
        .filter(({ module, isErased }) => !isErased && module.includes("/shared/"))
        .map(({ module }) => `${file.fileName} -> ${module}`),
    );
    assert.deepEqual(imports, []);
  });
});
