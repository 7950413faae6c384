import { AuthenticationError, NetworkError, PermissionError } from "../api/errors.ts";
import { MissingKeyError } from "../state/keyStore.ts";
import { ChildrenTimeoutError } from "./childrenDeadline.ts";

/** Which welcome text the view shows when it has no row. */
export type ViewState = "loading" | "setup" | "noKey" | "refused" | "offline" | "failed" | "rows";

/** The text that says why nothing can be shown. */
export function viewStateOf(error: unknown): ViewState {
  if (error instanceof MissingKeyError) {
    return "noKey";
  }
  if (error instanceof AuthenticationError || error instanceof PermissionError) {
    return "refused";
  }
  return error instanceof NetworkError || error instanceof ChildrenTimeoutError ? "offline" : "failed";
}
