import * as vscode from "vscode";
import {
  AmbiguousWriteError,
  ApiError,
  AuthenticationError,
  ClientClosedError,
  InvalidInputError,
  NetworkError,
  NotFoundError,
  PermissionError,
  RateLimitError,
  ReadOnlyError,
  RedirectError,
  ResponseShapeError,
  ServerError,
} from "../api/errors.ts";
import { ContactSyntaxError } from "../model/contactText.ts";
import { UnknownConnectionError } from "../state/clients.ts";
import { ProductionToolError } from "../state/toolWrites.ts";
import { ProductionLockedError } from "../state/writeUnlock.ts";
import { OtherServerError } from "../state/historyOrigin.ts";
import { SecretStorageError } from "../state/connectionSecrets.ts";
import { KeyNotStoredError, MissingKeyError } from "../state/keyStore.ts";
import { NetworkSettingError } from "../state/networkPaths.ts";
import { DescribedError } from "./describedError.ts";
import { describeInput } from "./describeInput.ts";
import { valueText } from "./safeText.ts";
import { storageReason } from "./storageReason.ts";

/** An error in a person's words. `message` says what failed, why and what to do; it is safe in a notification. */
export interface ErrorDescription {
  readonly message: string;
  /** Setting another key may mend it. */
  readonly needsKey: boolean;
}

/** Never fails; what it does not know is called an unexpected error, and the log has its stack. */
export function describeError(error: unknown): ErrorDescription {
  const needsKey =
    error instanceof AuthenticationError ||
    error instanceof PermissionError ||
    error instanceof MissingKeyError;
  return { message: messageOf(error), needsKey };
}

function messageOf(error: unknown): string {
  if (error instanceof DescribedError) {
    return error.message;
  }
  if (error instanceof ApiError) {
    return apiMessage(error);
  }
  if (error instanceof NetworkError) {
    return networkMessage(error);
  }
  if (error instanceof ResponseShapeError) {
    return shapeMessage(error);
  }
  if (error instanceof RedirectError) {
    return vscode.l10n.t(
      "The server redirects to {0}, which is not followed. Use the right address in the connection.",
      valueText(error.target),
    );
  }
  if (error instanceof ReadOnlyError) {
    return vscode.l10n.t("The connection is read-only, so nothing was sent.");
  }
  if (error instanceof ProductionLockedError) {
    return vscode.l10n.t(
      "{0} is a production connection and locked against bulk changes, so nothing was sent.",
      valueText(error.connection.label),
    );
  }
  if (error instanceof ProductionToolError) {
    return vscode.l10n.t(
      "{0} is a production connection: tools of language models change nothing there, so nothing was sent.",
      valueText(error.connection.label),
    );
  }
  if (error instanceof AmbiguousWriteError) {
    return vscode.l10n.t(
      "The connection broke while the contact was being created. It may exist: look before you create it again.",
    );
  }
  if (error instanceof InvalidInputError) {
    return describeInput(error);
  }
  if (error instanceof NetworkSettingError) {
    return networkSettingMessage(error);
  }
  if (error instanceof MissingKeyError) {
    return vscode.l10n.t("The connection has no API key on this machine. Set one.");
  }
  if (error instanceof UnknownConnectionError) {
    return vscode.l10n.t(
      "The connection “{0}” is not set up here. Add it again to go on.",
      valueText(error.connectionId),
    );
  }
  if (error instanceof KeyNotStoredError) {
    return vscode.l10n.t(
      "The operating system's secret storage did not keep the key, so the key was not saved. Check its keyring.",
    );
  }
  if (error instanceof SecretStorageError) {
    return vscode.l10n.t(
      "The operating system's secret storage does not work, so no key could be read or kept. Unlock or set up its keyring and try again.",
    );
  }
  if (error instanceof ClientClosedError) {
    return vscode.l10n.t(
      "The connection was changed or removed meanwhile, so nothing more was sent. Start again to go on.",
    );
  }
  if (error instanceof OtherServerError) {
    return vscode.l10n.t(
      "This was recorded on {0}, and the connection {1} points to another server now. Nothing was changed.",
      valueText(error.origin),
      valueText(error.label),
    );
  }
  if (error instanceof ContactSyntaxError) {
    return vscode.l10n.t("The contact's JSON in the editor has an error. Mend it there first.");
  }
  if (error instanceof Error && error.name === "ChildrenTimeoutError") {
    return vscode.l10n.t("The server did not answer in time.");
  }
  const reason = storageReason(error);
  if (reason !== undefined) {
    return vscode.l10n.t(
      "This machine could not keep or read what is needed for it: {0}. Make room or mend the folder and try again.",
      valueText(reason),
    );
  }
  return vscode.l10n.t("An unexpected error happened. The log says where.");
}

