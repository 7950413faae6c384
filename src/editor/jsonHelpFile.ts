import * as vscode from "vscode";
import type { JsonHelp } from "../shared/jsonHelp.ts";

/** Languages that the build writes a schema for besides English; package.nls.*.json name the same files. */
const LANGUAGES: readonly string[] = ["zh-tw", "ja"];

/**
 * Reads the JSON schema of contact documents in the user's language: the same file that VS Code's JSON service has
 * for 'Open as Text'.
 */
export async function readJsonHelp(extensionUri: vscode.Uri, language: string): Promise<JsonHelp> {
  const suffix = LANGUAGES.includes(language) ? `.${language}` : "";
  const uri = vscode.Uri.joinPath(extensionUri, "dist", `contact.schema${suffix}.json`);
  const { jsonHelpSchema } = await import("../shared/jsonHelp.ts");
  const text = new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
  return jsonHelpSchema.parse(JSON.parse(text));
}
