import { expect, test } from "./fixtures.ts";
import { ContactEditor } from "./pages/contactEditor.ts";

test("a contact is found while typing, with few requests, before the view was ever opened", async ({
  sandbox,
  vscode,
}) => {
  await vscode.workbench.runCommand("MaiAgent: Find Contact…");
  const { quickInput } = vscode;
  await expect(quickInput.row("陳美玲")).toBeVisible({ timeout: 30_000 });
  sandbox.clearRequests();
  await expect(quickInput.input).toBeFocused();
  // In one go inside the page: on a busy machine Playwright's own keys come too far apart to be fast typing.
  await quickInput.input.evaluate((element, text) => {
    const input = element as unknown as { value: string; dispatchEvent(event: Event): boolean };
    for (let length = 1; length <= text.length; length++) {
      input.value = text.slice(0, length);
      input.dispatchEvent(new Event("input", { bubbles: true }));
    }
  }, "crm-104171");
  await expect(quickInput.rows).toHaveCount(1);
  await expect(quickInput.row("林志明")).toBeVisible();
  expect(sandbox.requests.length).toBeLessThanOrEqual(3);
  await vscode.page.keyboard.press("Enter");
  const editor = new ContactEditor(vscode.workbench);
  await editor.expectLoaded();
  await expect(editor.name).toHaveValue("林志明");
});

test("an answer for older text is never shown", async ({ sandbox, vscode }) => {
  await vscode.workbench.runCommand("MaiAgent: Find Contact…");
  const { quickInput } = vscode;
  await expect(quickInput.row("陳美玲")).toBeVisible({ timeout: 30_000 });
  let release: () => void = () => undefined;
  const held = new Promise<void>((resolve) => (release = resolve));
  sandbox.respondNext({ pathPattern: "search=Hiroshi", until: held });
  await quickInput.type("Hiroshi");
  await expect.poll(() => sandbox.requests.some(({ path }) => path.includes("search=Hiroshi"))).toBe(true);
  await quickInput.type("crm-104171");
  await expect(quickInput.row("林志明")).toBeVisible();
  release();
  await expect(quickInput.rows).toHaveCount(1);
  await expect(quickInput.row("林志明")).toBeVisible();
  await quickInput.cancel();
});

test("a pasted id goes straight to the contact", async ({ sandbox, vscode }) => {
  const headers = { authorization: `Api-Key ${sandbox.apiKey}` };
  const answer = await fetch(`${sandbox.baseUrl}/contacts/?search=crm-104171`, { headers });
  const { results } = (await answer.json()) as { readonly results: readonly { readonly id: string }[] };
  const id = results[0]?.id ?? "";
  await vscode.workbench.runCommand("MaiAgent: Find Contact…");
  await expect(vscode.quickInput.row("陳美玲")).toBeVisible({ timeout: 30_000 });
  sandbox.clearRequests();
  await vscode.quickInput.type(id.toUpperCase());
  await expect(vscode.quickInput.rows).toHaveCount(1);
  // The row may stand before its request: the picker knows the contact from the list.
  await expect.poll(() => sandbox.requests.map(({ path }) => path)).toEqual([`/api/contacts/${id}/`]);
  await expect(vscode.quickInput.row("林志明")).toBeVisible();
  await vscode.page.keyboard.press("Enter");
  await expect(new ContactEditor(vscode.workbench).name).toHaveValue("林志明", { timeout: 30_000 });
});

test("Enter that comes before the answer opens the contact of a pasted id as soon as it is there", async ({
  sandbox,
  vscode,
}) => {
  const headers = { authorization: `Api-Key ${sandbox.apiKey}` };
  const answer = await fetch(`${sandbox.baseUrl}/contacts/?page=250&pageSize=1`, { headers });
  const { results } = (await answer.json()) as {
    readonly results: readonly { readonly id: string; readonly name: string }[];
  };
  const { id, name } = results[0] ?? { id: "", name: "" };
  const { quickInput, workbench } = vscode;
  await workbench.runCommand("MaiAgent: Find Contact…");
  await expect(quickInput.row("陳美玲")).toBeVisible({ timeout: 30_000 });
  let release: () => void = () => undefined;
  const held = new Promise<void>((resolve) => (release = resolve));
  sandbox.respondNext({ pathPattern: id, until: held });
  await quickInput.type(id);
  await expect(quickInput.row("Searching…")).toBeVisible();
  await vscode.page.keyboard.press("Enter");
  await expect.poll(() => sandbox.requests.some(({ path }) => path.includes(id))).toBe(true);
  release();
  await expect(new ContactEditor(workbench).name).toHaveValue(name, { timeout: 30_000 });
  await expect(quickInput.widget).toBeHidden();
});
