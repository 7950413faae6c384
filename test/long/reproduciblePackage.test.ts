import assert from "node:assert/strict";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { runCommand } from "../support/runCommand.ts";

describe("the package", () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "maiagent-package-"));
  });
  after(() => rm(folder, { recursive: true, force: true }));

  const packaged = async (name: string): Promise<Buffer> => {
    const file = join(folder, name);
    const args = ["run", "--silent", "package", "--", "--out", file];
    assert.equal(await runCommand("npm", args, { SOURCE_DATE_EPOCH: "1700000000" }), 0);
    return readFile(file);
  };

  it("is the same, byte for byte, when it is built twice with one date", async () => {
    assert.ok((await packaged("one.vsix")).equals(await packaged("two.vsix")));
  });
});
