import type { Sandbox } from "../../src/sandbox/sandbox.ts";
import { expect } from "./fixtures.ts";

/** Changes 林志明 as somebody else would. */
export async function changeElsewhere(sandbox: Sandbox, body: object): Promise<void> {
  const { id } = await found(sandbox);
  const path = `${sandbox.baseUrl}/contacts/${id}/`;
  const answer = await fetch(path, {
    method: "PATCH",
    headers: headersOf(sandbox),
    body: JSON.stringify(body),
  });
  expect(answer.ok).toBe(true);
}

/** What the server has of 林志明 now. */
export async function contactNow(sandbox: Sandbox): Promise<Record<string, unknown>> {
  return found(sandbox);
}

async function found(sandbox: Sandbox): Promise<Record<string, unknown> & { readonly id: string }> {
  // Whatever the tests make of the contact, its avatar's and others' fields: the id stays.
  const known = ids.get(sandbox);
  if (known !== undefined) {
    const answer = await fetch(`${sandbox.baseUrl}/contacts/${known}/`, { headers: headersOf(sandbox) });
    return (await answer.json()) as Record<string, unknown> & { readonly id: string };
  }
  const answer = await fetch(`${sandbox.baseUrl}/contacts/?search=crm-104171`, {
    headers: headersOf(sandbox),
  });
  const { results } = (await answer.json()) as {
    readonly results: readonly (Record<string, unknown> & { readonly id: string })[];
  };
  const [contact] = results;
  if (!contact) {
    throw new Error("林志明 is not among the sample contacts");
  }
  ids.set(sandbox, contact.id);
  return contact;
}

const ids = new WeakMap<Sandbox, string>();

function headersOf({ apiKey }: Sandbox): Record<string, string> {
  return { authorization: `Api-Key ${apiKey}`, "content-type": "application/json" };
}
