import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { describe, it } from "node:test";
import { promisify } from "node:util";

const SCRIPT = new URL("support/millionRows.ts", import.meta.url).pathname;

describe("a file of a million rows", () => {
  it("is imported, each row told once and duplicates found, in a heap of 48 MB", async () => {
    const { stdout } = await promisify(execFile)(process.execPath, ["--max-old-space-size=48", SCRIPT]);
    const { rss, ...outcome } = JSON.parse(stdout) as { readonly rss: number };
    assert.deepEqual(outcome, { invalid: 9, created: 999_991, told: 1_000_000 });
    assert.ok(rss < 300, `${rss} MB were held at most`);
  });
});
