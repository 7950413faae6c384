import type { FieldError, FieldPath } from "./errors.ts";

/** What an error body says. */
export interface ErrorBody {
  readonly detail: string | undefined;
  readonly fieldErrors: readonly FieldError[];
}

const MAX_DEPTH = 64;
const MAX_MESSAGES = 500;
const MAX_MESSAGE_LENGTH = 1_000;

/** Names under which Django REST Framework reports on the whole object; the camelCase layer renames the first. */
const WHOLE_OBJECT_KEYS: ReadonlySet<string> = new Set(["non_field_errors", "nonFieldErrors", "__all__"]);
/** Keys that carry a sentence for the whole request, best first. */
const DETAIL_KEYS = ["detail", "message", "error", "error_description", "msg", "title"] as const;
/** Keys that describe the error itself and name no field of a contact. */
const METADATA_KEYS: ReadonlySet<string> = new Set([
  ...DETAIL_KEYS,
  "code",
  "type",
  "status",
  "status_code",
  "statusCode",
  "instance",
  "attr",
  "success",
  "timestamp",
  "path",
  "request_id",
  "requestId",
  "traceId",
]);

type JsonObject = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);
// Own properties only: a hostile body may name `constructor` or `__proto__`.
const own = (value: JsonObject, key: string): unknown => (Object.hasOwn(value, key) ? value[key] : undefined);
const ownString = (value: JsonObject, key: string): string | undefined => {
  const property = own(value, key);
  return typeof property === "string" && property.trim() !== "" ? property : undefined;
};
const shorten = (message: string): string =>
  message.length > MAX_MESSAGE_LENGTH ? `${message.slice(0, MAX_MESSAGE_LENGTH)}…` : message;
const segment = (text: string): string | number => (/^\d{1,9}$/u.test(text) ? Number(text) : text);

/** Where one entry of an `errors` list belongs: drf-standardized-errors `attr`, JSON:API pointer, pydantic `loc`. */
function pathOfEntry(entry: JsonObject): FieldPath {
  const attr = ownString(entry, "attr") ?? ownString(entry, "field");
  if (attr !== undefined) {
    return WHOLE_OBJECT_KEYS.has(attr) ? [] : attr.split(".").map(segment);
  }
  const source = own(entry, "source");
  const pointer = isObject(source) ? ownString(source, "pointer") : undefined;
  if (pointer !== undefined) {
    return pointer
      .replace(/^\/(?:data\/)?(?:attributes\/)?/u, "")
      .split("/")
      .filter((part) => part !== "")
      .map(segment);
  }
  const loc = own(entry, "loc");
  if (Array.isArray(loc)) {
    const path = loc.filter((part) => typeof part === "string" || typeof part === "number");
    return path[0] === "body" ? path.slice(1) : path;
  }
  return [];
}

/** The sentence of an object that is itself one message, such as `{message, code}` of DRF's full details. */
function entryMessage(entry: JsonObject): string | undefined {
  const known = [
    "code",
    "message",
    "detail",
    "msg",
    "type",
    "title",
    "attr",
    "field",
    "loc",
    "source",
    "status",
  ];
  if (
    !Object.keys(entry).every(
      (key) => known.includes(key) || key === "input" || key === "ctx" || key === "url",
    )
  ) {
    return undefined;
  }
  return (
    ownString(entry, "detail") ??
    ownString(entry, "message") ??
    ownString(entry, "msg") ??
    ownString(entry, "title")
  );
}

class Collector {
  readonly #byPath = new Map<string, { path: FieldPath; messages: string[] }>();
  #count = 0;

  get fieldErrors(): readonly FieldError[] {
    return [...this.#byPath.values()];
  }

  add(path: FieldPath, message: string): void {
    if (message.trim() === "" || this.#count >= MAX_MESSAGES) {
      return;
    }
    this.#count += 1;
    const key = JSON.stringify(path);
    const known = this.#byPath.get(key);
    if (known === undefined) {
      this.#byPath.set(key, { path, messages: [shorten(message)] });
    } else {
      known.messages.push(shorten(message));
    }
  }

  /** Walks a value that stands where messages are expected. `{}` means that nothing is wrong there. */
  walk(value: unknown, path: FieldPath, depth = 0): void {
    if (depth > MAX_DEPTH || this.#count >= MAX_MESSAGES) {
      return;
    }
    if (typeof value === "string") {
      this.add(path, value);
    } else if (typeof value === "number" || typeof value === "boolean") {
      this.add(path, String(value));
    } else if (Array.isArray(value)) {
      value.forEach((item: unknown, index) => {
        if (typeof item === "string") {
          this.add(path, item);
        } else if (!this.#addEntry(item, path)) {
          this.walk(item, [...path, index], depth + 1);
        }
      });
    } else if (isObject(value) && !this.#addEntry(value, path)) {
      for (const [key, inner] of Object.entries(value)) {
        this.walk(inner, WHOLE_OBJECT_KEYS.has(key) ? path : [...path, segment(key)], depth + 1);
      }
    }
  }

  #addEntry(value: unknown, path: FieldPath): boolean {
    const message = isObject(value) ? entryMessage(value) : undefined;
    if (message === undefined || !isObject(value)) {
      return false;
    }
    this.add([...path, ...pathOfEntry(value)], message);
    return true;
  }
}

function normaliseObject(body: JsonObject, collector: Collector): string | undefined {
  let detail: string | undefined;
  for (const key of DETAIL_KEYS) {
    const value = own(body, key);
    if (typeof value === "string") {
      detail ??= ownString(body, key);
    } else if (isObject(value) && entryMessage(value) !== undefined) {
      detail ??= entryMessage(value);
    } else {
      collector.walk(value, []);
    }
  }
  // drf-standardized-errors' predecessor puts the one error at the top: {type, code, detail, attr}.
  const attr = pathOfEntry(body);
  if (detail !== undefined && attr.length > 0 && Object.hasOwn(body, "code")) {
    collector.add(attr, detail);
  }
  const explained = detail !== undefined || Object.hasOwn(body, "errors");
  for (const [key, value] of Object.entries(body)) {
    if (key === "errors") {
      collector.walk(value, []);
    } else if (WHOLE_OBJECT_KEYS.has(key)) {
      collector.walk(value, []);
    } else if (DETAIL_KEYS.some((known) => known === key)) {
      continue;
    } else if (!(METADATA_KEYS.has(key) && (explained || typeof value !== "object"))) {
      collector.walk(value, [segment(key)]);
    }
  }
  return detail;
}

/**
 * Reads an error body of any of the shapes that Django REST Framework, its common extensions and the proxies in
 * front of it produce. Never throws; what it cannot read it leaves out.
 *
 * @param body - the parsed JSON, undefined if there was none
 */
export function normaliseErrorBody(body: unknown): ErrorBody {
  const collector = new Collector();
  let detail: string | undefined;
  if (typeof body === "string") {
    detail = body.trim() === "" ? undefined : body;
  } else if (Array.isArray(body)) {
    collector.walk(body, []);
  } else if (isObject(body)) {
    detail = normaliseObject(body, collector);
  }
  return { detail: detail === undefined ? undefined : shorten(detail), fieldErrors: collector.fieldErrors };
}
