import { z } from "zod";

export type JsonObject = Record<string, unknown>;

export interface SchemaWriter {
  write(schema: z.ZodType, io: "input" | "output"): JsonObject;
  /** What recursive schemas refer to, for `components.schemas`. */
  shared: JsonObject;
}

/** Zod puts recursive parts beside the schema they are in; inside a larger document their references lead to its root. */
export function createSchemaWriter(): SchemaWriter {
  const shared: JsonObject = {};
  const known = new Map<string, Map<string, string>>();
  let count = 0;

  /** The same recursive part in many operations is described once. */
  function namesFor(definitions: JsonObject): Map<string, string> {
    const key = JSON.stringify(definitions);
    let names = known.get(key);
    if (names) return names;
    names = new Map(Object.keys(definitions).map((name) => [`#/$defs/${name}`, `Recursive${++count}`]));
    known.set(key, names);
    for (const [name, definition] of Object.entries(definitions)) {
      shared[names.get(`#/$defs/${name}`) as string] = redirect(definition, names);
    }
    return names;
  }

  return {
    shared,
    write(schema, io) {
      const { $schema: _, $defs, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: "any" });
      return ($defs ? redirect(rest, namesFor({ ...$defs })) : rest) as JsonObject;
    },
  };
}

function redirect(value: unknown, names: ReadonlyMap<string, string>): unknown {
  if (Array.isArray(value)) return value.map((item) => redirect(item, names));
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).map(([key, child]) => {
    const name = key === "$ref" && typeof child === "string" ? names.get(child) : undefined;
    return [key, name === undefined ? redirect(child, names) : `#/components/schemas/${name}`];
  });
  return Object.fromEntries(entries);
}
