import type { Check } from "../api/diagnosis/checks.ts";
import type { Connection } from "../model/connection.ts";
import { labelText, toastText } from "../ui/safeText.ts";
import { adviceText, checkName, findingText, tookText, verdictName } from "./diagnosisText.ts";

/** What a report says besides the checks. */
export interface ReportSurroundings {
  readonly extensionVersion: string;
  /** Name and version of the editor, and where its extensions run. */
  readonly host: string;
  readonly platform: string;
  /** Settings of VS Code that decide about the network, as name and value, without user info. */
  readonly settings: readonly (readonly [name: string, value: string])[];
  readonly at: Date;
}

/**
 * The report as text for a ticket or a colleague. Nothing secret gets here: no key, no password, no path of a file,
 * no contact.
 */
export function diagnosisReport(
  checks: readonly Check[],
  connection: Connection,
  baseUrl: string,
  { extensionVersion, host, platform, settings, at }: ReportSurroundings,
): string {
  const { label, role, readOnly, keySource, network } = connection;
  const own = Object.entries(network ?? {}).flatMap(([name, value]) => (value === undefined ? [] : [name]));
  const lines = [
    `# MaiAgent Contacts: ${labelText(label)}`,
    "",
    `- ${at.toISOString()}`,
    `- MaiAgent Contacts ${extensionVersion}, ${host}, ${platform}`,
    `- ${baseUrl} (${role}${readOnly ? ", readOnly" : ""}, keySource: ${keySource})`,
    `- network: ${own.length === 0 ? "-" : own.join(", ")}`,
    ...settings.map(([name, value]) => `- ${name}: ${value}`),
    "",
    ...checks.map((check) => {
      const { name, verdict, milliseconds } = check;
      const text = [findingText(check.finding), adviceText(check)].filter((part) => part !== "").join(" ");
      return `- **${checkName(name)}** (${verdictName(verdict)}, ${tookText(milliseconds)}): ${toastText(text)}`;
    }),
  ];
  return `${lines.join("\n")}\n`;
}
