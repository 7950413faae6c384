import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { basename, join } from "node:path";
import { describe, it } from "node:test";
import ts from "typescript";
import * as z from "zod/mini";
import { projectRoot } from "../support/projectRoot.ts";
import { contextValues } from "./contextValues.ts";
import { interfaceMembers, nodesOf, readText, sourceFiles } from "./sourceTree.ts";

const textsSchema = z.record(z.string(), z.string());
/** An entry of a menu: a command, or a submenu by its id. */
const menuItem = z.looseObject({
  command: z.optional(z.string()),
  submenu: z.optional(z.string()),
  when: z.optional(z.string()),
});
const manifestSchema = z.looseObject({
  main: z.string(),
  icon: z.string(),
  l10n: z.string(),
  activationEvents: z.array(z.string()),
  capabilities: z.looseObject({
    untrustedWorkspaces: z.looseObject({ restrictedConfigurations: z.array(z.string()) }),
  }),
  contributes: z.looseObject({
    commands: z.array(z.looseObject({ command: z.string(), title: z.string() })),
    menus: z.looseObject({ commandPalette: z.array(menuItem), "view/item/context": z.array(menuItem) }),
    submenus: z.array(z.looseObject({ id: z.string() })),
    keybindings: z.array(z.looseObject({ command: z.string() })),
    views: z.record(z.string(), z.array(z.looseObject({ id: z.string() }))),
    viewsWelcome: z.array(z.looseObject({ view: z.string(), contents: z.string() })),
    customEditors: z.array(z.looseObject({ viewType: z.string() })),
    configuration: z.looseObject({
      properties: z.record(z.string(), z.looseObject({ scope: z.optional(z.string()) })),
    }),
  }),
});

const manifestText = readText("package.json");
const manifest = manifestSchema.parse(JSON.parse(manifestText));
const { contributes } = manifest;
const english = new Map(Object.entries(textsSchema.parse(JSON.parse(readText("package.nls.json")))));
const commands = contributes.commands.map(({ command }) => command);
const menus = Object.entries(contributes.menus).map(
  ([menu, items]) => [menu, z.array(menuItem).parse(items)] as const,
);

/** Every text in the manifest under a key of this name, wherever it stands. */
function valuesOf(key: string, value: unknown): readonly string[] {
  if (typeof value !== "object" || value === null) {
    return [];
  }
  return Object.entries(value).flatMap(([name, member]: [string, unknown]) =>
    name === key && typeof member === "string" ? [member] : valuesOf(key, member),
  );
}

/** The comparisons of a `when` clause: context key, operator, operand. */
function clausesOf(
  when: string,
): readonly { readonly key: string; readonly operator: string; readonly value: string }[] {
  return when.split(/&&|\|\|/u).map((part) => {
    const match = /^!?(?<key>[\w.]+)(?:\s*(?<operator>==|!=|=~|>=|<=|>|<)\s*(?<value>.+))?$/u.exec(
      part.trim(),
    );
    assert.ok(match?.groups, `"${part}" of "${when}" is not understood`);
    return {
      key: match.groups["key"] ?? "",
      operator: match.groups["operator"] ?? "",
      value: match.groups["value"] ?? "",
    };
  });
}

const clauses = valuesOf("when", contributes).flatMap(clausesOf);

