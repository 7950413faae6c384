import { literalOf, PYTHON, pythonString } from "./literal.ts";
import { KEY_VARIABLE, type SnippetRequest } from "./snippetRequest.ts";

/** Python 3 with one of the two libraries; they differ in how a body is handed over as text. */
export function pythonScript(library: "requests" | "httpx", { method, url, body }: SnippetRequest): string {
  const literal = body === undefined ? undefined : literalOf(body, PYTHON, "    ");
  const isText = body !== undefined && literal === undefined;
  const headers = [
    `"Authorization": f"Api-Key {os.environ['${KEY_VARIABLE}']}"`,
    ...(isText ? ['"Content-Type": "application/json"'] : []),
  ];
  const lines = [
    "import os",
    "",
    `import ${library}`,
    "",
    `response = ${library}.${method.toLowerCase()}(`,
    `    ${pythonString(url)},`,
    `    headers={${headers.join(", ")}},`,
    ...(literal === undefined ? [] : [`    json=${literal},`]),
    ...(isText ? [`    ${library === "requests" ? "data" : "content"}=${pythonString(body)}.encode(),`] : []),
    "    timeout=30,",
    ")",
    "response.raise_for_status()",
    "print(response.json())",
  ];
  return `${lines.join("\n")}\n`;
}
