import * as vscode from "vscode";
import type { NetworkSecrets } from "../state/networkPaths.ts";
import { labelText, valueText } from "../ui/safeText.ts";
import type { CommandTable } from "./commandTypes.ts";
import type { CommandContext } from "./context.ts";
import { connectionFor } from "./targets.ts";

/** Commands about the network path of a connection. */
export function networkCommands(context: CommandContext): Pick<CommandTable, "maiagent.setNetworkSecrets"> {
  const { clients, connections, networks } = context;
  return {
    "maiagent.setNetworkSecrets": async (target) => {
      if (!connections.all.some(({ network }) => network)) {
        const open = vscode.l10n.t("Open Settings");
        const choice = await vscode.window.showInformationMessage(
          vscode.l10n.t(
            "No connection has a network path of its own. Its proxy, CA file or client certificate are named in the setting maiagent.connections.",
          ),
          open,
        );
        if (choice === open) {
          await vscode.commands.executeCommand("workbench.action.openSettings", "maiagent.connections");
        }
        return;
      }
      const title = vscode.l10n.t("Set Proxy Password or Key Passphrase");
      const connection = await connectionFor(context, target, title, {
        among: ({ network }) => network !== undefined,
      });
      const { network } = connection;
      const heading = `${title}: ${labelText(connection.label)}`;
      let secrets: NetworkSecrets = {};
      if (network?.proxy !== undefined) {
        const proxy = valueText(network.proxy);
        const user = await ask(
          heading,
          vscode.l10n.t("User name for the proxy {0}; empty for none.", proxy),
          false,
        );
        if (user !== "") {
          const prompt = vscode.l10n.t(
            "Password for the proxy {0}. It is kept in the system's secret storage.",
            proxy,
          );
          secrets = { user, password: await ask(heading, prompt, true) };
        }
      }
      if (network?.clientKeyFile !== undefined || network?.clientCertificateFile !== undefined) {
        const prompt = vscode.l10n.t(
          "Passphrase of the client's private key; empty for none. It is kept in the system's secret storage.",
        );
        const passphrase = await ask(heading, prompt, true);
        secrets = passphrase === "" ? secrets : { ...secrets, passphrase };
      }
      await networks.store(connection, secrets);
      clients.drop(connection.id);
    },
  };
}

/** @throws CancellationError when the question was dismissed */
async function ask(title: string, prompt: string, password: boolean): Promise<string> {
  const typed = await vscode.window.showInputBox({ title, prompt, password, ignoreFocusOut: true });
  if (typed === undefined) {
    throw new vscode.CancellationError();
  }
  return typed;
}
