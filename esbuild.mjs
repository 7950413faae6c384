import { cp, mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import * as esbuild from "esbuild";
import * as z from "zod/mini";

const watch = process.argv.includes("--watch");
const production = !watch;

/** How large a file may be, in minified bytes. */
const LIMITS = {
  "dist/webview/contactEditor.js": 470_000,
  "dist/webview/dataTable.js": 15_000,
  "dist/webview/duplicates.js": 20_000,
  "dist/webview/importPreview.js": 30_000,
};
/** The same for an entry with every chunk that it imports at once: activation, and what the first view or contact needs. */
const ENTRY_LIMITS = { "src/extension.ts": 20_000, "src/wiring.ts": 160_000 };
/** What only an open document needs: no entry above may load it at once. */
const LAZY = ["src/editor/accessHelp.ts", "src/editor/accessWords.ts", "src/model/metadataProblems.ts"];

const host = {
  bundle: true,
  platform: "node",
  format: "esm",
  splitting: true,
  chunkNames: "chunks/[name]-[hash]",
  target: "node22",
  external: ["vscode"],
  // jsonc-parser's `main` is a UMD wrapper that bundlers cannot follow.
  mainFields: ["module", "main"],
  minify: production,
  // undici is CommonJS and requires Node's own modules, which an ES module cannot by itself.
  banner: {
    js: 'import{createRequire as createRequireHere}from"node:module";const require=createRequireHere(import.meta.url);',
  },
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
 * It uses the first; every processor that VS Code runs on has SIMD.
 */
const oneParser = {
  name: "one-parser",
  setup(build) {
    build.onLoad({ filter: /undici[\\/]lib[\\/](llhttp[\\/]llhttp-wasm|milo[\\/](no-)?simd)\.js$/ }, () => ({
      contents: "module.exports = undefined;",
    }));
  },
};

const builds = [
  {
    ...host,
    plugins: [trimFaker, oneParser],
    entryPoints: { extension: "src/extension.ts" },
    outdir: "dist",
  },
  {
    bundle: true,
    platform: "browser",
    format: "iife",
    target: "chrome138",
    entryPoints: {
      contactEditor: "src/webview/contactEditor.ts",
      dataTable: "src/webview/dataTable.ts",
      duplicates: "src/webview/duplicates/duplicatesPage.ts",
      importPreview: "src/webview/importPreview.ts",
    },
    outdir: "dist/webview",
    minify: production,
    legalComments: "none",
    sourcemap: watch ? "inline" : false,
    metafile: true,
    logLevel: "warning",
    tsconfig: "src/webview/tsconfig.json",
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
  for (const [file, { bytes, inputs, entryPoint }] of Object.entries(outputs)) {
    const names = Object.keys(inputs);
    const entryLimit = ENTRY_LIMITS[entryPoint];
    const atOnce = [...withImports(outputs, file)];
    const [size, limit] =
      entryLimit === undefined
        ? [bytes, LIMITS[file]]
        : [atOnce.reduce((sum, part) => sum + outputs[part].bytes, 0), entryLimit];
    if (production && limit !== undefined && size > limit) {
      faults.push(`${file} has ${size} bytes with what it imports; at most ${limit} are allowed`);
    }
    const loaded = new Set(atOnce.flatMap((part) => Object.keys(outputs[part].inputs)));
    const eager = LAZY.find((name) => entryLimit !== undefined && loaded.has(name));
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
  for (const language of ["", ".zh-tw", ".ja"]) {
    const bundle =
      language === "" ? {} : JSON.parse(await readFile(`l10n/bundle.l10n${language}.json`, "utf8"));
    const schema = contactJsonSchema((text) => bundle[text] ?? text);
    await writeFile(`dist/contact.schema${language}.json`, JSON.stringify(schema));
  }
  const { recipeSchema } = await import("./src/data/engine/seed/recipeSchema.ts");
  const recipe = z.toJSONSchema(recipeSchema, { target: "draft-7", unrepresentable: "any" });
  const more = { title: "MaiAgent seed recipe", allowTrailingCommas: true };
  await writeFile("dist/seed.schema.json", JSON.stringify({ ...recipe, ...more }));
}

async function copyAssets() {
  const codicons = dirname(new URL(import.meta.resolve("@vscode/codicons/dist/codicon.css")).pathname);
  await mkdir("dist/webview", { recursive: true });
  for (const file of ["codicon.css", "codicon.ttf"]) {
    await cp(join(codicons, file), join("dist/webview", file));
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
await copyAssets();
await writeSchemas();
if (watch) {
  const contexts = await Promise.all(builds.map((build) => esbuild.context(build)));
  await Promise.all(contexts.map((context) => context.watch()));
  console.log("watching");
} else {
  const results = await Promise.all(builds.map((build) => esbuild.build(build)));
  await writeNotices(results.map(({ metafile }) => metafile));
  for (const { metafile } of results) {
    await check(metafile);
    for (const [file, { bytes }] of Object.entries(metafile.outputs)) {
      console.log(`${file}  ${(bytes / 1000).toFixed(1)} kB`);
    }
  }
}
