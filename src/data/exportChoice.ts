import * as vscode from "vscode";
import { fieldName } from "../ui/fieldName.ts";
import {
  EXPORT_FIELDS,
  type ExportField,
  type ExportFormat,
  type ExportShape,
} from "./engine/export/exportedFields.ts";

/** Everything that an export asks before it begins. */
export interface ExportChoice {
  readonly shape: ExportShape;
  readonly uri: vscode.Uri;
}

/**
 * Asks for format, fields and place.
 *
 * @param given - what a caller has decided already
 * @param name - suggested name of the file, without its ending
 * @throws vscode.CancellationError when a question is dismissed
 */
export async function askExportChoice(
  title: string,
  name: string,
  given: { readonly format?: ExportFormat | undefined; readonly uri?: vscode.Uri | undefined },
): Promise<ExportChoice> {
  const format = given.format ?? (await askFormat(title));
  const shape = given.format ? shapeOf(format, EXPORT_FIELDS, true) : await askFields(title, format);
  return { shape, uri: given.uri ?? (await askPlace(name, format)) };
}

async function askFormat(title: string): Promise<ExportFormat> {
  const items: readonly (vscode.QuickPickItem & { readonly format: ExportFormat })[] = [
    {
      format: "csv",
      label: "CSV",
      iconPath: new vscode.ThemeIcon("table"),
      detail: vscode.l10n.t(
        "For spreadsheets. Cells that would run as a formula are guarded by an apostrophe.",
      ),
    },
    {
      format: "json",
      label: "JSON",
      iconPath: new vscode.ThemeIcon("json"),
      detail: vscode.l10n.t("One list, values as the server sent them, to the last digit."),
    },
    {
      format: "ndjson",
      label: "NDJSON",
      iconPath: new vscode.ThemeIcon("list-flat"),
      detail: vscode.l10n.t("One contact a line, for scripts and large numbers."),
    },
  ];
  const picked = await vscode.window.showQuickPick(items, {
    title,
    placeHolder: vscode.l10n.t("Format of the file"),
  });
  if (!picked) {
    throw new vscode.CancellationError();
  }
  return picked.format;
}

async function askFields(title: string, format: ExportFormat): Promise<ExportShape> {
  const unknown = {
    label: vscode.l10n.t("Other fields"),
    description: vscode.l10n.t("whatever else the server sends"),
    field: undefined,
    picked: true,
  };
  const picked = await vscode.window.showQuickPick(
    [
      ...EXPORT_FIELDS.filter((field) => format === "csv" || field !== "inboxNames").map((field) => ({
        label: columnName(field),
        description: field,
        field,
        picked: true,
      })),
      ...(format === "csv" ? [] : [unknown]),
    ],
    {
      title,
      canPickMany: true,
      placeHolder: vscode.l10n.t("Fields to write. Credentials are never exported."),
    },
  );
  if (!picked || picked.length === 0) {
    throw new vscode.CancellationError();
  }
  return shapeOf(
    format,
    picked.flatMap(({ field }) => (field ? [field] : [])),
    picked.includes(unknown),
  );
}

function shapeOf(format: ExportFormat, fields: readonly ExportField[], unknownFields: boolean): ExportShape {
  return { format, fields, unknownFields };
}

async function askPlace(name: string, format: ExportFormat): Promise<vscode.Uri> {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  const fileName = `${name}.${format}`;
  const uri = await vscode.window.showSaveDialog({
    title: vscode.l10n.t("Export Contacts"),
    saveLabel: vscode.l10n.t("Export"),
    ...(folder ? { defaultUri: vscode.Uri.joinPath(folder, fileName) } : {}),
    filters: { [format.toUpperCase()]: format === "ndjson" ? ["ndjson", "jsonl"] : [format] },
  });
  if (!uri) {
    throw new vscode.CancellationError();
  }
  return uri;
}

/** An export tells the two forms of inboxes apart. */
function columnName(field: ExportField): string {
  switch (field) {
    case "inboxes":
      return vscode.l10n.t("Inboxes (IDs)");
    case "inboxNames":
      return vscode.l10n.t("Inboxes (names)");
    default:
      return fieldName(field);
  }
}
