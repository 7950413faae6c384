import assert from "node:assert/strict";

/** What a copied Python script calls, read without Python. */
export interface PythonCall {
  readonly callee: string;
  readonly url: string;
  /** JSON text: of the `json=` literal, or the text of `data=` or `content=`. */
  readonly body: string | undefined;
}

const STRING = String.raw`"(?:[^"\\\n]|\\(?:["\\bfnrt]|u[0-9a-f]{4}|U[0-9a-f]{8}))*"`;
const TOKENS = new RegExp(String.raw`\s+|${STRING}|-?\d[\d.eE+-]*|True|False|None|[{}[\]:,]`, "uy");

/** @throws AssertionError when the script is not built as these scripts are, or a literal is none of Python's */
export function pythonCall(script: string): PythonCall {
  const shape = new RegExp(
    String.raw`^import os\n\nimport (\w+)\n\nresponse = (\1\.\w+)\(\n    (${STRING}),\n    headers=\{"Authorization": f"Api-Key \{os\.environ\['MAIAGENT_API_KEY'\]\}"(, "Content-Type": "application/json")?\},\n(?:    (json|data|content)=([^]*),\n)?    timeout=30,\n\)\nresponse\.raise_for_status\(\)\nprint\(response\.json\(\)\)\n$`,
    "u",
  );
  const [, , callee = "", url = "", type, name, value] =
    shape.exec(script) ?? assert.fail(script.slice(0, 300));
  assert.equal(type !== undefined, name === "data" || name === "content");
  return {
    callee,
    url: JSON.parse(url) as string,
    body: value === undefined ? undefined : bodyOf(name, value),
  };
}

function bodyOf(name: string | undefined, value: string): string {
  if (name === "json") {
    return jsonOf(value);
  }
  const text = value.replace(/\.encode\(\)$/u, "");
  assert.match(text, new RegExp(`^${STRING}$`, "u"));
  return JSON.parse(asJson(text)) as string;
}

/** A literal of Python as JSON, token by token; trailing commas go. */
function jsonOf(literal: string): string {
  const tokens: string[] = [];
  for (let at = 0; at < literal.length; at = TOKENS.lastIndex) {
    TOKENS.lastIndex = at;
    const [token = ""] = TOKENS.exec(literal) ?? assert.fail(`no token: ${literal.slice(at, at + 40)}`);
    if (/^[}\]]$/u.test(token) && tokens.at(-1) === ",") {
      tokens.pop();
    }
    if (token.trim() !== "") {
      tokens.push(asJson(token));
    }
  }
  return tokens.join("");
}

function asJson(token: string): string {
  switch (token) {
    case "True":
      return "true";
    case "False":
      return "false";
    case "None":
      return "null";
    default:
      return token.replaceAll(
        /(?<!\\)((?:\\\\)*)\\U([0-9a-f]{8})/gu,
        (_, slashes: string, code: string) => slashes + String.fromCodePoint(Number.parseInt(code, 16)),
      );
  }
}
