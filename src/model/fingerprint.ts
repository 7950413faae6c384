const FNV_OFFSET = 0x811c9dc5;
const FNV_PRIME = 0x01000193;

/**
 * A file size for VS Code that changes whenever the text does: 1 + FNV-1a of the text, below 1 MiB.
 * Core compares mtime and then size before a save; a real length would let a change of equal length be
 * overwritten silently, and a size over 1 MiB could raise the large-file question.
 */
export function fingerprint(text: string): number {
  let hash = FNV_OFFSET;
  for (let index = 0; index < text.length; index++) {
    hash = Math.imul(hash ^ text.charCodeAt(index), FNV_PRIME) >>> 0;
  }
  return 1 + (hash % 2 ** 20);
}
