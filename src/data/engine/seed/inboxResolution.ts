import type { Inbox } from "../../../api/schemas.ts";
import type { Recipe } from "./recipe.ts";
import type { RecipeProblem } from "./recipeProblem.ts";
import type { SeedContact } from "./seedContacts.ts";

type Resolved =
  | { readonly id: string }
  | { readonly problem: "unknownInbox" | "ambiguousInbox"; readonly ids: readonly string[] };

const UUID = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/iu;

/** Finds the inboxes that a recipe means, by id or by name. */
export class InboxResolution {
  readonly #byId = new Map<string, string>();
  readonly #isComplete: boolean;
  readonly #byName = new Map<string, string[]>();

  /**
   * @param isComplete - false when the server does not list inboxes and these were seen in contacts: an id that is
   * not among them may exist all the same
   */
  constructor(inboxes: readonly Pick<Inbox, "id" | "name">[], isComplete: boolean) {
    this.#isComplete = isComplete;
    for (const { id, name } of inboxes) {
      this.#byId.set(id.toLowerCase(), id);
      const key = normalised(name);
      this.#byName.set(key, [...(this.#byName.get(key) ?? []), id]);
    }
  }

  /** An id is meant before a name. */
  resolve(reference: string): Resolved {
    const id = this.#byId.get(reference.trim().toLowerCase());
    if (id !== undefined) {
      return { id };
    }
    const ids = this.#byName.get(normalised(reference)) ?? [];
    const [only] = ids;
    if (only === undefined) {
      if (!this.#isComplete && UUID.test(reference.trim())) {
        return { id: reference.trim() };
      }
      return { problem: "unknownInbox", ids };
    }
    return ids.length === 1 ? { id: only } : { problem: "ambiguousInbox", ids };
  }

  /** The ids of a contact's inboxes, each once. The recipe has been checked: what is unknown is left out. */
  idsFor({ inboxes }: Pick<SeedContact, "inboxes">): readonly string[] {
    const ids = inboxes.flatMap((reference) => {
      const resolved = this.resolve(reference);
      return "id" in resolved ? [resolved.id] : [];
    });
    return [...new Set(ids)];
  }

  /** Every inbox that the recipe names and that is not there, or is there twice. */
  problems({ file, source }: Recipe): readonly RecipeProblem[] {
    const lists = [
      { path: ["inboxes"], inboxes: file.inboxes ?? [] },
      ...(file.contacts ?? []).map((contact, index) => ({
        path: ["contacts", index, "inboxes"],
        inboxes: contact.inboxes ?? [],
      })),
      { path: ["generate", "template", "inboxes"], inboxes: file.generate?.template.inboxes ?? [] },
    ];
    return lists.flatMap(({ path, inboxes }) =>
      inboxes.flatMap((reference, index) => {
        const resolved = this.resolve(reference);
        return "id" in resolved
          ? []
          : [source.problem(resolved.problem, [...path, index], reference, ...resolved.ids)];
      }),
    );
  }
}

function normalised(name: string): string {
  return name.normalize("NFC").trim();
}
