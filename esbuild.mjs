import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import * as esbuild from "esbuild";
import subsetFont from "subset-font";
import * as z from "zod/mini";
import limits from "./test/bench/fileLimits.json" with { type: "json" };

const watch = process.argv.includes("--watch");
const production = !watch;

/** The one script of a page that is not in the page's markup. */
const JSON_VIEW = "dist/webview/jsonView.js";

/** What only an open document needs: no entry above may load it at once. */
const LAZY = ["src/editor/accessHelp.ts", "src/ui/accessWords.ts", "src/model/metadataProblems.ts"];

/** undici is CommonJS and requires Node's own modules, which an ES module cannot by itself. */
const REQUIRE =
  'import{createRequire as createRequireHere}from"node:module";const urlOfThisFile=import.meta.url,require=createRequireHere(urlOfThisFile);';

const node = {
  bundle: true,
  platform: "node",
  target: "node22",
  external: ["vscode"],
  // jsonc-parser's `main` is a UMD wrapper that bundlers cannot follow.
  mainFields: ["module", "main"],
  minify: production,
  charset: "utf8",
  // The log shows names of errors, which the classes set themselves.
  legalComments: "none",
  sourcemap: watch,
  metafile: true,
  logLevel: "warning",
};

/** Leaves out of faker's language data what no placeholder needs: animals, songs and their kin are most of it. */
const trimFaker = {
  name: "trim-faker",
  setup({ onLoad }) {
    onLoad({ filter: /@faker-js\/faker\/dist\/(?:base|en|ja|zh_TW)-[\w-]+\.js$/ }, async ({ path }) => {
      const { fakerParts } = await import("./src/data/engine/seed/fakerParts.ts");
      const source = await readFile(path, "utf8");
      const [, before, after] =
        /^(.*\bconst \w+=)\{.*\}((?:,\w+=new \w+\([^;]*\))?;export\{[^;]*\};?\s*)$/s.exec(source) ?? [];
      const exported = Object.values(await import(pathToFileURL(path).href));
      const data = exported.find((value) => value.metadata?.title);
      if (!before || !after || !data) {
        throw new Error(`${path} is built otherwise than faker 10.6 was: look at how it is trimmed`);
      }
      return { contents: before + JSON.stringify(fakerParts(data)) + after, loader: "js" };
    });
  },
};

/**
 * undici brings four parsers as WebAssembly, 75 kB each: its own and an experimental one, both with and without SIMD.
 * It uses the first; every processor that VS Code runs on has SIMD. As a file of its own it takes half the room in the
 * package that it takes as text. HTTP/2 is switched off where the agent is made.
 */
const slimUndici = {
  name: "slim-undici",
  setup(build) {
    const unused =
      /undici[\\/]lib[\\/](llhttp[\\/]llhttp-wasm|milo[\\/](no-)?simd|dispatcher[\\/]client-h2)\.js$/;
    build.onLoad({ filter: unused }, () => ({ contents: "module.exports = undefined;" }));
    build.onLoad({ filter: /undici[\\/]lib[\\/]llhttp[\\/]llhttp_simd-wasm\.js$/ }, async ({ path }) => {
      const [, base64] = /wasmBase64 = '([^']+)'/.exec(await readFile(path, "utf8")) ?? [];
      if (!base64) {
        throw new Error(`${path} is written otherwise than in undici 8.13: look at how its parser is kept`);
      }
      await mkdir("dist", { recursive: true });
      await writeFile("dist/llhttp.wasm", Buffer.from(base64, "base64"));
      return {
        contents: `module.exports = require("node:fs").readFileSync(new URL("../llhttp.wasm", urlOfThisFile));`,
      };
    });
  },
};

/** The editor of the JSON pane is a module of its own: a contact's page is painted before it is loaded. */
const jsonViewLater = {
  name: "json-view-later",
  setup(build) {
    build.onResolve({ filter: /\/jsonView\.ts$/ }, ({ kind }) =>
      kind === "dynamic-import" ? { path: "./jsonView.js", external: true } : undefined,
    );
  },
};