function apiMessage(error: ApiError): string {
  const said = error.detail ? ` ${vscode.l10n.t("The server said: {0}", valueText(error.detail))}` : "";
  if (error instanceof AuthenticationError || error instanceof PermissionError) {
    return vscode.l10n.t("The API key was refused.") + said;
  }
  if (error instanceof NotFoundError) {
    return vscode.l10n.t("The server does not know this contact or address (404).") + said;
  }
  if (error instanceof RateLimitError) {
    return vscode.l10n.t("The server asks for a pause: too many requests. Try again in a moment.");
  }
  if (error instanceof ServerError) {
    return vscode.l10n.t("The server failed ({0}). Try again in a moment.", error.status);
  }
  const first = error.fieldErrors[0];
  if (first) {
    const field = first.path.length === 0 ? "" : `${valueText(String(first.path[0]))}: `;
    return vscode.l10n.t("The server refused it. {0}", field + valueText(first.messages[0] ?? ""));
  }
  return vscode.l10n.t("The server refused it ({0}).", error.status) + said;
}

function networkSettingMessage({ connection, setting, problem }: NetworkSettingError): string {
  const where = `network.${setting}`;
  const label = valueText(connection.label);
  switch (problem) {
    case "path":
      return vscode.l10n.t(
        "{0} of the connection {1} has to be an absolute path or begin with ~/. Change it in the setting maiagent.connections.",
        where,
        label,
      );
    case "unreadable":
      return vscode.l10n.t(
        "The file in {0} of the connection {1} cannot be read. Check the path in the setting maiagent.connections.",
        where,
        label,
      );
    case "notPem":
      return vscode.l10n.t(
        "The file in {0} of the connection {1} is not in PEM form, which begins with -----BEGIN.",
        where,
        label,
      );
    case "mismatch":
      return vscode.l10n.t(
        "Certificate, private key and passphrase of the connection {1} do not fit together ({0}). A passphrase is entered with the command 'Set Proxy Password or Key Passphrase'.",
        where,
        label,
      );
  }
}

function networkMessage({ reason, code }: NetworkError): string {
  switch (reason) {
    case "hostNotFound":
      return vscode.l10n.t("The host was not found. Check the connection's address and the network.");
    case "refused":
      return vscode.l10n.t("Nothing answers at the connection's address. Check host and port.");
    case "certificate":
      return vscode.l10n.t(
        "The server's certificate is not trusted. Install your company's certificate in the system, check the setting http.systemCertificates, or name its file in network.caFile of the connection.",
      );
    case "proxy":
      return code === "PROXY_407"
        ? vscode.l10n.t(
            "The proxy asks for a user name and password. Enter them with the command 'Set Proxy Password or Key Passphrase'.",
          )
        : vscode.l10n.t(
            "The proxy refused the connection. Check the setting http.proxy, or network.proxy of the connection.",
          );
    case "timeout":
      return vscode.l10n.t("The server did not answer in time.");
    case "offline":
    case "reset":
    case "unknown":
      return vscode.l10n.t("MaiAgent cannot be reached. Check the network and the setting http.proxy.");
  }
}

function shapeMessage({ reason }: ResponseShapeError): string {
  switch (reason) {
    case "html":
      return vscode.l10n.t(
        "A web page answered instead of the API: a proxy, a login page, or an address without /api.",
      );
    case "tooLarge":
    case "tooDeep":
      return vscode.l10n.t("The answer is larger than any contact should be, so reading it was stopped.");
    case "truncated":
      return vscode.l10n.t("The answer broke off in the middle. Try again.");
    case "contentType":
    case "notJson":
    case "encoding":
    case "schema":
      return vscode.l10n.t("The answer is not what the MaiAgent API sends. Check the connection's address.");
  }
}
