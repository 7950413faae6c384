import type { ExportShape } from "./exportedFields.ts";
import { ExportText } from "./exportText.ts";
import type { NewFile } from "./newFile.ts";

/** Characters that are collected before they are written. */
const CHUNK = 64 * 1024;

/**
 * Writes contacts to a file as they arrive. A failure or a cancelled export leaves no file behind.
 *
 * @param contacts - the JSON text of each contact
 * @param onProgress - told of the number of contacts so far
 * @returns how many contacts the file has
 * @throws the failure of the contacts or the file; the signal's reason when it is aborted
 */
export async function exportContacts(
  contacts: AsyncIterable<string>,
  shape: ExportShape,
  file: NewFile,
  { signal, onProgress }: { readonly signal: AbortSignal; readonly onProgress: (count: number) => void },
): Promise<number> {
  const text = new ExportText(shape);
  let held = text.head();
  let count = 0;
  try {
    for await (const json of contacts) {
      signal.throwIfAborted();
      held += text.contact(json);
      count += 1;
      if (held.length >= CHUNK) {
        await file.write(held);
        held = "";
        onProgress(count);
      }
    }
    signal.throwIfAborted();
    await file.write(held + text.tail());
    await file.commit();
    onProgress(count);
    return count;
  } catch (failure) {
    await file.discard();
    throw failure;
  }
}
