import { detailAnswer, jsonAnswer, notFound, type Answer } from "./answer.ts";
import type { ContactFields, ContactStore } from "./contactStore.ts";
import { conversationsJson, latestConversationJson } from "./conversations.ts";
import { paginate } from "./paginate.ts";
import { readBody } from "./readBody.ts";
import type { SandboxRequest } from "./sandboxRequest.ts";
import type { StoredContact } from "./storedContact.ts";
import { validateContact } from "./validateContact.ts";
import { parseUuid } from "./validateInboxes.ts";

/** The settings that change how contacts are answered. */
export interface ContactRouteOptions {
  readonly pageSizeCap: number;
  readonly absentInPut: "clear" | "keep";
}

/** Optional fields that a create leaves out, or a PUT. A PUT's name and inboxes stay: the reference page does not require them. */
const empty = {
  avatar: null,
  phoneNumber: null,
  email: null,
  sourceId: null,
  queryMetadata: "null",
} as const satisfies Partial<ContactFields>;

/** `contacts/` and what lies below it. */
export class ContactRoutes {
  readonly #store: () => ContactStore;
  readonly #options: ContactRouteOptions;

  /** @param store asked at each request: a reset puts another one in its place */
  constructor(store: () => ContactStore, options: ContactRouteOptions) {
    this.#store = store;
    this.#options = options;
  }

  /** GET contacts/ */
  list(request: SandboxRequest): Answer {
    const { query } = request;
    const inbox = query.get("inboxes") ?? query.get("inbox") ?? "";
    const inboxId = inbox === "" ? undefined : parseUuid(inbox);
    if (inbox !== "" && inboxId === undefined) {
      return jsonAnswer(400, JSON.stringify({ inboxes: [`“${inbox}” is not a valid UUID.`] }));
    }
    const contacts = this.#store().list(inboxId);
    const fits = filterOf(query);
    const found = fits === undefined ? undefined : contacts.filter(fits);
    return paginate(
      request,
      {
        count: found?.length ?? contacts.size,
        items: (start, count) =>
          (found?.slice(start, start + count) ?? contacts.page(start, count)).map(({ json }) => json),
      },
      this.#options.pageSizeCap,
    );
  }

  /** POST contacts/ */
  create(request: SandboxRequest): Answer {
    const body = readBody(request);
    if ("status" in body) return body;
    const checked = validateContact(body, true);
    if ("errors" in checked) return jsonAnswer(400, JSON.stringify(checked.errors));
    const { name = "", inboxIds = [], ...others } = checked.fields;
    const fields: ContactFields = { ...empty, ...others, name, inboxIds };
    return this.#sourceConflict(fields, undefined) ?? jsonAnswer(201, this.#store().create(fields).json);
  }

  /** GET contacts/{id}/ */
  retrieve(_request: SandboxRequest, id: string): Answer {
    return this.#withContact(id, ({ json }) => jsonAnswer(200, json));
  }

  /** PUT contacts/{id}/ */
  replace(request: SandboxRequest, id: string): Answer {
    return this.#write(request, id, this.#options.absentInPut === "clear" ? empty : {});
  }

  /** PATCH contacts/{id}/ */
  update(request: SandboxRequest, id: string): Answer {
    return this.#write(request, id, {});
  }

  /** DELETE contacts/{id}/ */
  delete(_request: SandboxRequest, id: string): Answer {
    return this.#withContact(id, (contact) => {
      if (contact.record.conversations > 0) {
        return detailAnswer(400, "The contact still has associated conversations and cannot be deleted.");
      }
      this.#store().delete(contact);
      return { status: 204, body: "", headers: { vary: "Accept" } };
    });
  }

  /** GET contacts/{id}/conversations: 404 when there are none. */
  conversations(_request: SandboxRequest, id: string): Answer {
    return this.#withConversations(id, conversationsJson);
  }

  /** GET contacts/{id}/conversations/latest: 404 when there are none. */
  latestConversation(_request: SandboxRequest, id: string): Answer {
    return this.#withConversations(id, latestConversationJson);
  }

  /** DRF looks the object up before it looks at the body. */
  #write(request: SandboxRequest, id: string, absent: Partial<ContactFields>): Answer {
    return this.#withContact(id, (contact) => {
      const body = readBody(request);
      if ("status" in body) return body;
      const checked = validateContact(body, false);
      if ("errors" in checked) return jsonAnswer(400, JSON.stringify(checked.errors));
      const fields = { ...absent, ...checked.fields };
      return (
        this.#sourceConflict({ ...contact.record, ...fields }, contact.record.id) ??
        jsonAnswer(200, this.#store().update(contact, fields).json)
      );
    });
  }

  #sourceConflict(
    fields: Pick<ContactFields, "sourceId" | "inboxIds">,
    id: string | undefined,
  ): Answer | undefined {
    if (!fields.sourceId || !this.#store().sourceTaken(fields.sourceId, fields.inboxIds, id))
      return undefined;
    const message = "A contact with this source ID already exists in this inbox.";
    return jsonAnswer(400, JSON.stringify({ sourceId: [message] }));
  }

  #withContact(id: string, answer: (contact: StoredContact) => Answer): Answer {
    const uuid = parseUuid(id);
    const contact = uuid === undefined ? undefined : this.#store().get(uuid);
    return contact === undefined ? notFound() : answer(contact);
  }

  #withConversations(id: string, json: (contact: StoredContact) => string): Answer {
    return this.#withContact(id, (contact) =>
      contact.record.conversations === 0 ? notFound() : jsonAnswer(200, json(contact)),
    );
  }
}

/** `query` looks at name and source id, `search` at everything; both given must both fit. */
function filterOf(query: URLSearchParams): ((contact: StoredContact) => boolean) | undefined {
  const part = (query.get("query") ?? "").trim().toLowerCase();
  // DRF's SearchFilter: every word must be found.
  const words = (query.get("search") ?? "").toLowerCase().split(/\s+/).filter(Boolean);
  if (part === "" && words.length === 0) return undefined;
  return (contact) =>
    (part === "" ||
      contact.record.name.toLowerCase().includes(part) ||
      contact.record.sourceId?.toLowerCase().includes(part) === true) &&
    words.every((word) => contact.fullText.includes(word));
}
