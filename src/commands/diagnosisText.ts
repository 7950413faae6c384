import * as vscode from "vscode";
import type { CertificateProblem, Check, CheckName, Finding, Verdict } from "../api/diagnosis/checks.ts";
import type { ProxyDecision } from "../api/diagnosis/proxyDecision.ts";
import { describeError } from "../ui/describeError.ts";
import { valueText } from "../ui/safeText.ts";

/** What people call a check. */
export function checkName(name: CheckName): string {
  switch (name) {
    case "proxy":
      return vscode.l10n.t("Proxy");
    case "dns":
      return vscode.l10n.t("Name (DNS)");
    case "tcp":
      return vscode.l10n.t("Connection (TCP)");
    case "tls":
      return vscode.l10n.t("Certificate (TLS)");
    case "authentication":
      return vscode.l10n.t("API Key");
    case "contacts":
      return vscode.l10n.t("Contacts");
    case "inboxes":
      return vscode.l10n.t("Inboxes");
    case "pageSize":
      return vscode.l10n.t("Page Size");
    case "clock":
      return vscode.l10n.t("Clock");
  }
}

/** What people call a verdict. */
export function verdictName(verdict: Verdict): string {
  switch (verdict) {
    case "good":
      return vscode.l10n.t("Good");
    case "warning":
      return vscode.l10n.t("Warning");
    case "failed":
      return vscode.l10n.t("Failed");
    case "skipped":
      return vscode.l10n.t("Not Checked");
  }
}

/** What a check found, in one sentence or a few words, made safe. */
export function findingText(finding: Finding): string {
  switch (finding.kind) {
    case "proxy":
      return proxyText(finding.decision);
    case "resolved":
      return valueText(finding.addresses.join(", "));
    case "isAddress":
      return vscode.l10n.t("The address has a number instead of a name.");
    case "proxyResolves":
      return vscode.l10n.t("The name is not known on this machine. The proxy looks it up.");
    case "connected":
      return finding.through === "direct"
        ? vscode.l10n.t("Connected.")
        : vscode.l10n.t("Connected through the proxy.");
    case "untriable":
      return vscode.l10n.t("A proxy of this kind cannot be tried from here.");
    case "plain":
      return vscode.l10n.t("Not encrypted: http is allowed on this machine.");
    case "certificate":
      return certificateText(finding);
    case "keyTaken":
      return vscode.l10n.t("The server takes the key.");
    case "contacts":
      return finding.count === 1
        ? vscode.l10n.t("1 contact")
        : vscode.l10n.t("{0} contacts", numberText(finding.count));
    case "inboxes":
      return finding.source === "inboxes"
        ? vscode.l10n.t("{0} inboxes.", numberText(finding.count))
        : vscode.l10n.t(
            "{0} inboxes, found in contacts: the server does not list inboxes to this key.",
            numberText(finding.count),
          );
    case "pageSize":
      return finding.isCapped
        ? vscode.l10n.t("The server gives at most {0} contacts at a time.", numberText(finding.given))
        : vscode.l10n.t("No limit seen: all {0} contacts came at a time.", numberText(finding.given));
    case "clock":
      return vscode.l10n.t("{0} s apart from the server's.", (Math.abs(finding.skewMs) / 1000).toFixed(0));
    case "noDate":
      return vscode.l10n.t("No answer told the server's time.");
    case "failure":
      return describeError(finding.error).message;
    case "blocked":
      return vscode.l10n.t("Not possible before this works: {0}.", checkName(finding.by));
  }
}

/** What helps, and which setting it is; empty when there is nothing to do, or the finding says it already. */
export function adviceText({ name, verdict, finding }: Check): string {
  if (finding.kind === "certificate" && finding.problem) {
    return certificateAdvice(finding.problem);
  }
  if (finding.kind === "proxy" && verdict === "failed") {
    return vscode.l10n.t("Mend the proxy's address there.");
  }
  if (name === "clock" && verdict === "warning") {
    return vscode.l10n.t("Set this machine's clock: whether a certificate is valid depends on it.");
  }
  return finding.kind === "failure" && verdict === "warning"
    ? vscode.l10n.t("Requests arrive all the same: VS Code knows a way, such as the system's proxy.")
    : "";
}

/** Milliseconds as shown; a dash where nothing was tried. */
export function tookText(milliseconds: number | undefined): string {
  return milliseconds === undefined
    ? "—"
    : vscode.l10n.t("{0} ms", numberText(Math.max(1, Math.round(milliseconds))));
}

function proxyText(decision: ProxyDecision): string {
  if (decision.way === "proxy") {
    return decision.url === ""
      ? vscode.l10n.t("The proxy in {0} is not an address.", decision.from)
      : vscode.l10n.t("Through {0}, which is set in {1}.", valueText(decision.url), decision.from);
  }
  switch (decision.why) {
    case "loopback":
      return vscode.l10n.t("None: the server is on this machine.");
    case "off":
      return vscode.l10n.t("None: http.proxySupport is off.");
    case "excepted":
      return vscode.l10n.t("None: the server is excepted in http.noProxy or NO_PROXY.");
    case "none":
      return vscode.l10n.t("None is set. VS Code may know one from the operating system.");
  }
}

function certificateText({
  issuer,
  validTo,
  protocol,
  problem,
}: Extract<Finding, { kind: "certificate" }>): string {
  const from = valueText(issuer);
  const date = new Date(validTo).toLocaleDateString(vscode.env.language, { dateStyle: "medium" });
  switch (problem) {
    case undefined:
    case "endsSoon":
      return vscode.l10n.t("Issued by {0}, valid until {1} ({2}).", from, date, valueText(protocol));
    case "ended":
      return vscode.l10n.t("No longer valid since {1}. Issued by {0}.", from, date);
    case "notYetValid":
      return vscode.l10n.t("Not valid yet. Issued by {0}.", from);
    case "wrongName":
      return vscode.l10n.t("Made for another name than the server's. Issued by {0}.", from);
    case "untrusted":
      return vscode.l10n.t("Not trusted on this machine. Issued by {0}.", from);
  }
}

function certificateAdvice(problem: CertificateProblem): string {
  switch (problem) {
    case "endsSoon":
      return vscode.l10n.t("Tell the people who run the server.");
    case "ended":
      return vscode.l10n.t("The server needs a new certificate. Look at this machine's clock as well.");
    case "notYetValid":
      return vscode.l10n.t("Look at this machine's clock.");
    case "wrongName":
      return vscode.l10n.t("Check the connection's address. A proxy may answer in the server's place.");
    case "untrusted":
      return vscode.l10n.t(
        "Install your company's certificate in the system, check the setting http.systemCertificates, or name its file in network.caFile of the connection.",
      );
  }
}

function numberText(value: number): string {
  return value.toLocaleString(vscode.env.language);
}
