/** A page that is out of sight paints nothing: it does not wait for longer. */
const LONGEST_MS = 100;

/** Does some work as soon as what is on the page by now was painted. */
export function afterPaint(work: () => void): void {
  let isDone = false;
  const once = (): void => {
    if (isDone) return;
    isDone = true;
    work();
  };
  requestAnimationFrame(() => setTimeout(once));
  setTimeout(once, LONGEST_MS);
}
