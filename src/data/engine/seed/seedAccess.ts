import type { ContactAnswer, Contacts, RequestOptions } from "../../../api/contacts.ts";
import type { ContactDraft } from "../../../api/schemas.ts";

/** How seeding looks at contacts. */
export type SeedReads = Pick<Contacts, "list" | "all" | "retrieve">;

/** What a run and a clean-up send. In the extension the history records each; in a test it is a client. */
export interface SeedWrites {
  /** @param options - `onAnswered` is called before the create is recorded, where it is */
  create(
    draft: ContactDraft,
    options: RequestOptions & { readonly onAnswered?: () => void },
  ): Promise<ContactAnswer>;
  /** PATCH. */
  update(id: string, patch: object, options: RequestOptions): Promise<ContactAnswer>;
  /** @param options - `before`: the contact as it was read right before, so that nobody has to ask for it again */
  delete(id: string, options: RequestOptions & { readonly before?: string }): Promise<void>;
}

/** The contacts of the connection that is seeded. */
export type SeedAccess = SeedReads & SeedWrites;

/** Looks at contacts one way and writes them another: through the history. */
export function seedAccess(reads: SeedReads, writes: SeedWrites): SeedAccess {
  return {
    list: (params, options) => reads.list(params, options),
    all: (params, options) => reads.all(params, options),
    retrieve: (id, options) => reads.retrieve(id, options),
    create: (draft, options) => writes.create(draft, options),
    update: (id, patch, options) => writes.update(id, patch, options),
    delete: (id, options) => writes.delete(id, options),
  };
}
