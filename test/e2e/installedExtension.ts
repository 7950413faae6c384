import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { installExtension } from "../support/codeServer.ts";
import { packageExtension } from "../support/packageExtension.ts";
import { EXTENSIONS_FOLDER_VARIABLE, testedVersion } from "./openVSCode.ts";

/**
 * Before the first test: installs the .vsix into a folder that all tests share. The file is the one named by
 * `E2E_VSIX`, else it is packaged now.
 */
export default async function installedExtension(): Promise<() => Promise<void>> {
  const vsix = process.env["E2E_VSIX"] ?? (await packageExtension());
  const folder = await mkdtemp(join(tmpdir(), "maiagent-extensions-"));
  const remove = () => rm(folder, { recursive: true, force: true });
  try {
    await installExtension(vsix, folder, testedVersion());
  } catch (error) {
    await remove();
    throw error;
  }
  process.env[EXTENSIONS_FOLDER_VARIABLE] = folder;
  return remove;
}