/** What the activation file loads later: the name of its file in `dist`, and its source. */
const later = new Map();
const loadLater = {
  name: "load-later",
  setup(build) {
    build.onResolve({ filter: /^\./ }, ({ kind, path, resolveDir }) => {
      if (kind !== "dynamic-import") {
        return undefined;
      }
      const file = join(resolveDir, path);
      const name = relative("src", file).replace(/\.ts$/, "").replaceAll("\\", "/");
      later.set(name, file);
      return { path: `./${name}.js`, external: true };
    });
  },
};

/**
 * esbuild gives each importer of a CommonJS module a copy of all that it exports, getter by getter. VS Code's interface
 * has hundreds and a dozen files import it: that was half of the time until we were active. They share {@link VSCODE}.
 */
const VSCODE = 'const vscode=require("vscode");';
const vscodeOnce = {
  name: "vscode-once",
  setup(build) {
    build.onLoad({ filter: /[\\/]src[\\/].*\.ts$/ }, async ({ path }) => {
      const text = await readFile(path, "utf8");
      return { contents: text.replace(/^import \* as vscode from "vscode";$/m, ""), loader: "ts" };
    });
  },
};

/**
 * One file in CommonJS: VS Code loads it in one go. The imports of ES modules wait for the event loop, which other
 * extensions keep busy while a window starts; that alone was two thirds of the time until we were active.
 */
const activation = {
  ...node,
  format: "cjs",
  banner: { js: `"use strict";${VSCODE}` },
  plugins: [loadLater, vscodeOnce],
  entryPoints: { extension: "src/extension.ts" },
  outdir: "dist",
  outExtension: { ".js": ".cjs" },
};

const browser = {
  bundle: true,
  platform: "browser",
  target: "chrome138",
  charset: "utf8",
  outdir: "dist/webview",
  minify: production,
  legalComments: "none",
  sourcemap: watch ? "inline" : false,
  metafile: true,
  logLevel: "warning",
  tsconfig: "src/webview/tsconfig.json",
};

const builds = () => [
  {
    ...node,
    format: "esm",
    splitting: true,
    chunkNames: "chunks/[name]-[hash]",
    banner: { js: REQUIRE },
    plugins: [trimFaker, slimUndici],
    // Sorted: they were found in whatever order the files were read, and two builds have to be the same.
    entryPoints: Object.fromEntries([...later].sort(([one], [other]) => (one < other ? -1 : 1))),
    outdir: "dist",
  },
  { ...browser, format: "esm", entryPoints: { jsonView: "src/webview/jsonView.ts" } },
  {
    ...browser,
    format: "iife",
    plugins: [jsonViewLater],
    entryPoints: {
      contactEditor: "src/webview/contactEditor.ts",
      dataTable: "src/webview/dataTable.ts",
      duplicates: "src/webview/duplicates/duplicatesPage.ts",
      importPreview: "src/webview/importPreview.ts",
    },
  },
  {
    // One style sheet for each page; `media/editor` has the parts of the form.
    bundle: true,
    target: "chrome138",
    entryPoints: {
      contactEditor: "media/contactEditor.css",
      dataTable: "media/dataTable.css",
      duplicates: "media/duplicates.css",
      importPreview: "media/importPreview.css",
    },
    outdir: "dist/webview",
    minify: production,
    metafile: true,
    logLevel: "warning",
  },
];

/** The file and every chunk that it imports at once. */
function withImports(outputs, file, seen = new Set()) {
  if (outputs[file] && !seen.has(file)) {
    seen.add(file);
    for (const { kind, path } of outputs[file].imports) {
      if (kind === "import-statement") {
        withImports(outputs, path, seen);
      }
    }
  }
  return seen;
}

