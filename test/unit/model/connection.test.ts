import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { connectionIdFor, parseConnections, roleSchema, SANDBOX_ID } from "../../../src/model/connection.ts";

const entry = { id: "tw", label: "MaiAgent TW", baseUrl: "https://api.maiagent.ai/api" };

describe("the setting maiagent.connections", () => {
  it("may be missing or empty", () => {
    assert.deepEqual(parseConnections(undefined), { connections: [], problems: [] });
    assert.deepEqual(parseConnections([]), { connections: [], problems: [] });
  });

  it("fills in what an entry leaves out, and tidies the address", () => {
    assert.deepEqual(
      parseConnections([{ ...entry, baseUrl: " https://API.MaiAgent.ai/api/ " }]).connections,
      [{ ...entry, role: "development", readOnly: false, keySource: "secret" }],
    );
  });

  it("keeps what an entry says", () => {
    const full = { ...entry, role: "production", readOnly: true, keySource: "environment" };
    assert.deepEqual(parseConnections([full]).connections, [full]);
  });

  it("reports a wrong entry by place and member, and keeps the others", () => {
    const { connections, problems } = parseConnections([
      { ...entry, id: "a", role: "live" },
      { ...entry, id: "Upper" },
      entry,
      "text",
      { ...entry, id: "b", label: "" },
      { ...entry, id: "c", label: "x".repeat(81) },
      { id: "d", label: "no address" },
    ]);
    assert.deepEqual(
      connections.map(({ id }) => id),
      ["tw"],
    );
    assert.deepEqual(
      problems.map(({ index, member }) => [index, member]),
      [
        [0, "role"],
        [1, "id"],
        [3, ""],
        [4, "label"],
        [5, "label"],
        [6, "baseUrl"],
      ],
    );
  });

  it("refuses addresses that could take the key elsewhere", () => {
    for (const [baseUrl, reason] of [
      ["http://api.maiagent.ai/api", "scheme"],
      ["https://user:pass@api.maiagent.ai/api", "userInfo"],
      ["https://api.maiagent.ai/api?x=1", "query"],
      ["https://api.maiagent.ai/api#x", "fragment"],
      ["nonsense", "notUrl"],
    ] as const) {
      const { connections, problems } = parseConnections([{ ...entry, baseUrl }]);
      assert.deepEqual(connections, []);
      assert.deepEqual(problems, [{ index: 0, member: "baseUrl", reason }]);
    }
  });

  it("keeps the first of two entries with one id, and reports the second", () => {
    const { connections, problems } = parseConnections([entry, { ...entry, label: "Impostor" }]);
    assert.deepEqual(
      connections.map(({ label }) => label),
      ["MaiAgent TW"],
    );
    assert.deepEqual(problems, [{ index: 1, member: "id", reason: "not unique" }]);
  });

  it("cannot take the place of the sandbox, by id or by role", () => {
    const { connections, problems } = parseConnections([
      { ...entry, id: SANDBOX_ID },
      { ...entry, id: "other", role: "sandbox" },
    ]);
    assert.deepEqual(connections, []);
    assert.deepEqual(
      problems.map(({ member }) => member),
      ["id", "role"],
    );
    assert.ok(roleSchema.safeParse("sandbox").success);
  });

  it("is reported when it is no list", () => {
    for (const setting of [{}, "x", 5, null]) {
      assert.deepEqual(parseConnections(setting), {
        connections: [],
        problems: [{ index: 0, member: "", reason: "not a list" }],
      });
    }
  });

  it("carries no key: members that it does not know are dropped", () => {
    const [connection] = parseConnections([{ ...entry, apiKey: "canary" }]).connections;
    assert.ok(connection);
    assert.ok(!JSON.stringify(connection).includes("canary"));
  });
});

describe("a connection's own network path", () => {
  const memberFor = (network: unknown) => parseConnections([{ ...entry, network }]).problems[0]?.member;

  it("names files and a proxy", () => {
    const network = {
      caFile: "~/company.pem",
      clientCertificateFile: "/etc/client.pem",
      clientKeyFile: "/etc/client.key",
      proxy: "http://proxy.example:3128",
    };
    assert.deepEqual(parseConnections([{ ...entry, network }]).connections[0]?.network, network);
  });

  it("holds no password, path or other scheme in the proxy's address", () => {
    for (const proxy of [
      "http://user:secret@proxy.example",
      "http://user@proxy.example",
      "socks5://proxy.example",
      "http://proxy.example/path",
      "http://proxy.example?x=1",
      "proxy.example:3128",
      " http://proxy.example",
    ]) {
      assert.equal(memberFor({ proxy }), "network.proxy", proxy);
    }
  });

  it("has no private key without a certificate", () => {
    assert.equal(memberFor({ clientKeyFile: "/etc/client.key" }), "network.clientCertificateFile");
  });
});

describe("the id of a new connection", () => {
  it("is made from the label, in lower case, accents dropped", () => {
    assert.equal(connectionIdFor("MaiAgent TW (測試)", new Set()), "maiagent-tw");
    assert.equal(connectionIdFor("Zürich Café", new Set()), "zurich-cafe");
  });

  it("is numbered when it is taken", () => {
    assert.equal(connectionIdFor("TW", new Set(["tw", "tw-2"])), "tw-3");
  });

  it("is `connection` for labels without Latin letters and for that of the sandbox", () => {
    assert.equal(connectionIdFor("正式環境", new Set()), "connection");
    assert.equal(connectionIdFor("--", new Set(["connection"])), "connection-2");
    assert.equal(connectionIdFor("Sandbox", new Set()), "connection");
  });

  it("is one that the setting accepts, whatever the label", () => {
    const labels = [
      "x".repeat(80),
      "ab ".repeat(40),
      "ﬁne Ⅳ",
      "İstanbul",
      "a/b?c#d",
      "-\u202e-",
      "😀 TW",
      "",
    ];
    for (const label of labels) {
      const id = connectionIdFor(label, new Set());
      assert.deepEqual(parseConnections([{ ...entry, id }]).problems, [], `${label}: ${id}`);
    }
  });
});