describe("commands of package.json", () => {
  it("are those of CommandTypes, no more and no fewer", () => {
    const typed = interfaceMembers("src/commands/commandTypes.ts", "CommandTypes");
    assert.ok(typed.length > 10);
    assert.deepEqual([...commands].sort(), [...typed].sort());
  });

  it("stand there once each", () => {
    assert.equal(new Set(commands).size, commands.length);
  });

  it("are the only ones in menus and key bindings", () => {
    const used = [...menus.flatMap(([, items]) => items), ...contributes.keybindings].flatMap(
      ({ command }) => command ?? [],
    );
    assert.deepEqual(
      used.filter((command) => !commands.includes(command)),
      [],
    );
  });

  it("stand in submenus that a menu shows", () => {
    const shown = menus.flatMap(([, items]) => items.flatMap(({ submenu }) => submenu ?? []));
    const ids = contributes.submenus.map(({ id }) => id);
    assert.deepEqual([...new Set(shown)].sort(), [...ids].sort());
    assert.ok(ids.every((id) => menus.some(([menu]) => menu === id)));
  });

  it("are the only ones that links in any language run", () => {
    for (const file of ["package.nls.json", "package.nls.zh-tw.json", "package.nls.ja.json"]) {
      const links = Array.from(readText(file).matchAll(/\]\(command:([^)?]+)/gu), ([, id]) => id ?? "");
      assert.ok(links.length >= 5, file);
      assert.deepEqual(
        links.filter((id) => !commands.includes(id)),
        [],
        file,
      );
    }
  });

  it("have titles that are translated", () => {
    for (const { command, title } of contributes.commands) {
      assert.equal(title, `%${command.replace("maiagent.", "command.")}%`);
    }
  });
});

