import type { TestContext } from "node:test";
import { startSandbox, type Sandbox, type SandboxOptions } from "../../../src/sandbox/startSandbox.ts";

/** What came back, with the body as text and, where it is JSON, parsed. */
export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly json: unknown;
}

export type Call = (
  method: string,
  path: string,
  body?: unknown,
  headers?: Record<string, string>,
) => Promise<Reply>;

/** Calls a sandbox with its key. `path` is below the base URL; a string body goes as it is, anything else as JSON. */
export function callerOf(sandbox: Sandbox): Call {
  return async (method, path, body, headers = {}) => {
    const response = await fetch(`${sandbox.baseUrl}/${path}`, {
      method,
      redirect: "manual",
      headers: { authorization: `Api-Key ${sandbox.apiKey}`, "content-type": "application/json", ...headers },
      ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    const isJson = response.headers.get("content-type") === "application/json" && text !== "";
    const json: unknown = isJson ? JSON.parse(text) : undefined;
    return { status: response.status, headers: response.headers, text, json };
  };
}

/** A sandbox that is closed when the test ends. */
export async function openSandbox(
  t: TestContext,
  options: SandboxOptions = {},
): Promise<{ sandbox: Sandbox; call: Call }> {
  const sandbox = await startSandbox(options);
  t.after(() => sandbox.close());
  return { sandbox, call: callerOf(sandbox) };
}

/** A property of a JSON object; undefined when there is none, or no object. */
export function get(json: unknown, ...path: (string | number)[]): unknown {
  let value = json;
  for (const key of path) {
    if (typeof value !== "object" || value === null) return undefined;
    value = Object.entries(value).find(([name]) => name === String(key))?.[1];
  }
  return value;
}

/** The `results` of a page. */
export function results(json: unknown): unknown[] {
  const found = get(json, "results");
  if (!Array.isArray(found)) throw new Error("the answer has no results");
  return found;
}

/** The names on a page, in order. */
export function names(json: unknown): unknown[] {
  return results(json).map((item) => get(item, "name"));
}

/** A string property, for ids that go into the next path. */
export function textOf(json: unknown, ...path: (string | number)[]): string {
  const value = get(json, ...path);
  if (typeof value !== "string") throw new Error(`no text at ${path.join(".")}`);
  return value;
}
