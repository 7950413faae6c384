import type { Answer } from "./answer.ts";
import type { PlannedResponse } from "./sandbox.ts";

/** The one-off answers that wait for their request. */
export class PlannedResponses {
  #waiting: { readonly planned: PlannedResponse; left: number }[] = [];

  add(planned: PlannedResponse): void {
    this.#waiting.push({ planned, left: planned.times ?? 1 });
  }

  clear(): void {
    this.#waiting = [];
  }

  /** The first plan that fits the request, counted as used once. */
  take(method: string, target: string): PlannedResponse | undefined {
    const entry = this.#waiting.find(({ planned }) => fits(planned, method, target));
    if (entry === undefined) return undefined;
    entry.left--;
    if (entry.left <= 0) this.#waiting = this.#waiting.filter((other) => other !== entry);
    return entry.planned;
  }
}

/** Whether the request does its work although its answer was planned. */
export function commits({ status, fault, commit }: PlannedResponse): boolean {
  return commit ?? (status === undefined && fault !== "reset" && fault !== "hang");
}

/** The answer that was planned in place of the real one; undefined when the real one is wanted. */
export function plannedAnswer({ status, body, headers }: PlannedResponse): Answer | undefined {
  if (status === undefined) return undefined;
  const text = body === undefined ? "" : typeof body === "string" ? body : JSON.stringify(body);
  const contentType = text.startsWith("<") ? "text/html; charset=utf-8" : "application/json";
  return { status, body: text, headers: { "content-type": contentType, ...lowerCased(headers) } };
}

function fits({ method, pathPattern }: PlannedResponse, requestMethod: string, target: string): boolean {
  if (method !== undefined && method.toUpperCase() !== requestMethod) return false;
  if (pathPattern === undefined) return true;
  return typeof pathPattern === "string" ? target.includes(pathPattern) : target.search(pathPattern) >= 0;
}

function lowerCased(headers: Readonly<Record<string, string>> = {}): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}
