import { isConnectionId, isContactId } from "../../model/contactId.ts";
import { EXTENSION_ID, type LinkedContact, parseContactLink } from "../../model/contactLink.ts";

/** An address of a contact in a text and where it stands. */
export interface ContactUri extends LinkedContact {
  readonly start: number;
  readonly end: number;
}

/** Addresses of one text that become links. */
const MAXIMUM_URIS = 2000;
const DOCUMENT_SUFFIX = ".contact.json";
/** `maiagent://connection/contacts/id.contact.json` as documents have it, and the shorter `maiagent:connection/id`. */
const DOCUMENT =
  /(?<![\w.+-])maiagent:(?:\/\/)?(?<connection>[a-z0-9-]{1,64})\/(?:contacts\/)?(?<id>[a-z0-9][\w.-]{0,120})/giu;
/** What 'Copy Link to Contact' writes; the scheme is the application's own. */
const LINK = new RegExp(
  `(?<![\\w.+-])[a-z][a-z0-9+.-]{1,40}://${EXTENSION_ID.replaceAll(".", "\\.")}(?<path>/[\\w/]*)\\?(?<query>[\\w=&.%~+-]{1,400})`,
  "giu",
);
/** What stands behind an address that says more than a contact. */
const MORE = /^(?:[\w/#%@&=-]|\?\w)/u;

/**
 * The contacts that a text names by address. An address can say which connection and which contact and nothing else:
 * no host, no key, no command. What says more is no link.
 */
export function contactUris(text: string): readonly ContactUri[] {
  const found: ContactUri[] = [];
  for (const { 0: all, index, groups } of text.matchAll(DOCUMENT)) {
    const connectionId = (groups?.["connection"] ?? "").toLowerCase();
    const { uri, end } = withoutFullStop(all, index);
    const id = (groups?.["id"] ?? "").slice(0, (groups?.["id"] ?? "").length - (all.length - uri.length));
    const contactId = id.endsWith(DOCUMENT_SUFFIX) ? id.slice(0, -DOCUMENT_SUFFIX.length) : id;
    if (!MORE.test(text.slice(end, end + 2)) && isConnectionId(connectionId) && isContactId(contactId)) {
      found.push({ connectionId, contactId, start: index, end });
    }
  }
  for (const { 0: all, index, groups } of text.matchAll(LINK)) {
    const { uri, end } = withoutFullStop(all, index);
    const query = uri.slice(uri.indexOf("?") + 1);
    const link = parseContactLink({ path: groups?.["path"] ?? "", query, fragment: "" });
    if (!MORE.test(text.slice(end, end + 2)) && !("problem" in link)) {
      found.push({ ...link, start: index, end });
    }
  }
  return found.sort((left, right) => left.start - right.start).slice(0, MAXIMUM_URIS);
}

/** A full stop at the end belongs to the sentence. */
function withoutFullStop(all: string, index: number): { readonly uri: string; readonly end: number } {
  const uri = all.replace(/\.+$/u, "");
  return { uri, end: index + uri.length };
}
