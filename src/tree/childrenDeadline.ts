/** A getChildren that never settles blocks every later refresh of the view. */
const CHILDREN_DEADLINE_MS = 15_000;

/** Rows were not there in time. */
export class ChildrenTimeoutError extends Error {
  constructor() {
    super("The server did not answer in time.");
    this.name = "ChildrenTimeoutError";
  }
}

/** @throws ChildrenTimeoutError after 15 s */
export async function inTime<T>(work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const deadline = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new ChildrenTimeoutError()), CHILDREN_DEADLINE_MS);
  });
  try {
    return await Promise.race([work, deadline]);
  } finally {
    clearTimeout(timer);
  }
}
