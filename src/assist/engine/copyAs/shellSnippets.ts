import { printJson } from "../../../model/contactText.ts";
import { unitEscapes, visibleJson } from "../hiddenCharacters.ts";
import { KEY_VARIABLE, type SnippetRequest } from "./snippetRequest.ts";

/**
 * curl for bash and zsh. The body is a quoted here-document, in which nothing is expanded and which has no limit of
 * length; its end cannot be in it, since lines of JSON begin with a bracket or a space. `!` is escaped: an
 * interactive shell looks for its history in what is pasted.
 */
export function curlForBash({ method, url, body }: SnippetRequest): string {
  const call = [
    `curl${globOff(url)} --request ${method} ${bashQuoted(url)}`,
    `--header "Authorization: Api-Key $${KEY_VARIABLE}"`,
  ];
  if (body === undefined) {
    return `${call.join(" \\\n  ")}\n`;
  }
  const json = bodyText(body).replaceAll("!", "\\u0021");
  const lines = [...call, "--header 'Content-Type: application/json'", "--data-binary @- <<'JSON'"];
  return `${lines.join(" \\\n  ")}\n${json}\nJSON\n`;
}

/**
 * curl for Windows PowerShell 5.1 and PowerShell 7. `curl` alone is Invoke-WebRequest in 5.1, which also drops
 * quotes from arguments of programs and sends `?` for what is not ASCII: so the body comes through the pipe, from a
 * here-string in which nothing is expanded, in ASCII alone.
 */
export function curlForPowerShell({ method, url, body }: SnippetRequest): string {
  const call = [
    `curl.exe${globOff(url)} --request ${method} ${powerShellQuoted(url)}`,
    `--header "Authorization: Api-Key $env:${KEY_VARIABLE}"`,
  ];
  if (body === undefined) {
    return `${call.join(" `\n  ")}\n`;
  }
  const lines = [...call, "--header 'Content-Type: application/json'", "--data-binary '@-'"];
  return `@'\n${asciiOf(bodyText(body))}\n'@ | ${lines.join(" `\n  ")}\n`;
}

/**
 * A request for REST Client and its kin. In a body they replace `{{…}}`, also by variables of the environment: two
 * braces never meet within a string.
 */
export function httpRequest({ method, url, body }: SnippetRequest): string {
  const head = `### ${method}\n${method} ${url}\nAuthorization: Api-Key {{$processEnv ${KEY_VARIABLE}}}\n`;
  if (body === undefined) {
    return head;
  }
  return `${head}Content-Type: application/json\n\n${bodyText(body).replaceAll(/\{(?=\{)/gu, "\\u007b")}\n`;
}

/** JSON laid out, with nothing in it that cannot be seen. */
function bodyText(json: string): string {
  return visibleJson(printJson(json, ""));
}

function asciiOf(json: string): string {
  return json.replaceAll(/[^\n\x20-\x7e]/gu, unitEscapes);
}

/** curl takes brackets and braces of an address for a pattern. */
function globOff(url: string): string {
  return /[[\]{}]/u.test(url) ? " --globoff" : "";
}

function bashQuoted(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}

/** An address is ASCII: PowerShell's other single quotes cannot be in it. */
function powerShellQuoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
