import { strict as assert } from "node:assert";
import { randomUUID } from "node:crypto";
import * as vscode from "vscode";
import { parseFixture } from "../../src/assist/engine/fixture.ts";
import { startSandbox } from "../../src/sandbox/startSandbox.ts";
import {
  CONNECTION_ID,
  type HostWorld,
  openDocument,
  openWorld,
  setConnections,
  settingFor,
  until,
  uriFor,
} from "./hostWorld.ts";
import { dismiss, settled } from "./settled.ts";

/** VS Code keeps a document for a while: each test takes a contact that none was opened of. */
let taken = 0;

/** Text of a hover as a person reads it, with the addresses of its links. */
function textOf(hovers: readonly vscode.Hover[]): string {
  return hovers
    .flatMap(({ contents }) => contents)
    .map((content) => (content instanceof vscode.MarkdownString ? content.value : JSON.stringify(content)))
    .join("\n")
    .replaceAll("&nbsp;", " ")
    .replaceAll(/&#(\d+);/gu, (_, code: string) => String.fromCodePoint(Number(code)))
    .replaceAll(/\\(.)/gu, "$1");
}

async function setting(name: string, value: unknown): Promise<void> {
  await vscode.workspace.getConfiguration().update(name, value, vscode.ConfigurationTarget.Global);
}

async function textDocument(content: string, language = "plaintext"): Promise<vscode.TextDocument> {
  const document = await vscode.workspace.openTextDocument({ language, content });
  await vscode.window.showTextDocument(document);
  return document;
}

async function hoverAt(document: vscode.TextDocument, text: string): Promise<string> {
  const position = document.positionAt(document.getText().indexOf(text) + 3);
  return textOf(
    await vscode.commands.executeCommand<vscode.Hover[]>(
      "vscode.executeHoverProvider",
      document.uri,
      position,
    ),
  );
}

/** The server shows a contact, as when somebody opens it. */
async function see(id: string): Promise<void> {
  await vscode.workspace.openTextDocument(uriFor(id));
}

const hintsOf = (document: vscode.TextDocument) =>
  vscode.commands.executeCommand<vscode.InlayHint[]>(
    "vscode.executeInlayHintProvider",
    document.uri,
    new vscode.Range(0, 0, document.lineCount, 0),
  );

const labelOf = ({ label }: vscode.InlayHint) =>
  typeof label === "string" ? label : label.map(({ value }) => value).join("");

/** The contact whose form is in the active tab. */
function activeContactUri(): string | undefined {
  const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
  return input instanceof vscode.TabInputCustom ? input.uri.toString() : undefined;
}

describe("An id in a text", () => {
  let world: HostWorld;
  let id: string;
  let contact: Record<string, unknown>;
  beforeEach(async () => {
    world = await openWorld();
    await vscode.extensions.getExtension("maiagent-community.maiagent-contacts")?.activate();
    id = world.contactIds[taken++] ?? "";
    contact = await world.get(id);
    world.sandbox.clearRequests();
  });
  afterEach(async () => {
    for (const name of [
      "maiagent.hover.lookUp",
      "maiagent.hover.lookUpOnProduction",
      "maiagent.inlayHints",
    ]) {
      await setting(name, undefined);
    }
    await world.close();
  });

  it("offers to look it up in every language, and 1,000 hovers send nothing", async function () {
    this.timeout(120_000);
    const ids = Array.from({ length: 1000 }, () => randomUUID());
    const lines = ids.map((each) => `const a = "${each}";`).join("\n");
    for (const language of ["plaintext", "python", "typescript", "json", "log", "shellscript"]) {
      const document = await textDocument(lines, language);
      const first = await hoverAt(document, ids[0] ?? "");
      assert.match(first, /\[Look up this ID in MaiAgent\]\(command:maiagent\.hoverAction\?/u, language);
    }
    const document = await textDocument(lines, "go");
    for (const each of ids) {
      assert.match(await hoverAt(document, each), /Look up this ID/u);
    }
    assert.equal(await hoverAt(document, "const"), "");
    assert.deepEqual(world.sandbox.requests, []);
  });

  it("shows the contact once the server showed it anywhere, without a further request", async () => {
    await see(id);
    world.sandbox.clearRequests();
    const document = await textDocument(`user = get("${id.toUpperCase()}")`, "python");
    const text = await hoverAt(document, id.toUpperCase());
    const inboxes = contact["inboxes"] as readonly { readonly name: string }[];
    for (const shown of [contact["name"], contact["sourceId"], inboxes[0]?.name, "Host test (", "changed "]) {
      assert.ok(text.includes(String(shown)), `${String(shown)} in ${text}`);
    }
    const links = Array.from(text.matchAll(/\]\(command:([\w.]+)\?([^)]*)\)/gu), ([, command, args]) => ({
      command,
      args: JSON.parse(decodeURIComponent(args ?? "")) as unknown,
    }));
    assert.deepEqual(
      links,
      ["open", "openToSide", "copyId", "reveal"].map((action) => ({
        command: "maiagent.hoverAction",
        args: [action, CONNECTION_ID, id],
      })),
    );
    assert.deepEqual(world.sandbox.requests, []);
  });

  it("is looked up on a click, once, and then known", async () => {
    const document = await textDocument(`x ${id} y`);
    await vscode.commands.executeCommand("maiagent.hoverAction", "lookUp", CONNECTION_ID, id, 0, 2);
    assert.deepEqual(
      world.sandbox.requests.map(({ path }) => path),
      [`/api/contacts/${id}/`],
    );
    assert.ok((await hoverAt(document, id)).includes(String(contact["name"])));
    assert.equal(world.sandbox.requests.length, 1);
  });

  it("that no contact has says so with the time, and offers to look again", async () => {
    const unknown = randomUUID();
    const document = await textDocument(`x ${unknown} y`);
    await vscode.commands.executeCommand("maiagent.hoverAction", "lookUp", CONNECTION_ID, unknown, 0, 2);
    const text = await hoverAt(document, unknown);
    assert.match(text, /No contact of Host test has this ID \(looked up at \d/u);
    assert.match(text, /\[Look up again\]/u);
    assert.equal(world.sandbox.requests.length, 1);
  });

  it("is looked up by itself only if the user's settings say so, and what does not exist only once", async () => {
    await setting("maiagent.hover.lookUp", "automatic");
    const unknown = randomUUID();
    const document = await textDocument(`${id}\n${unknown}`);
    assert.ok((await hoverAt(document, id)).includes(String(contact["name"])));
    for (let time = 0; time < 3; time++) {
      await hoverAt(document, id);
      assert.match(await hoverAt(document, unknown), /No contact of Host test/u);
    }
    assert.deepEqual(
      world.sandbox.requests.map(({ path }) => path),
      [`/api/contacts/${id}/`, `/api/contacts/${unknown}/`],
    );
  });

  it("is not looked up by itself over a production connection, unless a further setting says so", async () => {
    await setting("maiagent.hover.lookUp", "automatic");
    await setConnections([settingFor(world.sandbox, { role: "production" })]);
    const document = await textDocument(id);
    assert.match(await hoverAt(document, id), /Look up this ID/u);
    assert.deepEqual(world.sandbox.requests, []);
    await setting("maiagent.hover.lookUpOnProduction", true);
    assert.ok((await hoverAt(document, id)).includes(String(contact["name"])));
    assert.equal(world.sandbox.requests.length, 1);
  });

  it("has no hover where none is wanted, or where there is no connection", async () => {
    const document = await textDocument(id);
    await setting("maiagent.hover.lookUp", "never");
    assert.equal(await hoverAt(document, id), "");
    await setting("maiagent.hover.lookUp", undefined);
    await setConnections([]);
    assert.equal(await hoverAt(document, id), "");
  });

  it("is not known by what another server said under the same connection", async () => {
    await see(id);
    const document = await textDocument(id);
    assert.ok((await hoverAt(document, id)).includes(String(contact["name"])));
    const other = await startSandbox({ apiKey: world.sandbox.apiKey, seed: 7 });
    try {
      await setConnections([settingFor(other)]);
      await vscode.commands.executeCommand("workbench.action.closeAllEditors");
      const again = await textDocument(`${id} again`);
      assert.match(await hoverAt(again, id), /Look up this ID/u);
    } finally {
      await other.close();
    }
  });

  it("runs nothing but its own actions on ids of the right form", async () => {
    const tabs = vscode.window.tabGroups.all.flatMap((group) => group.tabs).length;
    for (const args of [
      ["open", CONNECTION_ID, "../../../etc/passwd"],
      ["open", "evil.test", id],
      ["delete", CONNECTION_ID, id],
      ["open", CONNECTION_ID],
      ["open", { id: CONNECTION_ID }, [id]],
      [],
    ]) {
      await settled(vscode.commands.executeCommand("maiagent.hoverAction", ...args), dismiss);
    }
    await settled(vscode.commands.executeCommand("maiagent.hoverAction", "open", "not-here", id), dismiss);
    assert.equal(vscode.window.tabGroups.all.flatMap((group) => group.tabs).length, tabs);
    assert.deepEqual(world.sandbox.requests, []);
  });

  it("has the contact's name beside it in JSON, tests and .http files, if set, and follows what is learnt", async () => {
    const text = `{ "id": "${id}", "other": "${randomUUID()}" }`;
    const document = await textDocument(text, "json");
    await see(id);
    assert.deepEqual(await hintsOf(document), []);
    await setting("maiagent.inlayHints", "on");
    world.sandbox.clearRequests();
    const [hint, ...others] = await hintsOf(document);
    assert.ok(hint);
    assert.deepEqual(others, []);
    assert.equal(labelOf(hint), contact["name"]);
    // Behind the closing quotation mark.
    assert.equal(hint.position.character, text.indexOf(id) + id.length + 1);
    const http = await textDocument(`GET /contacts/${id}/`, "http");
    assert.deepEqual(
      (await hintsOf(http)).map(({ position }) => position.character),
      [http.getText().length],
    );
    const prose = await textDocument(id, "markdown");
    assert.deepEqual(await hintsOf(prose), []);
    assert.deepEqual(world.sandbox.requests, []);

    await world.patch(id, { name: "Renamed Elsewhere" });
    await vscode.commands.executeCommand("maiagent.hoverAction", "lookUp", CONNECTION_ID, id);
    assert.equal(labelOf((await hintsOf(document))[0] ?? hint), "Renamed Elsewhere");
  });

  it("is found by 'Look Up Selection' at the cursor, and its contact opens", async () => {
    const document = await textDocument(`see ${id} there`);
    const editor = await vscode.window.showTextDocument(document);
    editor.selection = new vscode.Selection(0, 10, 0, 10);
    await vscode.commands.executeCommand("maiagent.lookUpSelection");
    await until(() => activeContactUri() === uriFor(id).toString());
  });

  it("takes the place of every selection in one edit that one undo takes back", async () => {
    const document = await textDocument("first\nsecond\nthird");
    const editor = await vscode.window.showTextDocument(document);
    editor.selections = [new vscode.Selection(0, 0, 0, 5), new vscode.Selection(2, 5, 2, 5)];
    await vscode.commands.executeCommand("maiagent.insertContactId", {
      connectionId: CONNECTION_ID,
      contactId: id,
    });
    assert.equal(document.getText(), `${id}\nsecond\nthird${id}`);
    await vscode.commands.executeCommand("undo");
    assert.equal(document.getText(), "first\nsecond\nthird");
  });

  it("is one of the fields that can be inserted, raw", async () => {
    const document = await textDocument("a\nb");
    const editor = await vscode.window.showTextDocument(document);
    editor.selections = [new vscode.Selection(0, 1, 0, 1), new vscode.Selection(1, 1, 1, 1)];
    await settled(
      vscode.commands.executeCommand("maiagent.insertContactField", {
        connectionId: CONNECTION_ID,
        contactId: id,
      }),
      () => vscode.commands.executeCommand("workbench.action.acceptSelectedQuickOpenItem"),
    );
    assert.equal(document.getText(), `a${id}\nb${id}`);
  });
});

describe("The address of a contact in a text", () => {
  let world: HostWorld;
  beforeEach(async () => {
    world = await openWorld();
    await vscode.extensions.getExtension("maiagent-community.maiagent-contacts")?.activate();
  });
  afterEach(() => world.close());

  it("is a link in every language that opens the contact, and nothing is sent before", async () => {
    const id = world.contactIds[taken++] ?? "";
    const text = `# maiagent:${CONNECTION_ID}/${id}\nsee maiagent://${CONNECTION_ID}/contacts/${id}.contact.json.\nmaiagent://evil.test/contacts/${id}`;
    for (const language of ["python", "yaml", "plaintext"]) {
      const document = await textDocument(text, language);
      const links = await vscode.commands.executeCommand<vscode.DocumentLink[]>(
        "vscode.executeLinkProvider",
        document.uri,
      );
      const own = links.filter(({ target }) => target?.path === "maiagent.hoverAction");
      assert.deepEqual(
        own.map(({ target }): unknown => JSON.parse(target?.query ?? "")),
        [
          ["open", CONNECTION_ID, id],
          ["open", CONNECTION_ID, id],
        ],
      );
      assert.match(
        own[0]?.tooltip ?? "",
        new RegExp(`Open contact ${id} of the connection ${CONNECTION_ID}`),
      );
    }
    assert.deepEqual(world.sandbox.requests, []);
    await vscode.commands.executeCommand("maiagent.hoverAction", "open", CONNECTION_ID, id);
    await openDocument(id);
    assert.ok(world.sandbox.requests.length > 0);
  });
});

describe("A snippet", () => {
  const inserted = async (language: string, name: string): Promise<string> => {
    const document = await textDocument("", language);
    await vscode.window.showTextDocument(document);
    await vscode.commands.executeCommand("editor.action.insertSnippet", { langId: language, name });
    await until(() => document.getText() !== "");
    return document.getText();
  };

  it("makes a fixture that can be read once an id stands in it", async () => {
    for (const language of ["json", "jsonc"]) {
      const text = await inserted(language, "MaiAgent fixture");
      const { connectionId, contacts } = parseFixture(text.replace("id of a contact", randomUUID()));
      assert.equal(connectionId, "sandbox");
      assert.equal(contacts.length, 1);
    }
  });

  it("makes requests in .http files that read the key from the environment", async () => {
    for (const [name, method] of [
      ["MaiAgent: list contacts", "GET"],
      ["MaiAgent: get a contact", "GET"],
      ["MaiAgent: change a contact", "PATCH"],
    ] as const) {
      const [title, request, key, ...rest] = (await inserted("http", name)).split("\n");
      assert.match(title ?? "", /^### /u);
      assert.match(request ?? "", new RegExp(`^${method} https://[^ ]+/contacts/[^ ]*$`, "u"));
      assert.equal(key, "Authorization: Api-Key {{$processEnv MAIAGENT_API_KEY}}");
      if (method === "PATCH") {
        assert.deepEqual(JSON.parse(rest.slice(rest.indexOf("")).join("")), { name: "value" });
      }
    }
  });
});
