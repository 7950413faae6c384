import { strict as assert } from "node:assert";
import * as vscode from "vscode";

describe("The key of Find Contact", () => {
  it("is bound to nothing else, and those of the open picker are ours only while it is open", async () => {
    const uri = vscode.Uri.parse("vscode://defaultsettings/keybindings.json");
    const document = await vscode.workspace.openTextDocument(uri);
    const text = document.getText();
    const json = text.replaceAll(/^\s*\/\/.*$/gmu, "");
    const bindings = JSON.parse(json) as readonly { key: string; command: string; when?: string }[];
    assert.ok(bindings.length > 500, `${bindings.length} key bindings`);
    const of = (key: string) => bindings.filter((binding) => binding.key === key);
    const [own] = bindings.filter(({ command }) => command === "maiagent.findContact");
    assert.ok(own);
    assert.deepEqual(
      of(own.key).map(({ command }) => command),
      ["maiagent.findContact"],
    );
    for (const { command, when } of bindings) {
      if (command.startsWith("maiagent.find") && command !== "maiagent.findContact") {
        assert.match(when ?? "", /maiagent\.finding/u, command);
      }
    }
  });
});
