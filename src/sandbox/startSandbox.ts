import { randomBytes } from "node:crypto";
import { ContactRoutes } from "./contactRoutes.ts";
import { ContactServer } from "./contactServer.ts";
import { ContactStore, type StoreChanges } from "./contactStore.ts";
import { RateLimit } from "./rateLimit.ts";
import { Router } from "./router.ts";
import { sampleContacts } from "./sampleContacts.ts";
import type { Sandbox, SandboxOptions } from "./sandbox.ts";
import { StateFile } from "./stateFile.ts";

export type { PlannedResponse, RecordedRequest, Sandbox, SandboxOptions } from "./sandbox.ts";

const NO_CHANGES: StoreChanges = { upserted: [], deleted: [] };

/**
 * Starts a contacts server on loopback that answers as the vendor's API does, with sample data.
 *
 * @throws the system error when the port is taken (EADDRINUSE), or the state file can be neither read nor moved aside
 */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const { contacts = 300, seed = 1, now = Date.now, pageSizeCap = 100 } = options;
  const apiKey = options.apiKey ?? `sandbox-${randomBytes(24).toString("base64url")}`;
  const stateFile =
    options.stateFile === undefined
      ? undefined
      : new StateFile(options.stateFile, (error) => options.onStateFailure?.(error));
  const loaded = await stateFile?.load();

  const buildStore = (changes: StoreChanges): ContactStore => {
    const built = new ContactStore(sampleContacts(contacts, seed, options.sameName), changes, now);
    built.onChange = () => stateFile?.schedule(() => built.changes);
    return built;
  };
  let store = buildStore(loaded?.changes ?? NO_CHANGES);

  const rateLimit = new RateLimit(options.ratePerSecond, now);
  const routes = new ContactRoutes(() => store, { pageSizeCap, absentInPut: options.absentInPut ?? "clear" });
  const router = new Router(routes, { apiKey, rateLimit, pageSizeCap });
  const server = new ContactServer(router, options.latencyMs ?? 0, options.onRequest);
  await server.listen(options.port ?? 0);

  return {
    baseUrl: `http://127.0.0.1:${server.port}/api`,
    apiKey,
    port: server.port,
    corruptStateMovedTo: loaded?.movedTo,
    get requests() {
      return server.requests;
    },
    async reset() {
      store = buildStore(NO_CHANGES);
      await stateFile?.remove();
    },
    async close() {
      await server.close();
      await stateFile?.flush();
    },
    clearRequests: () => server.clearRequests(),
    respondNext: (planned) => server.planned.add(planned),
    clearPlannedResponses: () => server.planned.clear(),
    setLatency(milliseconds) {
      server.latencyMs = milliseconds;
    },
    setRate: (requestsPerSecond) => rateLimit.setRate(requestsPerSecond),
  };
}
