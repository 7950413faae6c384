/** A seeded generator (mulberry32), so that a property that fails once fails every time. */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

export function pick<T>(random: () => number, choices: readonly [T, ...T[]]): T {
  return choices[Math.floor(random() * choices.length)] ?? choices[0];
}

/** JSON source of a random value, with tokens that `JSON.parse` would not give back as they were. */
export function randomJson(random: () => number, depth = 3): string {
  const scalar = (): string =>
    pick(random, [
      "null",
      "true",
      '""',
      '"王小明"',
      String.raw`"\u00e9\/\ud83d\ude00"`,
      '"with, [comma] and {brace}"',
      "12345678901234567890",
      "0.10",
      "1E400",
      "-0",
      String(Math.floor(random() * 100)),
    ]);
  if (depth === 0 || random() < 0.5) {
    return scalar();
  }
  const members = Array.from({ length: Math.floor(random() * 4) }, () => randomJson(random, depth - 1));
  return random() < 0.5
    ? `[${members.join(", ")}]`
    : `{${members.map((member, index) => `"k${index}": ${member}`).join(",")}}`;
}

/** Fields of a random contact as JSON source by name, in random order, some missing, some unknown to the API. */
export function randomFields(random: () => number): ReadonlyMap<string, string> {
  const names = [
    "email",
    "phoneNumber",
    "sourceId",
    "avatar",
    "queryMetadata",
    "tier",
    "labels",
    "x-ünknown",
  ];
  const fields = names
    .filter(() => random() < 0.7)
    .map((name): [string, string] => [name, randomJson(random)]);
  fields.push(["id", '"c-1"'], ["name", '"Ada"'], ["inboxes", randomInboxes(random)]);
  return new Map(shuffled(random, fields));
}

export function randomInboxes(random: () => number): string {
  const ids = ["a", "b", "c", "d"].filter(() => random() < 0.5);
  return `[${ids.map((id) => `{"id": "${id}", "name": "Inbox ${id}"}`).join(", ")}]`;
}

export function shuffled<T>(random: () => number, values: readonly T[]): readonly T[] {
  return values
    .map((value) => ({ value, order: random() }))
    .sort((left, right) => left.order - right.order)
    .map(({ value }) => value);
}

export function jsonOf(fields: ReadonlyMap<string, string>): string {
  return `{${[...fields].map(([name, json]) => `${JSON.stringify(name)}:${json}`).join(",")}}`;
}