/** Fails the build on what must never be shipped. */
async function check({ outputs }) {
  const faults = [];
  for (const [file, { inputs }] of Object.entries(outputs)) {
    const names = Object.keys(inputs);
    const atOnce = [...withImports(outputs, file)];
    // In minified bytes, with every chunk that is imported at once; `npm run bench` prints them.
    const size = atOnce.reduce((sum, part) => sum + outputs[part].bytes, 0);
    const limit = limits[file];
    if (production && limit !== undefined && size > limit) {
      faults.push(`${file} has ${size} bytes with what it imports; at most ${limit} are allowed`);
    }
    const loaded = new Set(atOnce.flatMap((part) => Object.keys(outputs[part].inputs)));
    const eager = LAZY.find((name) => limit !== undefined && loaded.has(name));
    if (eager) {
      faults.push(`${file} loads ${eager} at once`);
    }
    const forbidden = [
      [/node_modules\/undici\/index\.js$/, "undici's package root replaces the host's global dispatcher"],
      [
        /node_modules\/zod\/v4\/locales\/(?!en\.)/,
        "a named import of zod brings every language (use import * as z from 'zod/mini')",
      ],
      [/node_modules\/zod\/v4\/classic\//, "use zod/mini"],
    ];
    for (const [pattern, reason] of forbidden) {
      const found = names.find((name) => pattern.test(name));
      if (found) {
        faults.push(`${file} contains ${found}: ${reason}`);
      }
    }
    if (file.startsWith("dist/webview/") && names.some((name) => name.includes("node_modules/zod/"))) {
      faults.push(`${file} contains zod: the browser side imports types only`);
    }
    const isInMarkup = file.startsWith("dist/webview/") && file.endsWith(".js") && file !== JSON_VIEW;
    if (isInMarkup && /<!--|<\/?script/i.test(await readFile(file, "utf8"))) {
      faults.push(`${file} contains what ends or changes a script in the markup of its page`);
    }
    if (file.endsWith(".cjs") && (await readFile(file, "utf8")).split('require("vscode")').length > 2) {
      faults.push(`${file} has copies of VS Code's interface (write import * as vscode from "vscode")`);
    }
    if (file.endsWith("js") && (await readFile(file, "utf8")).includes("undici.globalDispatcher")) {
      faults.push(`${file} touches undici's global dispatcher`);
    }
  }
  if (faults.length > 0) {
    throw new Error(faults.join("\n"));
  }
}

/**
 * The JSON schemas of the editor, from the same zod schemas that check a document before a save or a run. That of
 * contacts in each language: package.nls*.json name the file that VS Code's JSON service takes.
 */
async function writeSchemas() {
  const { contactJsonSchema } = await import("./src/model/contactJsonSchema.ts");
  const { fixtureJsonSchema } = await import("./src/assist/engine/fixtureJsonSchema.ts");
  for (const language of ["", ".zh-tw", ".ja"]) {
    const bundle =
      language === "" ? {} : JSON.parse(await readFile(`l10n/bundle.l10n${language}.json`, "utf8"));
    const schema = contactJsonSchema((text) => bundle[text] ?? text);
    await writeFile(`dist/contact.schema${language}.json`, JSON.stringify(schema));
    const fixture = fixtureJsonSchema((text) => bundle[text] ?? text, `contact.schema${language}.json`);
    await writeFile(`dist/fixture.schema${language}.json`, JSON.stringify(fixture));
  }
  const { recipeSchema } = await import("./src/data/engine/seed/recipeSchema.ts");
  const recipe = z.toJSONSchema(recipeSchema, { target: "draft-7", unrepresentable: "any" });
  const more = { title: "MaiAgent seed recipe", allowTrailingCommas: true };
  await writeFile("dist/seed.schema.json", JSON.stringify({ ...recipe, ...more }));
}

/** The style sheet of the icons and, in it, their font, with the icons that the pages name, and no others: all of them are 160 kB. */
async function writeIcons(...pages) {
  const folder = dirname(fileURLToPath(import.meta.resolve("@vscode/codicons/dist/codicon.css")));
  const texts = await Promise.all(
    pages
      .flatMap((outputs) => Object.keys(outputs))
      .filter((file) => file.endsWith(".js"))
      .map((file) => readFile(file, "utf8")),
  );
  // A word in quotes that happens to be an icon's name costs some bytes; a missing icon would be an empty box.
  const words = new Set(texts.flatMap((text) => text.match(/(?<=["'`])[a-z][a-z-]+(?=["'`])/g) ?? []));
  const glyphs = [];
  const lines = (await readFile(join(folder, "codicon.css"), "utf8")).split("\n").filter((line) => {
    const [, name, code] = /^\.codicon-([\w-]+):before \{ content: "\\([\da-f]+)" \}$/.exec(line) ?? [];
    if (name !== undefined && words.has(name)) {
      glyphs.push(String.fromCodePoint(parseInt(code, 16)));
    }
    return name === undefined || words.has(name);
  });
  if (glyphs.length === 0) {
    throw new Error("codicon.css is written otherwise than it was: no icon was found in it");
  }
  const font = await subsetFont(await readFile(join(folder, "codicon.ttf")), glyphs.join(""), {
    targetFormat: "woff2",
  });
  const data = `url("data:font/woff2;base64,${font.toString("base64")}") format("woff2")`;
  const style = lines.join("\n").replace(/url\([^)]*\) format\("truetype"\)/, data);
  const { code } = await esbuild.transform(style, { loader: "css", minify: true });
  await writeFile("dist/webview/codicon.css", code);
  console.log(`codicon  ${(font.length / 1000).toFixed(1)} kB, ${glyphs.length} icons`);
}

/** Takes {@link REQUIRE} out of the files that need none: a hundred times the same is felt in the package and at loading. */
async function dropUnusedRequire(outputs) {
  for (const file of Object.keys(outputs).filter((name) => name.endsWith(".js"))) {
    const text = await readFile(file, "utf8");
    const rest = text.replace(`${REQUIRE}\n`, "");
    if (rest !== text && !/\brequire\b|urlOfThisFile/.test(rest)) {
      await writeFile(file, rest);
      outputs[file].bytes = Buffer.byteLength(rest);
    }
  }
}

/** The licences of every package that is bundled, for the .vsix. */
async function writeNotices(metafiles) {
  const folders = new Set(["node_modules/@vscode/codicons"]);
  for (const { inputs } of metafiles) {
    for (const input of Object.keys(inputs)) {
      const folder = /^node_modules\/(?:@[^/]+\/)?[^/]+/.exec(input)?.[0];
      if (folder) {
        folders.add(folder);
      }
    }
  }
  const notices = [];
  for (const folder of [...folders].sort()) {
    const { name, version, license } = JSON.parse(await readFile(`${folder}/package.json`, "utf8"));
    const files = (await readdir(folder)).filter((file) => /^licen[cs]e/i.test(file));
    if (files.length === 0) {
      throw new Error(`${name} brings no licence text`);
    }
    const texts = await Promise.all(files.map((file) => readFile(`${folder}/${file}`, "utf8")));
    notices.push(`${name} ${version} (${license})\n\n${texts.join("\n").trim()}\n`);
  }
  await writeFile("dist/THIRD_PARTY_NOTICES.txt", notices.join(`\n${"-".repeat(80)}\n\n`));
}

await rm("dist", { recursive: true, force: true });
await mkdir("dist/webview", { recursive: true });
await writeSchemas();
if (watch) {
  const first = await esbuild.context(activation);
  await first.rebuild();
  const contexts = [...(await Promise.all(builds().map((build) => esbuild.context(build)))), first];
  await Promise.all(contexts.map((context) => context.watch()));
  const pages = await Promise.all([1, 2].map((build) => contexts[build].rebuild()));
  await writeIcons(...pages.map(({ metafile }) => metafile.outputs));
  console.log("watching");
} else {
  const first = await esbuild.build(activation);
  const results = [...(await Promise.all(builds().map((build) => esbuild.build(build)))), first];
  await writeIcons(results[1].metafile.outputs, results[2].metafile.outputs);
  await dropUnusedRequire(results[0].metafile.outputs);
  await writeNotices(results.map(({ metafile }) => metafile));
  for (const { metafile } of results) {
    await check(metafile);
    for (const [file, { bytes }] of Object.entries(metafile.outputs)) {
      console.log(`${file}  ${(bytes / 1000).toFixed(1)} kB`);
    }
  }
}
