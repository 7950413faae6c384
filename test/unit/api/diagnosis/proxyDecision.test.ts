import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { proxyDecision, type ProxySources } from "../../../../src/api/diagnosis/proxyDecision.ts";

const URL_OF_API = "https://api.maiagent.ai/api";
const NOTHING: ProxySources = {
  ...{
    own: undefined,
    hasOwnPath: false,
    proxy: undefined,
    proxySupport: "override",
    noProxy: [],
    environment: {},
  },
};
const decide = (sources: Partial<ProxySources>, baseUrl = URL_OF_API) =>
  proxyDecision(baseUrl, { ...NOTHING, ...sources });
const PROXY = { proxy: "http://proxy.test:3128" };

describe("the decision about a proxy", () => {
  it("is 'none' when nothing says so", () => {
    assert.deepEqual(decide({}), { way: "direct", why: "none" });
    assert.deepEqual(decide({ hasOwnPath: true, ...PROXY }), { way: "direct", why: "none" });
  });

  it("never sends to a proxy what is on this machine", () => {
    for (const host of ["localhost", "127.0.0.1", "127.9.9.9", "[::1]"]) {
      const baseUrl = `http://${host}:8080/api`;
      assert.deepEqual(decide({ ...PROXY, own: "http://p:1", hasOwnPath: true }, baseUrl), {
        way: "direct",
        why: "loopback",
      });
    }
  });

  it("goes by the connection's own proxy, then http.proxy, then the environment", () => {
    const environment = { HTTPS_PROXY: "http://env.test:1", HTTP_PROXY: "http://other.test:1" };
    const all = { own: "http://own.test:1", hasOwnPath: true, ...PROXY, environment };
    const from = (sources: Partial<ProxySources>) => {
      const decision = decide(sources);
      return decision.way === "proxy" ? [decision.url, decision.from] : [];
    };
    assert.deepEqual(from(all), ["http://own.test:1", "network.proxy"]);
    assert.deepEqual(from({ ...all, hasOwnPath: false }), ["http://proxy.test:3128", "http.proxy"]);
    assert.deepEqual(from({ environment }), ["http://env.test:1", "HTTPS_PROXY"]);
    assert.deepEqual(from({ environment: { https_proxy: "lower.test:8080" } }), [
      "http://lower.test:8080",
      "HTTPS_PROXY",
    ]);
  });

  it("is 'off' when http.proxySupport is", () => {
    assert.deepEqual(decide({ ...PROXY, proxySupport: "off" }), { way: "direct", why: "off" });
  });

  it("knows exceptions by name, domain and port", () => {
    const isExcepted = (exception: string) => decide({ ...PROXY, noProxy: [exception] }).way === "direct";
    for (const exception of [
      "*",
      "api.maiagent.ai",
      ".maiagent.ai",
      "*.maiagent.ai",
      "maiagent.ai",
      "maiagent.ai:443",
      " API.MaiAgent.ai ",
    ]) {
      assert.ok(isExcepted(exception), exception);
    }
    for (const exception of ["", "agent.ai", "x.api.maiagent.ai", "maiagent.ai:8443", "maiagent.air"]) {
      assert.ok(!isExcepted(exception), exception);
    }
    const environment = { no_proxy: "localhost,maiagent.ai" };
    assert.deepEqual(decide({ ...PROXY, environment }), { way: "direct", why: "excepted" });
  });

  it("takes user and password out of the address and keeps them for the proxy alone", () => {
    const decision = decide({ proxy: "http://ann:p%40ss@proxy.test:3128/" });
    assert.ok(decision.way === "proxy");
    assert.equal(decision.url, "http://proxy.test:3128");
    assert.equal(decision.authorization, `Basic ${Buffer.from("ann:p@ss").toString("base64")}`);
  });

  it("does not repeat an address that is none", () => {
    assert.deepEqual(decide({ proxy: "http://ann:secret@:::" }), {
      way: "proxy",
      url: "",
      from: "http.proxy",
    });
  });
});
