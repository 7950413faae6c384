import type { PlannedResponse, Sandbox } from "../../src/sandbox/sandbox.ts";
import { expect, test } from "./fixtures.ts";
import { openContact, showContacts } from "./pages/contactsView.ts";

/** Reading, saving and seeding meet the same faults in test/host/faultMatrix.test.ts; these two ask a question first. */
const FAULTS: Readonly<Record<string, Omit<PlannedResponse, "method">>> = {
  "reset before": { fault: "reset", commit: false },
  "reset after commit": { fault: "reset", commit: true },
  "502 after commit": { status: 502, body: "<html>502</html>", commit: true },
  "503": { status: 503, body: "<html>503</html>" },
  timeout: { fault: "hang", commit: true },
  truncated: { fault: "truncate" },
};
const IN_TIME = { timeout: 40_000 };

async function everything(sandbox: Sandbox): Promise<ReadonlyMap<string, Record<string, unknown>>> {
  const found = new Map<string, Record<string, unknown>>();
  for (let page = 1; ; page += 1) {
    const answer = await fetch(`${sandbox.baseUrl}/contacts/?pageSize=100&page=${page}`, {
      headers: { authorization: `Api-Key ${sandbox.apiKey}` },
    });
    // The last page went away with the contact that was deleted meanwhile.
    if (answer.status === 404) return found;
    const { results, next } = (await answer.json()) as {
      readonly results: readonly Record<string, unknown>[];
      readonly next: string | null;
    };
    results.forEach((contact) => found.set(String(contact["id"]), contact));
    if (next === null) return found;
  }
}

test("a contact is replaced once over every fault, and no error is told", async ({ sandbox, vscode }) => {
  test.setTimeout(180_000);
  const editor = await openContact(vscode, "林志明");
  const before = await everything(sandbox);
  for (const [name, planned] of Object.entries(FAULTS)) {
    const email = `${name.replaceAll(" ", "-")}@example.com`;
    await editor.email.fill(email);
    await expect(editor.footer).toContainText("1 field changed");
    sandbox.respondNext({ ...planned, method: "PUT" });
    await editor.frame.getByRole("button", { name: "More Actions" }).click();
    await editor.frame.getByRole("menuitem", { name: /PUT/ }).click();
    await vscode.messages.answerDialog("Replace");
    await expect(editor.footer, name).not.toContainText("1 field changed", IN_TIME);
    const now = await everything(sandbox);
    expect(now.size, name).toBe(before.size);
    expect(
      [...now.values()].filter((contact) => contact["email"] === email),
      name,
    ).toHaveLength(1);
    await expect(vscode.page.locator(".notifications-toasts .codicon-error"), name).toHaveCount(0);
  }
});

test("a contact is deleted once over every fault, and no error is told", async ({ sandbox, vscode }) => {
  test.setTimeout(180_000);
  const tree = await showContacts(vscode);
  const before = await everything(sandbox);
  let gone = 0;
  for (const [name, planned] of Object.entries(FAULTS)) {
    const victim = `Victim ${gone}`;
    const made = await fetch(`${sandbox.baseUrl}/contacts/`, {
      method: "POST",
      headers: { authorization: `Api-Key ${sandbox.apiKey}`, "content-type": "application/json" },
      body: JSON.stringify({
        name: victim,
        sourceId: `victim-${gone}`,
        inboxes: [...before.values()][0]?.["inboxes"],
      }),
    });
    const { id } = (await made.json()) as { readonly id: string };
    sandbox.respondNext({ ...planned, method: "DELETE" });
    await vscode.workbench.runCommand("MaiAgent: Delete Contact…");
    await vscode.quickInput.type(id);
    await expect(vscode.quickInput.row(victim)).toBeVisible(IN_TIME);
    // The list is made anew when the answer comes, and a key that meets the old one is lost.
    await expect(async () => {
      if (await vscode.quickInput.widget.isVisible()) await vscode.page.keyboard.press("Enter");
      await expect(vscode.messages.dialog).toBeVisible({ timeout: 3_000 });
    }).toPass(IN_TIME);
    await vscode.messages.answerDialog("Delete");
    await expect
      .poll(async () => (await everything(sandbox)).has(id), { message: name, ...IN_TIME })
      .toBe(false);
    gone += 1;
  }
  await expect(tree.row("Sample data", 1)).toBeVisible();
  await expect(vscode.page.locator(".notifications-toasts .codicon-error")).toHaveCount(0);
  const now = await everything(sandbox);
  expect([...now.keys()].sort()).toEqual([...before.keys()].sort());
});
