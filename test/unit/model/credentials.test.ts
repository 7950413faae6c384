import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { credentialsIn } from "../../../src/model/credentials.ts";

const found = (value: string, key = "mcpCredentials") => credentialsIn(`{"id":"1","${key}":${value}}`);

describe("MCP credentials in an answer", () => {
  it("are none where the server sends none", () => {
    assert.deepEqual(credentialsIn('{"id":"1"}'), []);
    for (const value of ["null", '""', '" "', "[]", "{}", '"[]"']) assert.deepEqual(found(value), [], value);
  });

  it("are one where it sends a text", () => {
    assert.deepEqual(found('"s3cret"'), [{ label: undefined, value: "s3cret" }]);
    assert.deepEqual(found('"[not json"'), [{ label: undefined, value: "[not json" }]);
  });

  it("are the entries of a list or an object, also of one that is sent as text", () => {
    const list = '[{"name":"crm","token":"t1"},"t2",{"token":"t3"}]';
    const expected = [
      { label: "crm", value: '{"name":"crm","token":"t1"}' },
      { label: undefined, value: "t2" },
      { label: undefined, value: '{"token":"t3"}' },
    ];
    assert.deepEqual(found(list), expected);
    assert.deepEqual(found(JSON.stringify(list)), expected);
    assert.deepEqual(found('{"crm":"t1","n":12345678901234567890}', "mcp_credentials"), [
      { label: "crm", value: "t1" },
      { label: "n", value: "12345678901234567890" },
    ]);
  });
});
