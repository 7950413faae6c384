import { pythonScript } from "./pythonSnippet.ts";
import { axiosScript, fetchScript } from "./scriptSnippets.ts";
import { curlForBash, curlForPowerShell, httpRequest } from "./shellSnippets.ts";
import type { SnippetRequest } from "./snippetRequest.ts";

/** What a request can be copied as, most common first. */
export const SNIPPET_FORMS = [
  "curlBash",
  "curlPowerShell",
  "fetch",
  "axios",
  "pythonRequests",
  "pythonHttpx",
  "http",
] as const;

export type SnippetForm = (typeof SNIPPET_FORMS)[number];

/** The request in a language. It reads the key from the environment when it runs. */
export function snippetOf(form: SnippetForm, request: SnippetRequest): string {
  switch (form) {
    case "curlBash":
      return curlForBash(request);
    case "curlPowerShell":
      return curlForPowerShell(request);
    case "fetch":
      return fetchScript(request);
    case "axios":
      return axiosScript(request);
    case "pythonRequests":
      return pythonScript("requests", request);
    case "pythonHttpx":
      return pythonScript("httpx", request);
    case "http":
      return httpRequest(request);
  }
}
