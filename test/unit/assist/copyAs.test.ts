import assert from "node:assert/strict";
import { describe, it, type TestContext } from "node:test";
import { mkdir, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import ts from "typescript";
import { snippetOf, SNIPPET_FORMS, type SnippetForm } from "../../../src/assist/engine/copyAs/snippetForm.ts";
import {
  changeRequest,
  createRequest,
  readRequest,
} from "../../../src/assist/engine/copyAs/snippetRequest.ts";
import type { SnippetRequest } from "../../../src/assist/engine/copyAs/snippetRequest.ts";
import { changesBetween } from "../../../src/model/contactChanges.ts";
import { parseContactText } from "../../../src/model/contactText.ts";
import type { Sandbox } from "../../../src/sandbox/startSandbox.ts";
import { projectRoot } from "../../support/projectRoot.ts";
import { openSandbox, results, textOf } from "../sandbox/sandboxClient.ts";
import { hostileBodies } from "./support/hostileBodies.ts";
import { pythonCall } from "./support/pythonCall.ts";
import { isInstalled, run, temporaryFolder, writeNumbered } from "./support/runProgram.ts";
import { assertSameBody } from "./support/sameBody.ts";

/** A request of each kind, the hostile ones last. */
interface World {
  readonly sandbox: Sandbox;
  readonly requests: readonly SnippetRequest[];
  readonly snippets: (form: SnippetForm) => readonly string[];
}

async function openWorld(t: TestContext): Promise<World> {
  const { sandbox, call } = await openSandbox(t);
  const id = textOf(results((await call("GET", "contacts/")).json)[0], "id");
  const contact = parseContactText((await call("GET", `contacts/${id}/`)).text);
  const unique = contact.text.replace(/"sourceId":"[^"]*"/u, () => `"sourceId":"copy ' of"`);
  const { url } = readRequest(sandbox.baseUrl, id);
  const requests: readonly SnippetRequest[] = [
    readRequest(sandbox.baseUrl, id),
    createRequest(sandbox.baseUrl, parseContactText(unique)),
    ...hostileBodies().map((body): SnippetRequest => ({ method: "PATCH", url, body })),
  ];
  sandbox.clearRequests();
  return { sandbox, requests, snippets: (form) => requests.map((request) => snippetOf(form, request)) };
}

/** What arrived is what was meant, each request once and with the key. */
function assertArrived({ sandbox, requests }: World): void {
  assert.equal(sandbox.requests.length, requests.length);
  for (const [index, sent] of sandbox.requests.entries()) {
    const { method, url, body } = requests[index] ?? assert.fail();
    assert.equal(`${sent.method} ${sent.path}`, `${method} ${new URL(url).pathname}`);
    assert.ok([200, 201].includes(sent.status), `${index}: ${sent.status} ${body?.slice(0, 300) ?? ""}`);
    if (body === undefined) {
      assert.equal(sent.body, "");
    } else {
      assertSameBody(sent.body, body, `${index}`);
    }
  }
}

const key = ({ sandbox }: World) => ({ MAIAGENT_API_KEY: sandbox.apiKey });

describe("A request copied", () => {
  it("as curl for bash does in bash what was meant, whatever is in the values", async (t) => {
    const world = await openWorld(t);
    const files = await writeNumbered(await temporaryFolder(t), world.snippets("curlBash"), ".sh");
    assert.ok(isInstalled("bash", "--version") && isInstalled("curl", "--version"), "bash and curl are here");
    for (const file of files) {
      await run("bash", ["-u", file], { ...key(world), HISTFILE: "/dev/null" });
    }
    assertArrived(world);
  });

  it("as curl for bash has nothing for an interactive shell's history to replace", () => {
    for (const body of hostileBodies()) {
      const text = snippetOf("curlBash", { method: "PATCH", url: "http://127.0.0.1/x/", body });
      assert.ok(!text.includes("!"));
    }
  });

  for (const form of ["fetch", "axios"] as const) {
    it(`as ${form} does in Node what was meant`, async (t) => {
      const world = await openWorld(t);
      const folder = await temporaryFolder(t);
      // Modules of a folder elsewhere find axios beside them alone.
      await mkdir(join(folder, "node_modules"));
      await symlink(join(projectRoot, "node_modules/axios"), join(folder, "node_modules/axios"), "junction");
      const files = await writeNumbered(folder, world.snippets(form), ".mjs");
      const all = "for (const file of process.argv.slice(1)) await import(pathToFileURL(file).href);";
      const program = `import { pathToFileURL } from "node:url"; ${all}`;
      await run(process.execPath, ["--input-type=module", "--eval", program, ...files], key(world));
      assertArrived(world);
    });
  }

  for (const form of ["fetch", "axios"] as const) {
    it(`as ${form} is a module that TypeScript parses, and safe within a page`, async (t) => {
      const world = await openWorld(t);
      for (const snippet of world.snippets(form)) {
        const { diagnostics } = ts.transpileModule(snippet, { reportDiagnostics: true });
        assert.deepEqual(diagnostics, []);
        assert.doesNotMatch(snippet, /<\/script|<!--/iu);
      }
    });
  }

  for (const [form, library] of [
    ["pythonRequests", "requests"],
    ["pythonHttpx", "httpx"],
  ] as const) {
    it(`as Python ${library} is the call that was meant`, async (t) => {
      const world = await openWorld(t);
      for (const [index, snippet] of world.snippets(form).entries()) {
        const { method, url, body } = world.requests[index] ?? assert.fail();
        const call = pythonCall(snippet);
        assert.equal(call.callee, `${library}.${method.toLowerCase()}`);
        assert.equal(call.url, url);
        assert.equal(call.body === undefined, body === undefined);
        if (body !== undefined) {
          assertSameBody(call.body ?? "", body, `${index}`);
        }
      }
    });
  }

  it("as Python does in Python what was meant, where Python is", async (t) => {
    for (const form of ["pythonRequests", "pythonHttpx"] as const) {
      const library = form === "pythonRequests" ? "requests" : "httpx";
      const world = await openWorld(t);
      const folder = await temporaryFolder(t);
      const files = await writeNumbered(folder, world.snippets(form), ".py");
      if (!isInstalled("python3", "--version")) {
        t.diagnostic("python3 is not on this machine: the calls are parsed alone");
        return;
      }
      const isThere = isInstalled("python3", "-c", `import ${library}`);
      t.diagnostic(`${library}: ${isThere ? "the library itself" : "a stand-in that sends as it does"}`);
      if (!isThere) {
        await writeFile(join(folder, `${library}.py`), STAND_IN);
      }
      const all = "import runpy, sys\nfor file in sys.argv[1:]: runpy.run_path(file)";
      await run("python3", ["-c", all, ...files], {
        ...key(world),
        PYTHONPATH: folder,
        PYTHONIOENCODING: "utf-8",
        no_proxy: "127.0.0.1",
      });
      assertArrived(world);
    }
  });

  it("as curl for PowerShell is one here-string of ASCII piped to curl.exe", async (t) => {
    const world = await openWorld(t);
    const address = String.raw`'http://127\.0\.0\.1:\d+/api/contacts/(?:[\w-]+/)?'`;
    const call = (method: string, data: string) =>
      new RegExp(
        `^curl\\.exe --request ${method} ${address} \`\n  --header "Authorization: Api-Key \\$env:MAIAGENT_API_KEY"${data}\n$`,
        "u",
      );
    const json = " `\n  --header 'Content-Type: application/json' `\n  --data-binary '@-'";
    for (const [index, snippet] of world.snippets("curlPowerShell").entries()) {
      const { method, body } = world.requests[index] ?? assert.fail();
      // Windows PowerShell 5.1 pipes ASCII alone to programs.
      assert.match(snippet, /^[\n\x20-\x7e]*$/u);
      if (body === undefined) {
        assert.match(snippet, call(method, ""));
        continue;
      }
      assert.ok(snippet.startsWith("@'\n"));
      // PowerShell ends a here-string at the first line that begins with '@.
      const end = snippet.indexOf("\n'@");
      assertSameBody(snippet.slice(3, end), body, `${index}`);
      assert.equal(snippet.slice(end, end + 6), "\n'@ | ");
      assert.match(snippet.slice(end + 6), call(method, json));
    }
  });

  it("as an .http request is one request without variables but the key", async (t) => {
    const world = await openWorld(t);
    for (const snippet of world.snippets("http")) {
      const blocks = snippet.split(/^###.*$/mu).slice(1);
      assert.equal(blocks.length, 1);
      const variables: string[] = [];
      const filled = (blocks[0] ?? "").replaceAll(/\{\{(.+?)\}\}/gu, (_, variable: string) => {
        variables.push(variable);
        return world.sandbox.apiKey;
      });
      assert.deepEqual(variables, ["$processEnv MAIAGENT_API_KEY"]);
      const [head = "", body = ""] = filled.trimStart().split(/\n\n([^]*)/u);
      const [line = "", ...headers] = head.trim().split("\n");
      const [method = "", url = ""] = line.split(" ");
      const fields = headers.map((header): [string, string] => {
        const at = header.indexOf(": ");
        return [header.slice(0, at), header.slice(at + 2)];
      });
      await fetch(url, {
        method,
        headers: Object.fromEntries(fields),
        body: body.trim() === "" ? null : body,
      });
      for (const start of body.split("\n").map((text) => text.trimStart().slice(0, 1))) {
        // Not a file to include, a script or a separator.
        assert.ok(!["<", ">", "#"].includes(start));
      }
    }
    assertArrived(world);
  });

  it("shows every character that is in it", async (t) => {
    const world = await openWorld(t);
    const hidden = /(?!\n)[\p{Cc}\p{Bidi_Control}\p{Zl}\p{Zp}\u200b\ufeff]/u;
    for (const form of SNIPPET_FORMS) {
      for (const snippet of world.snippets(form)) {
        assert.doesNotMatch(snippet, hidden, form);
      }
    }
  });

  it("never has a key, and takes it from MAIAGENT_API_KEY in each language's own way", async (t) => {
    const world = await openWorld(t);
    const ways: Record<SnippetForm, string> = {
      curlBash: "$MAIAGENT_API_KEY",
      curlPowerShell: "$env:MAIAGENT_API_KEY",
      fetch: "process.env.MAIAGENT_API_KEY",
      axios: "process.env.MAIAGENT_API_KEY",
      pythonRequests: "os.environ['MAIAGENT_API_KEY']",
      pythonHttpx: "os.environ['MAIAGENT_API_KEY']",
      http: "{{$processEnv MAIAGENT_API_KEY}}",
    };
    for (const form of SNIPPET_FORMS) {
      for (const snippet of world.snippets(form)) {
        assert.ok(snippet.includes(ways[form]), form);
        assert.ok(!snippet.includes(world.sandbox.apiKey), form);
      }
    }
  });

  it("sends the changed fields alone, or all that can be written, and never MCP credentials", () => {
    const before = parseContactText(
      '{"id":"a b","name":"Ann","email":"a@b.test","mcpCredentials":[{"token":"s3cret"}],"createdAt":"1"}',
    );
    const after = parseContactText(
      before.text.replace("a@b.test", "c@d.test").replace("s3cret", "0ther").replace('"1"', '"2"'),
    );
    const change = changeRequest("https://x.test/api", "a b", changesBetween(before, after));
    assert.deepEqual(change, {
      method: "PATCH",
      url: "https://x.test/api/contacts/a%20b/",
      body: '{"email":"c@d.test"}',
    });
    const create = createRequest("https://x.test/api", after);
    assert.deepEqual(create, {
      method: "POST",
      url: "https://x.test/api/contacts/",
      body: '{"name":"Ann","email":"c@d.test"}',
    });
  });

  it("keeps addresses with quotes and brackets whole", async (t) => {
    const { sandbox } = await openWorld(t);
    const url = `${sandbox.baseUrl}/it's[1-3]$HOME(x)!/`;
    await run("bash", ["-c", snippetOf("curlBash", { method: "GET", url })], { MAIAGENT_API_KEY: "k" });
    assert.deepEqual(
      sandbox.requests.map(({ path }) => path),
      ["/api/it's[1-3]$HOME(x)!/"],
    );
    assert.ok(snippetOf("curlPowerShell", { method: "GET", url }).includes("/it''s[1-3]$HOME(x)!/'"));
  });
});

/** Stands in for a library that is not on this machine: the same arguments, sent by Python's own means. */
const STAND_IN = `
import json as encoder, urllib.request

class Response:
    def __init__(self, answer):
        self.answer = answer
    def raise_for_status(self):
        pass
    def json(self):
        return encoder.loads(self.answer.read())

def send(method):
    def call(url, *, headers, json=None, content=None, data=None, timeout):
        body = content or data
        if json is not None:
            body = encoder.dumps(json, ensure_ascii=False, separators=(",", ":")).encode("utf-8")
            headers = {**headers, "Content-Type": "application/json"}
        request = urllib.request.Request(url, data=body, headers=headers, method=method)
        return Response(urllib.request.urlopen(request, timeout=timeout))
    return call

get, post, patch = send("GET"), send("POST"), send("PATCH")
`;
