/** A failure whose sentence is known where it happens; `message` is for people and may hold names: it is made safe where it is shown. */
export class DescribedError extends Error {
  override readonly name = "DescribedError";
}
