import { detailAnswer, type Answer } from "./answer.ts";
import { jsonMembers, type JsonMember } from "./jsonMembers.ts";
import type { SandboxRequest } from "./sandboxRequest.ts";

export type BodyMembers = ReadonlyMap<string, JsonMember>;

/** The members of a write's JSON body, or the answer DRF gives to a body it cannot use (415, 400). */
export function readBody(request: SandboxRequest): BodyMembers | Answer {
  // DRF looks at the media type only when there is something to parse.
  if (request.body.length === 0) return new Map();
  const mediaType = (request.contentType ?? "").split(";", 1)[0]?.trim().toLowerCase();
  if (mediaType !== "application/json") {
    return detailAnswer(415, `Unsupported media type "${request.contentType ?? ""}" in request.`);
  }
  try {
    const members = jsonMembers(decodeUtf8(request.body));
    return members ?? invalidBody(request.body.toString("utf8"));
  } catch (error) {
    if (error instanceof SyntaxError) return detailAnswer(400, `JSON parse error - ${error.message}`);
    throw error;
  }
}

/** Bad bytes are a parse error to DRF; a byte order mark stays in the text, where JSON refuses it, as Python does. */
function decodeUtf8(body: Buffer): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(body);
  } catch {
    throw new SyntaxError("'utf-8' codec can't decode the body: invalid byte");
  }
}

function invalidBody(text: string): Answer {
  const message = `Invalid data. Expected a dictionary, but got ${pythonTypeName(JSON.parse(text))}.`;
  return { ...detailAnswer(400, ""), body: JSON.stringify({ non_field_errors: [message] }) };
}

/** The name by which DRF's messages call a JSON value's type. */
export function pythonTypeName(value: unknown): string {
  if (value === null) return "NoneType";
  if (Array.isArray(value)) return "list";
  if (typeof value === "string") return "str";
  if (typeof value === "boolean") return "bool";
  if (typeof value === "number") return Number.isInteger(value) ? "int" : "float";
  return "dict";
}
