import * as vscode from "vscode";
import { UnknownConnectionError } from "../../state/clients.ts";
import { labelText } from "../../ui/safeText.ts";
import type { SeedRun } from "../engine/seed/seedRuns.ts";
import { cleanUpRun } from "./cleanUpFlow.ts";
import type { SeedContext } from "./seedContext.ts";
import { runTable } from "./seedTables.ts";

interface RunItem extends vscode.QuickPickItem {
  readonly run: SeedRun | undefined;
}

/** Lists the runs of this machine with counts and age; one is shown, or cleaned up by its button. */
export async function pickSeedRun(context: SeedContext): Promise<void> {
  const runs = await context.runs.list();
  const cleanUp: vscode.QuickInputButton = {
    iconPath: new vscode.ThemeIcon("trash"),
    tooltip: vscode.l10n.t("Clean Up…"),
  };
  const picker = vscode.window.createQuickPick<RunItem>();
  picker.title = vscode.l10n.t("Seed Runs");
  picker.placeholder =
    runs.length === 0
      ? vscode.l10n.t("Nothing was seeded from this machine yet.")
      : vscode.l10n.t("Seed run");
  picker.matchOnDescription = true;
  picker.matchOnDetail = true;
  picker.items = itemsOf(runs, cleanUp);
  const chosen = await new Promise<{ readonly run: SeedRun; readonly isCleanUp: boolean } | undefined>(
    (resolve) => {
      picker.onDidAccept(() => {
        const run = picker.selectedItems[0]?.run;
        resolve(run && { run, isCleanUp: false });
      });
      picker.onDidTriggerItemButton(({ item }) => resolve(item.run && { run: item.run, isCleanUp: true }));
      picker.onDidHide(() => resolve(undefined));
      picker.show();
    },
  );
  picker.dispose();
  if (chosen?.isCleanUp === true) {
    await cleanUpRun(context, chosen.run);
  } else if (chosen) {
    show(context, chosen.run);
  }
}

function itemsOf(runs: readonly SeedRun[], cleanUp: vscode.QuickInputButton): readonly RunItem[] {
  const left = runs.filter((run) => leftOf(run) > 0);
  const done = runs.filter((run) => leftOf(run) === 0);
  const section = (label: string): RunItem => ({
    label,
    kind: vscode.QuickPickItemKind.Separator,
    run: undefined,
  });
  return [
    ...(left.length === 0 ? [] : [section(vscode.l10n.t("still on the server"))]),
    ...left.map((run) => ({ ...itemOf(run), buttons: [cleanUp] })),
    ...(done.length === 0 ? [] : [section(vscode.l10n.t("nothing left"))]),
    ...done.map(itemOf),
  ];
}

const leftOf = ({ created, open }: SeedRun): number => created.length + open.length;

function itemOf(run: SeedRun): RunItem {
  const { header, created, open, updated, deleted, isEnded, wasCancelled, failed } = run;
  const number = (value: number) => value.toLocaleString(vscode.env.language);
  const counts = [
    vscode.l10n.t("{0} created", number(created.length + deleted)),
    ...(updated.size > 0 ? [vscode.l10n.t("{0} updated", number(updated.size))] : []),
    ...(deleted > 0 ? [vscode.l10n.t("{0} deleted", number(deleted))] : []),
    ...(failed > 0 ? [vscode.l10n.t("{0} failed", number(failed))] : []),
    ...(open.length > 0 ? [vscode.l10n.t("{0} not certain", number(open.length))] : []),
    ...(isEnded ? (wasCancelled ? [vscode.l10n.t("cancelled")] : []) : [vscode.l10n.t("cut off")]),
  ];
  return {
    label: labelText(header.recipe),
    description: [ageText(Date.now() - header.startedAt), ...counts].join(" · "),
    detail: labelText(header.connectionLabel),
    iconPath: new vscode.ThemeIcon(leftOf(run) > 0 ? "beaker" : "pass"),
    run,
  };
}

/** Such as `3 days ago`. */
export function ageText(milliseconds: number): string {
  const minutes = Math.max(0, Math.floor(milliseconds / 60_000));
  const relative = new Intl.RelativeTimeFormat(vscode.env.language, { numeric: "auto" });
  if (minutes < 1) {
    return vscode.l10n.t("just now");
  }
  if (minutes < 60) {
    return relative.format(-minutes, "minute");
  }
  const hours = Math.floor(minutes / 60);
  return hours < 24 ? relative.format(-hours, "hour") : relative.format(-Math.floor(hours / 24), "day");
}

function show(context: SeedContext, run: SeedRun): void {
  const { connectionId, recipeUri } = run.header;
  const connection = context.connections.get(connectionId);
  if (!connection) {
    throw new UnknownConnectionError(connectionId);
  }
  context.tables.show(recipeUri, runTable(run, connection), {
    action: () => {
      void vscode.commands.executeCommand("maiagent.cleanUpSeed", run.header.id);
    },
    open: (id) => context.openContact(connection.id, id),
  });
}
