import * as vscode from "vscode";
import { parseApiKey } from "../api/apiKey.ts";
import { DEFAULT_BASE_URL, originOf, parseBaseUrl } from "../api/baseUrl.ts";
import { InvalidInputError, NotFoundError } from "../api/errors.ts";
import { type Connection, connectionIdFor, SANDBOX_ID } from "../model/connection.ts";
import { confirmDestructive } from "../ui/confirmDestructive.ts";
import { describeError } from "../ui/describeError.ts";
import { describeInput } from "../ui/describeInput.ts";
import { roleName } from "../ui/roleName.ts";
import { labelText, toastText, valueText } from "../ui/safeText.ts";
import type { CommandTable } from "./commandTypes.ts";
import type { CommandContext } from "./context.ts";
import { connectionFor } from "./targets.ts";

type ConnectionCommands = Pick<
  CommandTable,
  | "maiagent.addConnection"
  | "maiagent.editConnection"
  | "maiagent.removeConnection"
  | "maiagent.switchConnection"
  | "maiagent.setKey"
  | "maiagent.signOut"
  | "maiagent.trySampleData"
  | "maiagent.resetSampleData"
>;

/** A key that the API took, and the connection it took it at: its address may have been mended meanwhile. */
interface Tried {
  readonly connection: Connection;
  readonly apiKey: string;
}

const isReal = ({ id }: Connection) => id !== SANDBOX_ID;

export function connectionCommands(context: CommandContext): ConnectionCommands {
  const { clients, connections, contacts, keys, networks, sandbox } = context;

  /** Asks until the key works or the user gives up; nothing is stored before the API took it. */
  const askForKey = async (connection: Connection): Promise<Tried> => {
    let failure: string | undefined;
    for (;;) {
      const typed = await vscode.window.showInputBox({
        title: vscode.l10n.t("API key for {0}", labelText(connection.label)),
        prompt:
          failure ??
          vscode.l10n.t(
            "It is tried against {0}, then kept in the system's secret storage.",
            originOf(connection.baseUrl),
          ),
        password: true,
        ignoreFocusOut: true,
        validateInput: (value) => (value === "" ? undefined : inputProblem(() => parseApiKey(value))),
      });
      if (typed === undefined) {
        throw new vscode.CancellationError();
      }
      const problem = inputProblem(() => parseApiKey(typed));
      if (problem !== undefined) {
        failure = problem;
        continue;
      }
      const apiKey = parseApiKey(typed);
      failure = await tryKey(connection, apiKey);
      if (failure === undefined) {
        return { connection, apiKey };
      }
      const again = vscode.l10n.t("Enter Another Key");
      const edit = vscode.l10n.t("Change Address");
      const choice = await vscode.window.showErrorMessage(toastText(failure), again, edit);
      if (choice === edit) {
        return askForKey({ ...connection, baseUrl: await askForBaseUrl(connection.baseUrl) });
      }
      if (choice !== again) {
        throw new vscode.CancellationError();
      }
    }
  };

  /** Undefined when the API took the key, else why not. */
  const tryKey = async (connection: Connection, apiKey: string): Promise<string | undefined> =>
    vscode.window.withProgress(
      {
        location: vscode.ProgressLocation.Notification,
        title: toastText(vscode.l10n.t("Trying the key at {0}…", originOf(connection.baseUrl))),
        cancellable: true,
      },
      async (_, token) => {
        const trial = await clients.trial(connection, apiKey);
        const subscription = token.onCancellationRequested(() => trial.dispose());
        try {
          await trial.contacts.list({ pageSize: 1 });
          return undefined;
        } catch (error) {
          if (token.isCancellationRequested) {
            throw new vscode.CancellationError();
          }
          context.log.failure("try key", error);
          return error instanceof NotFoundError
            ? vscode.l10n.t(
                "There is no contacts API at {0} (404). The address usually ends in /api.",
                valueText(connection.baseUrl),
              )
            : describeError(error).message;
        } finally {
          subscription.dispose();
          trial.dispose();
        }
      },
    );

  return {
    "maiagent.addConnection": async () => {
      const label = await askForLabel("");
      const baseUrl = await askForBaseUrl(DEFAULT_BASE_URL);
      const role = await askForRole("development");
      const readOnly = await askForAccess(role === "production");
      const id = connectionIdFor(label, new Set(connections.all.map((connection) => connection.id)));
      const tried = await askForKey({ id, label, baseUrl, role, readOnly, keySource: "secret" });
      await keys.set(tried.connection, tried.apiKey);
      await connections.save(tried.connection);
      await connections.switchTo(id);
      await vscode.commands.executeCommand("maiagent.contacts.focus");
    },

    "maiagent.editConnection": async (target) => {
      const title = vscode.l10n.t("Edit Connection");
      const connection = await connectionFor(context, target, title, { always: true, among: isReal });
      const label = await askForLabel(connection.label);
      const baseUrl = await askForBaseUrl(connection.baseUrl);
      const role = await askForRole(connection.role);
      const readOnly = await askForAccess(connection.readOnly);
      const edited: Connection = { ...connection, label, baseUrl, role, readOnly };
      // The key belongs to the origin: another origin has none until one is entered and tried.
      if (originOf(baseUrl) === originOf(connection.baseUrl) || connection.keySource === "environment") {
        await connections.save(edited);
        return;
      }
      const tried = await askForKey(edited);
      await keys.set(tried.connection, tried.apiKey);
      await connections.save(tried.connection);
      if (originOf(tried.connection.baseUrl) !== originOf(connection.baseUrl)) {
        await keys.delete(connection);
      }
    },

    "maiagent.removeConnection": async (target) => {
      const connection = await connectionFor(context, target, vscode.l10n.t("Remove Connection"), {
        always: true,
      });
      const isConfirmed = await confirmDestructive({
        question: vscode.l10n.t("Remove the connection {0}?", valueText(connection.label)),
        detail: [
          vscode.l10n.t("Its API key is deleted from this machine. Contacts on the server stay as they are."),
        ],
        button: vscode.l10n.t("Remove"),
        word: connection.label,
      });
      if (isConfirmed) {
        if (isReal(connection)) {
          await keys.delete(connection);
          await networks.forget(connection);
        }
        await connections.remove(connection.id);
        context.memory.forgetConnection(connection.id);
        clients.drop(connection.id);
      }
    },

    "maiagent.switchConnection": async (target) => {
      const connection = await connectionFor(context, target, vscode.l10n.t("Switch Connection"), {
        always: true,
      });
      await connections.switchTo(connection.id);
    },

    "maiagent.setKey": async (target) => {
      const connection = await connectionFor(context, target, vscode.l10n.t("Set API Key"), {
        always: true,
        among: isReal,
      });
      if (connection.keySource === "environment") {
        await vscode.window.showInformationMessage(
          toastText(
            vscode.l10n.t(
              "{0} takes its key from the variable MAIAGENT_API_KEY. Set that and restart VS Code.",
              valueText(connection.label),
            ),
          ),
        );
        return;
      }
      const tried = await askForKey(connection);
      await keys.set(tried.connection, tried.apiKey);
      await connections.save(tried.connection);
      clients.drop(connection.id);
      vscode.window.setStatusBarMessage(vscode.l10n.t("The new API key works and is stored."), 5000);
    },

    "maiagent.signOut": async (target) => {
      const connection = await connectionFor(context, target, vscode.l10n.t("Sign Out"), {
        always: true,
        among: isReal,
      });
      await keys.delete(connection);
      clients.drop(connection.id);
    },

    "maiagent.trySampleData": async () => {
      await sandbox.start();
      await connections.setSandbox(true);
      await connections.switchTo(SANDBOX_ID);
      await vscode.commands.executeCommand("maiagent.contacts.focus");
    },

    "maiagent.resetSampleData": async () => {
      if (!connections.isSandboxOn) {
        await vscode.window.showInformationMessage(vscode.l10n.t("The sample data is not in use."));
        return;
      }
      const isConfirmed = await confirmDestructive({
        question: vscode.l10n.t("Reset the sample data?"),
        detail: [vscode.l10n.t("Contacts you created, changed or deleted there go back to how they were.")],
        button: vscode.l10n.t("Reset"),
        word: connections.get(SANDBOX_ID)?.label ?? SANDBOX_ID,
      });
      if (isConfirmed) {
        await sandbox.reset();
        contacts.refreshConnection(SANDBOX_ID);
      }
    },
  };
}

