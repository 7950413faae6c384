import { detailAnswer, htmlAnswer, type Answer } from "./answer.ts";
import type { ContactRoutes } from "./contactRoutes.ts";
import { listInboxes } from "./inboxRoutes.ts";
import type { RateLimit } from "./rateLimit.ts";
import type { SandboxRequest } from "./sandboxRequest.ts";

type Handler = (request: SandboxRequest, id: string) => Answer;

interface Route {
  /** Tested against the path below `/api` or `/api/v1`; the first group is the contact's id. */
  readonly pattern: RegExp;
  readonly methods: Readonly<Record<string, Handler>>;
}

/** What the router needs besides the routes. */
export interface RouterOptions {
  readonly apiKey: string;
  readonly rateLimit: RateLimit;
  readonly pageSizeCap: number;
}

/** Finds the route and does what Django and DRF do around it, in their order: URL, key, throttle, method, handler. */
export class Router {
  readonly #routes: readonly Route[];
  readonly #options: RouterOptions;

  constructor(contacts: ContactRoutes, options: RouterOptions) {
    this.#options = options;
    const route = (pattern: RegExp, methods: Record<string, Handler>): Route => ({ pattern, methods });
    this.#routes = [
      route(/^\/contacts\/$/, { GET: (r) => contacts.list(r), POST: (r) => contacts.create(r) }),
      route(/^\/contacts\/([^/.]+)\/$/, {
        GET: (r, id) => contacts.retrieve(r, id),
        PUT: (r, id) => contacts.replace(r, id),
        PATCH: (r, id) => contacts.update(r, id),
        DELETE: (r, id) => contacts.delete(r, id),
      }),
      // The vendor's samples write these two without the slash at the end.
      route(/^\/contacts\/([^/.]+)\/conversations\/?$/, { GET: (r, id) => contacts.conversations(r, id) }),
      route(/^\/contacts\/([^/.]+)\/conversations\/latest\/?$/, {
        GET: (r, id) => contacts.latestConversation(r, id),
      }),
      route(/^\/inboxes\/$/, { GET: (r) => listInboxes(r, options.pageSizeCap) }),
    ];
  }

  /** @param target the request's path with query, for the redirect to the path with a slash */
  handle(request: SandboxRequest, target: string): Answer {
    const found = this.#find(request.path);
    if (found === undefined) return this.#notRouted(request, target);
    const refusal = this.#refusal(request);
    if (refusal !== undefined) return refusal;
    const { route, id } = found;
    // DRF serves HEAD by GET; the server drops the body.
    const handler = route.methods[request.method === "HEAD" ? "GET" : request.method];
    if (handler !== undefined) return handler(request, id);
    const allow = Object.keys(route.methods).join(", ");
    return detailAnswer(405, `Method "${request.method}" not allowed.`, { allow });
  }

  #find(path: string): { route: Route; id: string } | undefined {
    const below = /^\/api(?:\/v1)?(\/.*)$/.exec(path)?.[1];
    if (below === undefined) return undefined;
    for (const route of this.#routes) {
      const match = route.pattern.exec(below);
      if (match !== null) return { route, id: match[1] ?? "" };
    }
    return undefined;
  }

  /** Django's APPEND_SLASH comes before DRF: no key is asked for, and a POST is redirected too. */
  #notRouted(request: SandboxRequest, target: string): Answer {
    if (this.#find(`${request.path}/`) === undefined) return htmlAnswer(404, "Not Found");
    const location = `${request.path}/${target.slice(request.path.length)}`;
    return { status: 301, body: "", headers: { "content-type": "text/html; charset=utf-8", location } };
  }

  /** A key check made as a DRF permission answers 403, never 401: there is no authenticator to challenge with. */
  #refusal({ authorization }: SandboxRequest): Answer | undefined {
    const key = /^Api-Key\s+(.*)$/.exec(authorization ?? "")?.[1];
    if (key === undefined) return detailAnswer(403, "Authentication credentials were not provided.");
    if (key !== this.#options.apiKey) return detailAnswer(403, "Invalid API key.");
    const wait = this.#options.rateLimit.take();
    if (wait === undefined) return undefined;
    const unit = wait === 1 ? "second" : "seconds";
    return detailAnswer(429, `Request was throttled. Expected available in ${wait} ${unit}.`, {
      "retry-after": String(wait),
    });
  }
}
