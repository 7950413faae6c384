import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { CliArgumentError, parseCliArguments } from "../../../src/sandbox/cliArguments.ts";
import { startSandbox } from "../../../src/sandbox/startSandbox.ts";

const cli = fileURLToPath(new URL("../../../src/sandbox/cli.ts", import.meta.url));

function start(...args: string[]): { child: ReturnType<typeof spawn>; output: () => string } {
  const child = spawn(process.execPath, [cli, ...args], { stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text: string) => (output += text));
  }
  return { child, output: () => output };
}

void test("every option of the command line reaches the sandbox", () => {
  const args = "--port 8123 --contacts 5 --latency 40 --rate 2.5 --key k --state s.json".split(" ");
  assert.deepEqual(parseCliArguments(args), {
    port: 8123,
    contacts: 5,
    latencyMs: 40,
    ratePerSecond: 2.5,
    apiKey: "k",
    stateFile: "s.json",
  });
  assert.deepEqual(parseCliArguments([]), {});
  assert.equal(parseCliArguments(["--help"]), "help");
});

void test("a bad argument is named, with what it should be", () => {
  const cases: [string[], RegExp][] = [
    [["--port", "x"], /^--port must be a whole number from 0 to 65535, not "x"\.$/],
    [["--port", "65536"], /^--port /],
    [["--port=-1"], /^--port /],
    [["--contacts", "1e3"], /^--contacts /],
    [["--latency", "1.5"], /^--latency /],
    [["--rate", "0"], /^--rate must be a number above 0, not "0"\.$/],
    [["--key", "a b"], /^--key /],
    [["--prot", "1"], /--prot/],
    [["--port"], /--port/],
    [["extra"], /extra/],
  ];
  for (const [args, message] of cases) {
    assert.throws(
      () => parseCliArguments(args),
      (error) => error instanceof CliArgumentError && message.test(error.message),
      args.join(" "),
    );
  }
});

void test("the CLI prints base URL, key and a curl line that work, and Ctrl+C ends it with success", async () => {
  const { child, output } = start("--contacts", "7", "--key", "test-key");
  const ended = once(child, "exit");
  while (!output().includes("Ctrl+C")) await once(child.stdout ?? child, "data");
  const baseUrl = /Base URL +(\S+)/.exec(output())?.[1] ?? "";
  assert.match(output(), /API key +test-key/);
  assert.ok(output().includes(`curl -H "Authorization: Api-Key test-key" "${baseUrl}/contacts/?pageSize=3"`));
  const response = await fetch(`${baseUrl}/contacts/`, { headers: { authorization: "Api-Key test-key" } });
  assert.match(await response.text(), /^\{"count":7,/);
  child.kill("SIGINT");
  assert.deepEqual(await ended, [0, null]);
  assert.match(output(), /Stopped\.\n$/);
});

void test("the CLI says at once when it cannot keep the changes", async (t) => {
  const folder = await mkdtemp(join(tmpdir(), "cli-"));
  t.after(() => rm(folder, { recursive: true, force: true }));
  const state = join(folder, "later", "state.json");
  const { child, output } = start("--contacts", "1", "--key", "test-key", "--state", state);
  t.after(() => child.kill("SIGKILL"));
  while (!output().includes("Ctrl+C")) await once(child.stdout ?? child, "data");
  await writeFile(join(folder, "later"), "in the way");
  const baseUrl = /Base URL +(\S+)/.exec(output())?.[1] ?? "";
  const headers = { authorization: "Api-Key test-key", "content-type": "application/json" };
  const { results } = (await (await fetch(`${baseUrl}/contacts/`, { headers })).json()) as {
    readonly results: readonly { readonly id: string }[];
  };
  const [contact] = results;
  const body = JSON.stringify({ name: "changed" });
  await fetch(`${baseUrl}/contacts/${contact?.id ?? ""}/`, { method: "PATCH", headers, body });
  while (!output().includes("could not be kept")) await once(child.stderr ?? child, "data");
  assert.ok(output().includes(`The changes could not be kept in ${state}: `), output());
});

void test("the CLI ends with 1 and a sentence when an argument is wrong or the port is taken", async (t) => {
  const sandbox = await startSandbox();
  t.after(() => sandbox.close());
  for (const [args, message] of [
    [["--contacts", "many"], /--contacts must be[^]*Usage:/],
    [["--port", String(sandbox.port)], /That port is in use/],
  ] as const) {
    const { child, output } = start(...args);
    const [code] = (await once(child, "close")) as unknown[];
    assert.equal(code, 1);
    assert.match(output(), message);
  }
});
