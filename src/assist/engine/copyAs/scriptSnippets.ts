import { AXIOS, JAVASCRIPT, javaScriptString, literalOf } from "./literal.ts";
import { KEY_VARIABLE, type SnippetRequest } from "./snippetRequest.ts";

const KEY_HEADER = `Authorization: \`Api-Key \${process.env.${KEY_VARIABLE}}\``;
const JSON_HEADER = '"Content-Type": "application/json"';

/** JavaScript with the platform's own `fetch`, as a module. */
export function fetchScript({ method, url, body }: SnippetRequest): string {
  const headers = headerLines(body === undefined ? [KEY_HEADER] : [KEY_HEADER, JSON_HEADER], "  ");
  const lines = [
    `const response = await fetch(${javaScriptString(url)}, {`,
    `  method: "${method}",`,
    `  headers: ${headers},`,
    ...(body === undefined ? [] : [`  body: ${jsonExpression(body)},`]),
    "});",
    "if (!response.ok) {",
    "  throw new Error(`${response.status}: ${await response.text()}`);",
    "}",
    "console.log(await response.json());",
  ];
  return `${lines.join("\n")}\n`;
}

/** JavaScript with axios, as a module. */
export function axiosScript({ method, url, body }: SnippetRequest): string {
  const call = `await axios.${method.toLowerCase()}(`;
  const literal = body === undefined ? undefined : literalOf(body, AXIOS, "  ");
  // A string goes out as it is when it says that it is JSON.
  const isText = body !== undefined && literal === undefined;
  const headers = headerLines(isText ? [KEY_HEADER, JSON_HEADER] : [KEY_HEADER], "    ");
  const parts = [
    javaScriptString(url),
    ...(body === undefined ? [] : [literal ?? javaScriptString(body)]),
    `{\n    headers: ${headers},\n  }`,
  ];
  const args = parts.map((part) => `  ${part},\n`).join("");
  return `import axios from "axios";\n\nconst { data } = ${call}\n${args});\nconsole.log(data);\n`;
}

function jsonExpression(body: string): string {
  const literal = literalOf(body, JAVASCRIPT, "  ");
  return literal === undefined ? javaScriptString(body) : `JSON.stringify(${literal})`;
}

function headerLines(headers: readonly string[], start: string): string {
  const [only] = headers;
  return headers.length === 1
    ? `{ ${only ?? ""} }`
    : `{\n${headers.map((header) => `${start}  ${header},\n`).join("")}${start}}`;
}
