import type { StoredContact } from "./storedContact.ts";

/**
 * Contacts in list order. Kept oldest first, so that the usual addition, a new contact, is a push;
 * read newest first. Nothing here depends on how many there are but one binary search and one splice.
 */
export class OrderedContacts {
  readonly #oldestFirst: StoredContact[] = [];

  get size(): number {
    return this.#oldestFirst.length;
  }

  /** Adds the contact, or replaces the one in its place. */
  set(contact: StoredContact): void {
    const place = this.#placeOf(contact.record.sequence);
    const replaced = this.#oldestFirst[place]?.record.sequence === contact.record.sequence ? 1 : 0;
    if (place === this.#oldestFirst.length) this.#oldestFirst.push(contact);
    else this.#oldestFirst.splice(place, replaced, contact);
  }

  delete(sequence: number): void {
    const place = this.#placeOf(sequence);
    if (this.#oldestFirst[place]?.record.sequence === sequence) this.#oldestFirst.splice(place, 1);
  }

  /** `count` contacts from position `start`, newest first. */
  page(start: number, count: number): StoredContact[] {
    const end = Math.max(0, this.size - start);
    return this.#oldestFirst.slice(Math.max(0, end - count), end).reverse();
  }

  /** All that fit, newest first. */
  filter(fits: (contact: StoredContact) => boolean): StoredContact[] {
    return this.#oldestFirst.filter(fits).reverse();
  }

  /** First position whose sequence is not below the one given. */
  #placeOf(sequence: number): number {
    const last = this.#oldestFirst.at(-1);
    if (last === undefined || last.record.sequence < sequence) return this.size;
    let low = 0;
    let high = this.size - 1;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#oldestFirst[middle]?.record.sequence ?? 0) < sequence) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
