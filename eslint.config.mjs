import { createNodeResolver, importX } from "eslint-plugin-import-x";
import tseslint from "typescript-eslint";

/** Which folders of src each folder must not import, and which packages: docs/architecture.md shows the same table. */
const FOLDERS = [
  "api",
  "model",
  "state",
  "tree",
  "editor",
  "lookup",
  "data",
  "assist",
  "sandbox",
  "commands",
  "ui",
  "shared",
  "webview",
];
const noVscode = { name: "vscode", message: "This folder is plain Node (docs/architecture.md)." };
const notFrom = (folders) =>
  folders.map((folder) => ({
    group: [`**/${folder}/**`],
    message: `Folder rule: no import from src/${folder}.`,
  }));
const everythingBut = (...allowed) => notFrom(FOLDERS.filter((folder) => !allowed.includes(folder)));

const zodForm = {
  selector: "ImportDeclaration[source.value=/^zod/] > ImportSpecifier",
  message: "import * as z from 'zod/mini': a named import bundles 455 KB.",
};
const rawToast = {
  selector:
    "CallExpression[callee.property.name=/^show(Information|Warning|Error)Message$/] > TemplateLiteral.arguments:first-child",
  message: "Names are hostile: build notification text with toastText().",
};
const nodeBuiltins = { group: ["node:*"], message: "This folder also runs in the browser." };

const rules = (files, { patterns = [], paths = [] }) => ({
  files,
  rules: {
    "no-restricted-imports": [
      "error",
      {
        paths: [
          {
            name: "undici",
            message: "Deep-import undici in a lazy chunk: the package root replaces global dispatchers.",
          },
          ...paths,
        ],
        patterns,
      },
    ],
  },
});

export default tseslint.config(
  { ignores: ["dist/**", "out/**", ".vscode-test/**", "node_modules/**", "test-results/**"] },
  {
    files: ["**/*.ts"],
    extends: [...tseslint.configs.strictTypeChecked, ...tseslint.configs.stylisticTypeChecked],
    languageOptions: {
      parserOptions: {
        project: ["./tsconfig.json", "./src/webview/tsconfig.json"],
        tsconfigRootDir: import.meta.dirname,
      },
    },
    plugins: { "import-x": importX },
    settings: {
      "import-x/resolver-next": [createNodeResolver({ extensions: [".ts"] })],
      "import-x/extensions": [".ts"],
    },
    rules: {
      "@typescript-eslint/no-floating-promises": ["error", { checkThenables: true }],
      "@typescript-eslint/switch-exhaustiveness-check": [
        "error",
        { considerDefaultExhaustiveForUnions: true },
      ],
      "@typescript-eslint/consistent-type-imports": "error",
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      "@typescript-eslint/explicit-module-boundary-types": "error",
      "@typescript-eslint/no-confusing-void-expression": ["error", { ignoreArrowShorthand: true }],
      "no-console": "error",
      "no-restricted-syntax": ["error", zodForm, rawToast],
      "import-x/no-cycle": "error",
      eqeqeq: "error",
    },
  },
  rules(["src/api/**"], { paths: [noVscode], patterns: everythingBut("api") }),
  rules(["src/model/**"], { paths: [noVscode], patterns: everythingBut("model", "api") }),
  rules(["src/sandbox/**"], { paths: [noVscode], patterns: everythingBut("sandbox", "api", "model") }),
  rules(["src/shared/**"], { paths: [noVscode], patterns: [...everythingBut("shared"), nodeBuiltins] }),
  rules(["src/webview/**"], {
    paths: [noVscode],
    patterns: [...everythingBut("webview", "shared"), nodeBuiltins],
  }),
  rules(["src/state/**"], { patterns: everythingBut("state", "api", "model") }),
  rules(["src/ui/**"], { patterns: everythingBut("ui", "api", "model", "state") }),
  ...["tree", "editor", "lookup", "data", "assist"].map((folder) =>
    rules([`src/${folder}/**`], {
      patterns: everythingBut(folder, "api", "model", "state", "shared", "ui", "commands").concat({
        group: ["**/commands/**", "!**/commands/commandTypes.ts"],
        message: "Feature folders import the command types only.",
      }),
    }),
  ),
  // After src/data/**: of the rules that fit a file the last one counts.
  rules(["src/data/engine/**"], { paths: [noVscode], patterns: everythingBut("data", "api", "model") }),
  rules(["src/assist/engine/**"], { paths: [noVscode], patterns: everythingBut("assist", "api", "model") }),
  rules(["src/commands/**"], { patterns: notFrom(["webview"]) }),
  rules(
    ["src/**"].map(() => "src/extension.ts"),
    {},
  ),
  {
    // Types of undici's parts stand on its root alone; a declaration file loads nothing.
    files: ["src/api/undiciParts.d.ts"],
    rules: { "@typescript-eslint/consistent-type-imports": "off" },
  },
  { files: ["test/**/*.ts", "src/sandbox/cli.ts"], rules: { "no-console": "off" } },
  {
    files: ["test/unit/**", "test/long/**"],
    rules: {
      "no-restricted-imports": ["error", { paths: [noVscode] }],
      // node:test's describe and it return promises that the runner itself awaits.
      "@typescript-eslint/no-floating-promises": [
        "error",
        {
          checkThenables: true,
          allowForKnownSafeCalls: [
            { from: "package", package: "node:test", name: ["test", "it", "describe"] },
          ],
        },
      ],
    },
  },
);
