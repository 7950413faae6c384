/** An id as the header shows it: `550e8400…440000`; short ids stay whole. */
export function shortId(id: string): string {
  return id.length > 17 ? `${id.slice(0, 8)}…${id.slice(-6)}` : id;
}
