import type { ContactRef } from "../state/contactStore.ts";
import type { LookupMemory } from "../state/lookupMemory.ts";
import { ContactPicker, type PickerOptions } from "./contactPicker.ts";
import type { LookupSource } from "./lookupView.ts";

/**
 * Asks for a contact that a command needs.
 * @throws vscode.CancellationError when the picker is dismissed.
 */
export async function findContact(
  source: LookupSource,
  memory: LookupMemory,
  options: Omit<PickerOptions, "hasActions">,
): Promise<ContactRef> {
  const { found } = await new ContactPicker(source, memory, { ...options, hasActions: false }).pick();
  return { connectionId: found.connectionId, contactId: found.contactId };
}
