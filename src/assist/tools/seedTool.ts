import * as vscode from "vscode";
import type { Connection } from "../../model/connection.ts";
import { DescribedError } from "../../ui/describedError.ts";
import { placeOf } from "../../ui/placeText.ts";
import { toastText, valueText } from "../../ui/safeText.ts";
import type { HeldPlans } from "../engine/tools/heldPlans.ts";
import { shownJson } from "../engine/tools/plannedChange.ts";
import { TOOL_INPUTS, ToolInputError } from "../engine/tools/toolInput.ts";
import type { ContactTool, ToolWindow } from "./contactTool.ts";
import { assertTrusted, connectionForModel, connectionLine } from "./toolConnection.ts";

/** As many writes as a person can read through before a yes. */
const MOST_WRITES = 100;

/** One request of a seed run. */
export interface SeedWrite {
  readonly method: "POST" | "PATCH";
  readonly path: string;
  /** JSON. */
  readonly body: string;
}

/** A recipe compared with the server: what a run would send. */
export interface SeedProposal {
  readonly recipe: string;
  readonly connection: Connection;
  readonly writes: readonly SeedWrite[];
  readonly unchanged: number;
  /** Contacts that are left alone since they could be real or were changed by somebody. */
  readonly conflicts: number;
  /** Carries it out; what has begun is finished when the signal is aborted. Counts by outcome. */
  readonly run: (signal: AbortSignal) => Promise<Readonly<Record<string, number>>>;
}

/** Seeding as the tool needs it; refuses what tools may not write to before any request. */
export interface ToolSeeding {
  /** @param recipe - a path relative to a workspace folder */
  propose(recipe: vscode.Uri, signal: AbortSignal): Promise<SeedProposal>;
}

/** Seeds a recipe of the workspace: the run that is done is the one that was shown. */
export function seedTool(seeding: ToolSeeding, window: ToolWindow, plans: HeldPlans<string>): ContactTool {
  const propose = async (input: { readonly recipe: string }, signal: AbortSignal) => {
    assertTrusted(window);
    return seeding.propose(recipeUri(input.recipe, window.folders()), signal);
  };
  return {
    prepare: async (raw, signal) => {
      const input = TOOL_INPUTS.maiagent_seedContacts.read(raw);
      const proposal = await propose(input, signal);
      const { recipe, connection, writes, unchanged, conflicts } = proposal;
      if (writes.length === 0) {
        throw new ToolInputError("Nothing to do: every contact of the recipe is there already.");
      }
      if (writes.length > MOST_WRITES) {
        throw new ToolInputError(
          `The recipe would send ${writes.length} requests; a tool sends at most ${MOST_WRITES}, since a confirmation has to show each. Ask the user to run it with the command MaiAgent: Seed.`,
        );
      }
      plans.hold(input, fingerprintOf(proposal));
      const place = placeOf(connection);
      return {
        progress: vscode.l10n.t("Seeding contacts…"),
        question: {
          title: toastText(
            vscode.l10n.t(
              "Seed {0} into {1}? {2} requests are sent.",
              valueText(recipe),
              place,
              writes.length,
            ),
          ),
          lines: [
            connectionLine(connection),
            `${vscode.l10n.t("Recipe")}: ${shownJson(JSON.stringify(input.recipe))}`,
            vscode.l10n.t("Unchanged: {0}. Left alone because of a conflict: {1}.", unchanged, conflicts),
            ...writes.map(
              ({ method, path, body }) =>
                `${method === "POST" ? "+" : "~"} ${method} ${shownJson(path)} ${shownJson(body)}`,
            ),
          ],
        },
      };
    },
    invoke: async (raw, signal) => {
      const input = TOOL_INPUTS.maiagent_seedContacts.read(raw);
      const confirmed = plans.take(input);
      if (confirmed === undefined) {
        throw new DescribedError(
          vscode.l10n.t(
            "Nothing was sent: this change was not confirmed, or too long ago. Ask for it again.",
          ),
        );
      }
      const proposal = await propose(input, signal);
      if (fingerprintOf(proposal) !== confirmed) {
        throw new DescribedError(
          vscode.l10n.t(
            "Nothing was sent: the recipe or the contacts were changed after the confirmation was shown. Ask for it again.",
          ),
        );
      }
      signal.throwIfAborted();
      return { connection: connectionForModel(proposal.connection), outcomes: await proposal.run(signal) };
    },
  };
}

/** Everything that a confirmation shows. */
function fingerprintOf({ connection, writes, unchanged, conflicts, recipe }: SeedProposal): string {
  return JSON.stringify([connection.id, connection.baseUrl, recipe, unchanged, conflicts, writes]);
}

/** @throws ToolInputError for a path that leaves the workspace or is no recipe */
function recipeUri(path: string, folders: readonly vscode.Uri[]): vscode.Uri {
  const parts = path.replaceAll("\\", "/").split("/");
  const [folder] = folders;
  if (!folder) {
    throw new ToolInputError('Wrong input: "recipe" is relative to a workspace folder, and none is open.');
  }
  if (parts.some((part) => part === ".." || part === "." || part === "") || /^[a-z]:/iu.test(path)) {
    throw new ToolInputError('Wrong input: "recipe" has to be a path within the workspace folder.');
  }
  if (!path.endsWith(".maiagent-seed.json")) {
    throw new ToolInputError('Wrong input: "recipe" has to end with .maiagent-seed.json.');
  }
  return vscode.Uri.joinPath(folder, ...parts);
}
