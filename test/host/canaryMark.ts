/** Begins the made-up key of keyCanary.test.ts, so that whoever reads what VS Code writes outside knows it. */
export const CANARY = "canary-";

/** The key's beginning as it stands in a text, in base64, and in base64 behind `Api-Key `. */
export const CANARY_TRACES: readonly string[] = [
  new RegExp(`${CANARY}[0-9a-f]{24}`, "u").source,
  Buffer.from(CANARY).toString("base64").slice(0, 9),
  Buffer.from(`Api-Key ${CANARY}`).toString("base64").slice(0, 19),
];
