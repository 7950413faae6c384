import * as vscode from "vscode";
import { type CopyForm, formLabel, isSameForm } from "./copyForm.ts";

type FormItem = vscode.QuickPickItem & { readonly form?: CopyForm };

/**
 * Asks what to copy as, in one list: the form that was used last, then each request and the data in their groups.
 * @throws vscode.CancellationError when nothing is picked
 */
export async function pickCopyForm(
  forms: readonly CopyForm[],
  { title, last }: { readonly title: string; readonly last: CopyForm | undefined },
): Promise<CopyForm> {
  const picked = await vscode.window.showQuickPick<FormItem>(formItems(forms, last), {
    title,
    placeHolder: vscode.l10n.t("Copy as… The key is never copied: requests read it from MAIAGENT_API_KEY."),
    matchOnDescription: true,
  });
  if (!picked?.form) {
    throw new vscode.CancellationError();
  }
  return picked.form;
}

function formItems(forms: readonly CopyForm[], last: CopyForm | undefined): readonly FormItem[] {
  const again = last && forms.find((form) => isSameForm(form, last));
  const items: FormItem[] = again ? [separator(vscode.l10n.t("last used")), itemOf(again)] : [];
  let group: string | undefined;
  for (const form of forms.filter((other) => other !== again)) {
    const name = groupName(form);
    if (name !== group) {
      items.push(separator(name));
      group = name;
    }
    items.push(itemOf(form));
  }
  return items;
}

function separator(label: string): FormItem {
  return { label, kind: vscode.QuickPickItemKind.Separator };
}

function itemOf(form: CopyForm): FormItem {
  return {
    label: `$(${iconOf(form)}) ${formLabel(form)}`,
    // While somebody types, rows stand without their group.
    ...(form.kind === "request" ? { description: form.method } : {}),
    form,
  };
}

function groupName(form: CopyForm): string {
  if (form.kind !== "request") {
    return vscode.l10n.t("data");
  }
  switch (form.method) {
    case "GET":
      return vscode.l10n.t("request that reads it");
    case "PATCH":
      return vscode.l10n.t("request that saves what you changed");
    case "POST":
      return vscode.l10n.t("request that creates the same contact");
  }
}

function iconOf(form: CopyForm): string {
  switch (form.kind) {
    case "fixture":
      return "json";
    case "typescript":
      return "symbol-interface";
    case "ids":
      return "symbol-key";
    case "request":
      return ["curlBash", "curlPowerShell"].includes(form.language)
        ? "terminal"
        : form.language === "http"
          ? "globe"
          : "code";
  }
}
