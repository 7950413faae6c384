import * as vscode from "vscode";
import { systemClock } from "../api/clock.ts";
import type { Check } from "../api/diagnosis/checks.ts";
import { diagnoseConnection } from "../api/diagnosis/diagnoseConnection.ts";
import { machineAuthorities, type TlsIdentity } from "../api/diagnosis/networkProbes.ts";
import { proxyDecision } from "../api/diagnosis/proxyDecision.ts";
import { TablePanels } from "../data/table/tablePanel.ts";
import type { Connection } from "../model/connection.ts";
import { NetworkSettingError } from "../state/networkPaths.ts";
import { labelText, toastText } from "../ui/safeText.ts";
import type { CommandTable } from "./commandTypes.ts";
import type { CommandContext } from "./context.ts";
import { diagnosisReport, type ReportSurroundings } from "./diagnosisReport.ts";
import { diagnosisTable } from "./diagnosisTable.ts";
import { checkName } from "./diagnosisText.ts";
import { connectionFor } from "./targets.ts";

const NETWORK_SETTINGS = ["proxy", "proxySupport", "noProxy", "systemCertificates"] as const;

/** Looks at a connection from the proxy to the server's clock and shows what was found. */
export function diagnoseCommand(context: CommandContext): Pick<CommandTable, "maiagent.diagnoseConnection"> {
  const tables = new TablePanels(context.extensionUri);

  const run = async (connection: Connection): Promise<void> => {
    const baseUrl = await context.clients.baseUrlOf(connection);
    const checks = await withProgress(connection, (signal, report) =>
      diagnose(context, connection, { baseUrl, signal, report }),
    );
    const failed = checks.filter(({ verdict }) => verdict === "failed").map(({ name }) => name);
    context.log.note(`diagnosis: ${failed.length === 0 ? "nothing failed" : `failed: ${failed.join(", ")}`}`);
    tables.show(connection.id, diagnosisTable(checks, connection, baseUrl), {
      open: () => undefined,
      action: (id) => {
        switch (id) {
          case "copy":
            void copyReport(diagnosisReport(checks, connection, baseUrl, surroundings(context)));
            break;
          case "again":
            // Through the commands, whose registration says what went wrong.
            void vscode.commands.executeCommand("maiagent.diagnoseConnection", connection.id);
            break;
          case "setKey":
            void vscode.commands.executeCommand("maiagent.setKey", connection.id);
            break;
          case "settings":
            void vscode.commands.executeCommand(
              "workbench.action.openSettings",
              `@id:${[...NETWORK_SETTINGS.map((name) => `http.${name}`), "maiagent.connections"].join(",")}`,
            );
            break;
        }
      },
    });
  };

  return {
    "maiagent.diagnoseConnection": async (target) => {
      await run(await connectionFor(context, target, vscode.l10n.t("Diagnose Connection"), { always: true }));
    },
  };
}

async function diagnose(
  { clients, networks }: CommandContext,
  connection: Connection,
  options: {
    readonly baseUrl: string;
    readonly signal: AbortSignal;
    readonly report: (text: string) => void;
  },
): Promise<readonly Check[]> {
  const { baseUrl, signal, report } = options;
  const http = vscode.workspace.getConfiguration("http");
  const hasSystem = http.get("systemCertificates", true);
  let identity: TlsIdentity = { ca: machineAuthorities(hasSystem) };
  let authorization: string | undefined;
  try {
    const own = await networks.networkOf(connection);
    if (own) {
      // Such a path trusts what the system trusts in any case.
      identity = { ...own, ca: [...machineAuthorities(true), ...own.ca] };
      authorization = own.proxy?.authorization;
    }
  } catch (error) {
    // Making the client fails with the same error, which is then told as a check's finding.
    if (!(error instanceof NetworkSettingError)) {
      throw error;
    }
  }
  const decision = proxyDecision(baseUrl, {
    own: connection.network?.proxy,
    hasOwnPath: connection.network !== undefined,
    proxy: http.get<string>("proxy"),
    proxySupport: http.get<string>("proxySupport"),
    noProxy: http.get<readonly string[]>("noProxy") ?? [],
    environment: process.env,
  });
  return diagnoseConnection({
    baseUrl,
    decision:
      decision.way === "proxy" && authorization !== undefined ? { ...decision, authorization } : decision,
    identity,
    client: (observe) => clients.probe(connection.id, observe),
    clock: systemClock,
    signal,
    onCheck: (name) => report(checkName(name)),
  });
}

/** @throws vscode.CancellationError when the person cancels */
async function withProgress<T>(
  connection: Connection,
  work: (signal: AbortSignal, report: (text: string) => void) => Promise<T>,
): Promise<T> {
  const abort = new AbortController();
  return vscode.window.withProgress(
    {
      location: vscode.ProgressLocation.Notification,
      title: toastText(vscode.l10n.t("Diagnosing {0}…", labelText(connection.label))),
      cancellable: true,
    },
    async (progress, token) => {
      const subscription = token.onCancellationRequested(() => abort.abort(new vscode.CancellationError()));
      try {
        return await work(abort.signal, (message) => progress.report({ message: toastText(message) }));
      } finally {
        subscription.dispose();
      }
    },
  );
}

async function copyReport(report: string): Promise<void> {
  await vscode.env.clipboard.writeText(report);
  vscode.window.setStatusBarMessage(vscode.l10n.t("The report is on the clipboard."), 5000);
}

function surroundings({ extensionVersion }: CommandContext): ReportSurroundings {
  const http = vscode.workspace.getConfiguration("http");
  const { appName, appHost, remoteName } = vscode.env;
  return {
    extensionVersion,
    host: `${appName} ${vscode.version} (${remoteName ?? appHost})`,
    platform: `${process.platform} ${process.arch}, Node ${process.version}`,
    settings: NETWORK_SETTINGS.map((name) => [
      `http.${name}`,
      withoutUserInfo(JSON.stringify(http.get(name))),
    ]),
    at: new Date(systemClock.now()),
  };
}

/** A proxy's address may hold a name and a password. */
function withoutUserInfo(text: string): string {
  return text.replaceAll(/(^|\/\/|["\s,])[^/"\s,@]*(?::[^"\s,@]*)?@/gu, "$1***@");
}
