/** What is known of a value from samples of it. */
export interface ValueShape {
  /** Which scalars were seen. */
  readonly scalars: ReadonlySet<"string" | "number" | "boolean" | "null">;
  /** Members by name, if objects were seen; `isOptional` when one of them lacked it. */
  readonly members:
    ReadonlyMap<string, { readonly shape: ValueShape; readonly isOptional: boolean }> | undefined;
  /** Of all elements, if arrays were seen. */
  readonly element: ValueShape | undefined;
}

/** Nothing was seen, as in an empty array. */
export const NOTHING: ValueShape = { scalars: new Set(), members: undefined, element: undefined };

/** The shape of one value of JSON. */
export function shapeOf(value: unknown): ValueShape {
  if (Array.isArray(value)) {
    return { ...NOTHING, element: value.map(shapeOf).reduce(mergedShape, NOTHING) };
  }
  if (typeof value === "object" && value !== null) {
    const members = Object.entries(value).map(
      ([name, member]) => [name, { shape: shapeOf(member), isOptional: false }] as const,
    );
    return { ...NOTHING, members: new Map(members) };
  }
  const type = value === null ? "null" : typeof value;
  return type === "string" || type === "number" || type === "boolean" || type === "null"
    ? { ...NOTHING, scalars: new Set([type]) }
    : NOTHING;
}

/** What fits both. */
export function mergedShape(left: ValueShape, right: ValueShape): ValueShape {
  return {
    scalars: new Set([...left.scalars, ...right.scalars]),
    members: mergedMembers(left.members, right.members),
    element:
      left.element && right.element
        ? mergedShape(left.element, right.element)
        : (left.element ?? right.element),
  };
}

function mergedMembers(left: ValueShape["members"], right: ValueShape["members"]): ValueShape["members"] {
  if (!left || !right) {
    return left ?? right;
  }
  const names = new Set([...left.keys(), ...right.keys()]);
  return new Map(
    [...names].map((name) => {
      const [one, other] = [left.get(name), right.get(name)];
      const isOptional = !one || !other || one.isOptional || other.isOptional;
      return [name, { shape: mergedShape(one?.shape ?? NOTHING, other?.shape ?? NOTHING), isOptional }];
    }),
  );
}
