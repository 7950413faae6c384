import type * as z from "zod/mini";
import { ResponseShapeError } from "./errors.ts";
import type { RequestSummary } from "./errors.ts";

/**
 * Checks a parsed answer against its schema.
 *
 * @param at - where in the answer the value stands, such as `results[3]`
 * @throws ResponseShapeError `schema`, naming the field and what was expected there, never what was found
 */
export function assertShape<T extends z.ZodMiniType>(
  schema: T,
  value: unknown,
  request: RequestSummary,
  at = "",
): z.infer<T> {
  const result = schema.safeParse(value);
  if (result.success) {
    return result.data;
  }
  const issue = result.error.issues[0];
  const path = (issue?.path ?? []).map((part) =>
    typeof part === "number" ? `[${part}]` : `.${String(part)}`,
  );
  const where = `${at}${path.join("")}`.replace(/^\./u, "");
  const expected = issue?.code === "invalid_type" ? `${issue.expected} expected` : (issue?.code ?? "invalid");
  throw new ResponseShapeError("schema", `${where === "" ? "answer" : where}: ${expected}`, { request });
}
