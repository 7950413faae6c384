import { existsSync } from "node:fs";
import { rm } from "node:fs/promises";
import { packagedExtension } from "./projectRoot.ts";
import { runCommand } from "./runCommand.ts";

/** Builds and packages the extension and returns the path of the .vsix. Throws when there is none afterwards. */
export async function packageExtension(): Promise<string> {
  await rm(packagedExtension, { force: true });
  // In a terminal vsce would ask whether to go on without a repository, and end as if all were well.
  const code = await runCommand("npm", ["run", "--silent", "package"]);
  if (code !== 0 || !existsSync(packagedExtension)) {
    throw new Error(`npm run package did not make ${packagedExtension} (exit code ${code}), see above`);
  }
  return packagedExtension;
}
