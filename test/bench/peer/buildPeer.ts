import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { build } from "esbuild";
import { projectRoot } from "../../support/projectRoot.ts";
import { runCommand } from "../../support/runCommand.ts";

const MANIFEST = {
  name: "bare",
  displayName: "Bare",
  publisher: "bench",
  version: "1.0.0",
  license: "MIT",
  engines: { vscode: "^1.106.0" },
  main: "./bareExtension.cjs",
  contributes: {
    viewsContainers: { activitybar: [{ id: "bare", title: "Bare", icon: "bare.svg" }] },
    views: { bare: [{ id: "bare.tree", name: "Bare" }] },
    commands: [{ command: "bare.loadMore", title: "Bare: Load More" }],
    customEditors: [
      { viewType: "bare.editor", displayName: "Bare", selector: [{ filenamePattern: "*.bare.json" }] },
    ],
  },
};

/** Builds and packages the extension that ours is measured against; returns the path of its .vsix. */
export async function buildPeer(): Promise<string> {
  const folder = join(projectRoot, "out", "bench-peer");
  await mkdir(folder, { recursive: true });
  await build({
    entryPoints: [join(import.meta.dirname, "bareExtension.ts")],
    outfile: join(folder, "bareExtension.cjs"),
    bundle: true,
    minify: true,
    platform: "node",
    format: "cjs",
    target: "node22",
    external: ["vscode"],
  });
  await writeFile(join(folder, "package.json"), JSON.stringify(MANIFEST));
  await writeFile(
    join(folder, "bare.svg"),
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><circle cx="8" cy="8" r="6"/></svg>',
  );
  await writeFile(join(folder, "README.md"), "A bare tree and a bare custom editor.\n");
  const vsix = join(folder, "bare.vsix");
  const options = ["--no-dependencies", "--skip-license", "--allow-missing-repository", "--out", vsix];
  const code = await runCommand("vsce", ["package", ...options], {}, folder);
  if (code !== 0) {
    throw new Error(`the peer was not packaged (exit code ${code})`);
  }
  return vsix;
}
