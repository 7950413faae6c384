import { strict as assert } from "node:assert";
import * as vscode from "vscode";
import type { TreeNode } from "../../src/tree/treeNode.ts";
import { CONNECTION_ID, type HostWorld, openDocument, openWorld, setField } from "./hostWorld.ts";
import type { CopyForm } from "../../src/assist/copyAs/copyForm.ts";

describe("Copy As", () => {
  let world: HostWorld;
  beforeEach(async () => {
    world = await openWorld();
    await vscode.env.clipboard.writeText("");
  });
  afterEach(() => world.close());

  const idAt = (index: number) => world.contactIds[index] ?? assert.fail();
  const refAt = (index: number) => ({ connectionId: CONNECTION_ID, contactId: idAt(index) });
  const copyAs = async (form: CopyForm, target: unknown, selection?: readonly TreeNode[]) => {
    await vscode.commands.executeCommand("maiagent.copyContactAs", target, selection, form);
    const text = await vscode.env.clipboard.readText();
    assert.ok(text !== "" && !text.includes(world.sandbox.apiKey), "something without the key");
    return text;
  };

  it("copies the request that reads a contact without sending one", async () => {
    const text = await copyAs({ kind: "request", language: "curlBash", method: "GET" }, refAt(0));
    assert.equal(
      text,
      `curl --request GET '${world.sandbox.baseUrl}/contacts/${idAt(0)}/' \\\n` +
        '  --header "Authorization: Api-Key $MAIAGENT_API_KEY"\n',
    );
    assert.deepEqual(world.sandbox.requests, []);
  });

  it("copies the request that an open contact's unsaved changes would send, and no other change", async () => {
    const document = await openDocument(idAt(0));
    await setField(document, "email", 'it\'s "new"@example.test');
    const text = await copyAs({ kind: "request", language: "fetch", method: "PATCH" }, refAt(0));
    assert.ok(text.includes('method: "PATCH"'), text);
    assert.ok(
      text.includes('body: JSON.stringify({\n    email: "it\'s \\"new\\"@example.test",\n  }),'),
      text,
    );
  });

  it("copies the request that creates the same contact with what can be written alone", async () => {
    const text = await copyAs({ kind: "request", language: "pythonRequests", method: "POST" }, refAt(1));
    const contact = await world.get(idAt(1));
    assert.ok(text.includes(`"sourceId": ${JSON.stringify(contact["sourceId"])},`), text);
    for (const field of ["mcpCredentials", "createdAt", '"id": "' + idAt(1)]) {
      assert.ok(!text.includes(field), field);
    }
  });

  it("copies a contact as fixture and as type without credentials", async () => {
    const fixture = JSON.parse(await copyAs({ kind: "fixture" }, refAt(0))) as Record<string, unknown>;
    const { mcpCredentials, ...contact } = await world.get(idAt(0));
    assert.ok(!("mcpCredentials" in fixture), String(mcpCredentials));
    assert.deepEqual(fixture, contact);
    assert.ok(
      (await copyAs({ kind: "typescript" }, refAt(0))).includes("export const contactSchema = z.object({"),
    );
  });

  it("copies several selected contacts as one fixture, as IDs and as one type", async () => {
    const nodes = [0, 1, 2].map((index) => contactNode(idAt(index)));
    const twice: readonly TreeNode[] = [...nodes, contactNode(idAt(0), "another-inbox")];
    const fixture = JSON.parse(await copyAs({ kind: "fixture" }, nodes[0], twice)) as {
      readonly id: string;
    }[];
    assert.deepEqual(
      fixture.map(({ id }) => id),
      [idAt(0), idAt(1), idAt(2)],
    );
    assert.equal(await copyAs({ kind: "ids" }, nodes[0], twice), [idAt(0), idAt(1), idAt(2)].join("\n"));
    assert.ok(
      (await copyAs({ kind: "typescript" }, nodes[1], twice)).includes("z.infer<typeof contactSchema>"),
    );
    // The row that was clicked is not part of the selection: it alone is meant.
    assert.ok(
      (
        await copyAs({ kind: "request", language: "curlBash", method: "GET" }, contactNode(idAt(3)), twice)
      ).includes(idAt(3)),
    );
  });
});

function contactNode(contactId: string, inboxId = "inbox"): TreeNode {
  return {
    kind: "contact",
    ...{ connectionId: CONNECTION_ID, inboxId, contactId, isReadOnly: false },
    contact: { id: contactId, name: "[a](command:x)$(trash)" },
  };
}