describe("texts of package.json", () => {
  const used = new Set(Array.from(manifestText.matchAll(/"%([^%"]+)%"/gu), ([, key]) => key ?? ""));

  it("all exist in package.nls.json, which has no other", () => {
    assert.deepEqual([...english.keys()].sort(), [...used].sort());
  });
});

describe("when clauses of package.json", () => {
  const BUILT_IN = [
    "view",
    "viewItem",
    "activeCustomEditorId",
    "resourceScheme",
    "resourceFilename",
    "explorerResourceIsFolder",
    "listMultiSelection",
    "isInDiffEditor",
    "inQuickInput",
  ];

  it("read only context keys that the extension sets or VS Code has", () => {
    const known = [
      ...["false", ...BUILT_IN, ...interfaceMembers("src/ui/contextKeys.ts", "ContextKeys")],
      ...Object.keys(contributes.configuration.properties).map((name) => `config.${name}`),
    ];
    assert.deepEqual(
      clauses.filter(({ key }) => !known.includes(key)),
      [],
    );
  });

  it("name views and editors that exist", () => {
    const views = Object.values(contributes.views).flatMap((list) => list.map(({ id }) => id));
    const editors = contributes.customEditors.map(({ viewType }) => viewType);
    for (const { key, value } of clauses) {
      assert.ok(key !== "view" || views.includes(value), value);
      assert.ok(key !== "activeCustomEditorId" || editors.includes(value), value);
    }
    assert.deepEqual(
      contributes.viewsWelcome.filter(({ view }) => !views.includes(view)),
      [],
    );
  });

  it("compare the view's state with states that it can have", () => {
    const literals = new Set(
      sourceFiles("src/tree").flatMap((file) =>
        [...nodesOf(file)].flatMap((node) => (ts.isStringLiteral(node) ? [node.text] : [])),
      ),
    );
    const states = clauses.filter(({ key }) => key === "maiagent.viewState");
    assert.ok(states.length > 0);
    for (const { value } of states) {
      assert.ok(literals.has(value), value);
    }
  });

  it("match rows that the tree makes", () => {
    const rows = contextValues();
    assert.ok(rows.has("contact") && rows.has("connection.sandbox.readOnly"), [...rows].join());
    const items = clauses.filter(({ key }) => key === "viewItem");
    assert.ok(items.length > 10);
    for (const { operator, value } of items) {
      const regex = new RegExp(value.replace(/^\/(.*)\/$/u, "$1"), "u");
      const matched = [...rows].filter((row) => (operator === "=~" ? regex.test(row) : row === value));
      assert.ok(matched.length > 0, `viewItem ${operator} ${value}`);
    }
  });

  it("offer nothing that writes on a row of a read-only connection", () => {
    const writing = [
      "maiagent.newContact",
      "maiagent.duplicateContact",
      "maiagent.deleteContact",
      "maiagent.deleteContacts",
      "maiagent.moveToInbox",
      "maiagent.addToInbox",
      "maiagent.removeFromInbox",
      "maiagent.setField",
    ];
    const readOnly = [...contextValues()].filter((row) => row.includes("readOnly"));
    const items = menus
      .filter(([menu]) => menu === "view/item/context" || contributes.submenus.some(({ id }) => id === menu))
      .flatMap(([, all]) => all)
      .filter(({ command }) => writing.includes(command ?? ""));
    assert.ok(items.length >= writing.length);
    for (const { command, when } of items) {
      const clause = clausesOf(when ?? "").find(({ key }) => key === "viewItem");
      assert.ok(clause, `${command ?? ""} is on every row`);
      for (const row of readOnly) {
        const isShown =
          clause.operator === "=~"
            ? new RegExp(clause.value.slice(1, -1), "u").test(row)
            : row === clause.value;
        assert.ok(!isShown, `${command ?? ""} on ${row}`);
      }
    }
  });
});

describe("the command palette", () => {
  const palette = contributes.menus.commandPalette;

  it("waits for nothing that is only known once the extension runs, since a palette command may start it", () => {
    const own = palette.filter(({ when }) =>
      clausesOf(when ?? "false").some(({ key }) => key.startsWith("maiagent.")),
    );
    assert.deepEqual(own, []);
  });

  it("hides the command that only a link can give its arguments", () => {
    assert.equal(palette.find(({ command }) => command === "maiagent.showField")?.when, "false");
  });

  it("has an ellipsis behind everything that destroys: it asks first", () => {
    const destructive = commands.filter((id) => /\.(?:delete|remove|replace|reset)/u.test(id));
    assert.ok(destructive.length >= 4);
    for (const id of destructive) {
      assert.match(english.get(id.replace("maiagent.", "command.")) ?? "", /…$/u, id);
    }
  });
});

describe("safety in package.json", () => {
  it("keeps every setting to the user's own settings", () => {
    const settings = Object.entries(contributes.configuration.properties);
    assert.ok(settings.length > 0);
    for (const [name, { scope }] of settings) {
      assert.equal(scope, "application", name);
      assert.ok(manifest.capabilities.untrustedWorkspaces.restrictedConfigurations.includes(name), name);
    }
  });

  it("starts the extension for its own things only, never with VS Code", () => {
    for (const event of manifest.activationEvents) {
      // onUri is a link to this extension and to no other; fixtures are called *.contacts.json (decision 0014).
      assert.match(
        event,
        /^(?:on[A-Z]\w*:maiagent|onUri$|workspaceContains:\*\*\/\*\.(?:maiagent|contacts\.json$))/u,
      );
    }
  });
});

describe("files that package.json names", () => {
  const ignored = readText(".vscodeignore");
  const named = [
    manifest.main,
    manifest.icon,
    manifest.l10n,
    ...["icon", "path", "configuration", "url"].flatMap((key) => valuesOf(key, contributes)),
    // These schemas are another file in each language.
    ...["", ".zh-tw", ".ja"].flatMap((language) => {
      const texts = textsSchema.parse(JSON.parse(readText(`package.nls${language}.json`)));
      return ["schema.contact", "schema.fixture"].map((key) => texts[key] ?? `no ${key} for ${language}`);
    }),
  ]
    .filter((path) => /^(?:\.\/)?(?:media|dist|l10n)\b/u.test(path))
    .map((path) => path.replace(/^\.\//u, ""));

  it("are the entry, the icons, the translations, the language and the schema at least", () => {
    assert.ok(named.length >= 7, named.join());
  });

  it("exist, or are what the build makes", () => {
    const build = readText("esbuild.mjs");
    const isMade = (path: string) =>
      build.includes(`"${path}"`) ||
      /^dist\/(?:contact|fixture)\.schema(?:\.(?:zh-tw|ja))?\.json$/u.test(path) ||
      build.includes(`${basename(path, ".cjs")}: "src/${basename(path, ".cjs")}.ts"`);
    for (const path of named) {
      const exists = path.startsWith("dist/") ? isMade(path) : existsSync(join(projectRoot, path));
      assert.ok(exists, path);
    }
  });

  it("are packaged", () => {
    for (const path of named.filter((file) => file.includes("."))) {
      const isPackaged = path.startsWith("dist/")
        ? ignored.includes("!dist/**")
        : ignored.includes(`!${path}\n`);
      assert.ok(isPackaged, path);
    }
  });
});
