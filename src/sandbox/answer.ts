/** What a route gives back; the server adds framing headers. */
export interface Answer {
  readonly status: number;
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** A JSON answer whose body is serialised already. DRF's JSON renderer names no charset. */
export function jsonAnswer(
  status: number,
  body: string,
  headers: Readonly<Record<string, string>> = {},
): Answer {
  return { status, body, headers: { "content-type": "application/json", vary: "Accept", ...headers } };
}

/** DRF's general error shape, `{"detail": "..."}`. */
export function detailAnswer(
  status: number,
  detail: string,
  headers: Readonly<Record<string, string>> = {},
): Answer {
  return jsonAnswer(status, JSON.stringify({ detail }), headers);
}

/** DRF's answer to a missing object, whatever kind. */
export function notFound(): Answer {
  return detailAnswer(404, "Not found.");
}

/** A page as Django itself or the proxy in front of it writes, where DRF was never reached. */
export function htmlAnswer(
  status: number,
  title: string,
  headers: Readonly<Record<string, string>> = {},
): Answer {
  const body = `<!doctype html>\n<html lang="en">\n<head>\n  <title>${title}</title>\n</head>\n<body>\n  <h1>${title}</h1>\n</body>\n</html>\n`;
  return { status, body, headers: { "content-type": "text/html; charset=utf-8", ...headers } };
}