async function askForLabel(value: string): Promise<string> {
  return answered(
    vscode.window.showInputBox({
      title: vscode.l10n.t("Connection (1 of 4): Name"),
      prompt: vscode.l10n.t("Shown in the tree, the editor and the status bar."),
      placeHolder: vscode.l10n.t("for example MaiAgent TW"),
      value,
      ignoreFocusOut: true,
      validateInput: (text) =>
        text.trim() === "" || text.length > 80
          ? vscode.l10n.t("Enter a name of 1 to 80 characters.")
          : undefined,
    }),
  );
}

async function askForBaseUrl(value: string): Promise<string> {
  const typed = await answered(
    vscode.window.showInputBox({
      title: vscode.l10n.t("Connection (2 of 4): Address of the API"),
      prompt: vscode.l10n.t("Private deployments have their own. It usually ends in /api."),
      value,
      ignoreFocusOut: true,
      validateInput: (text) => inputProblem(() => parseBaseUrl(text)),
    }),
  );
  return parseBaseUrl(typed);
}

async function askForRole(current: Connection["role"]): Promise<Connection["role"]> {
  const details = {
    development: vscode.l10n.t("For work that may break things."),
    staging: vscode.l10n.t("Like production, without customers."),
    production: vscode.l10n.t("Real people. Marked red, so that nobody mistakes it."),
  };
  const roles = ["development", "staging", "production"] as const;
  const picked = await answered(
    vscode.window.showQuickPick(
      [...roles]
        .sort((role) => (role === current ? -1 : 0))
        .map((role) => ({ label: roleName(role), detail: details[role], role })),
      { title: vscode.l10n.t("Connection (3 of 4): Role"), ignoreFocusOut: true },
    ),
  );
  return picked.role;
}

async function askForAccess(readOnlyFirst: boolean): Promise<boolean> {
  const choices = [
    { label: vscode.l10n.t("Read and write"), readOnly: false },
    {
      label: vscode.l10n.t("Read-only"),
      detail: vscode.l10n.t("Every change is refused before a request is sent."),
      readOnly: true,
    },
  ];
  const picked = await answered(
    vscode.window.showQuickPick(readOnlyFirst ? choices.reverse() : choices, {
      title: vscode.l10n.t("Connection (4 of 4): Access"),
      ignoreFocusOut: true,
    }),
  );
  return picked.readOnly;
}

/** @throws vscode.CancellationError when the question was dismissed. */
async function answered<T>(question: Thenable<T | undefined>): Promise<T> {
  const answer = await question;
  if (answer === undefined) {
    throw new vscode.CancellationError();
  }
  return answer;
}

function inputProblem(parse: () => unknown): string | undefined {
  try {
    parse();
    return undefined;
  } catch (error) {
    if (error instanceof InvalidInputError) {
      return describeInput(error);
    }
    throw error;
  }
}
