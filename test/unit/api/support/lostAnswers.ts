import { json, networkFailure } from "./scriptedTransport.ts";

/** Every way in which a POST's answer is lost, with the contact stored or not. */
export const LOST_ANSWERS: Readonly<Record<string, () => Response | Promise<Response>>> = {
  "a reset": () => {
    throw networkFailure("ECONNRESET");
  },
  "a 502": () => new Response("<html>", { status: 502, headers: { "content-type": "text/html" } }),
  "a 503": () => json(503, {}),
  "a 500": () => json(500, { error: "Server Error (500)" }),
  "a timeout": () => new Promise<Response>(() => undefined),
  "a truncated body": () =>
    new Response('{"id":', { status: 201, headers: { "content-type": "application/json" } }),
  "a login page": () => new Response("<html>", { status: 200, headers: { "content-type": "text/html" } }),
  "an answer of the wrong shape": () => json(201, {}),
};
