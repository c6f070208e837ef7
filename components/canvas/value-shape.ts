import { z } from "zod";
import type { Json } from "#lib/engine/json.ts";
import { isJsonObject } from "#lib/engine/json.ts";

/** What is known of a value: from a real one, or from the schema a node promises. */
export interface ValueShape {
  type: string;
  /** A short form of the real value, when there is one. */
  sample?: string;
  fields?: Readonly<Record<string, ValueShape>>;
  /** Shape of the items of a list. */
  item?: ValueShape;
}

const DEPTH = 8;
const FIELDS = 200;

export function typeWord(value: Json): string {
  if (value === null) return "empty";
  if (Array.isArray(value)) return "list";
  return { string: "text", number: "number", boolean: "yes/no", object: "object" }[typeof value as string] ?? "value";
}

/** One line of a value, for lists and previews. */
export function shortValue(value: Json, max = 48): string {
  if (Array.isArray(value)) return `${value.length} ${value.length === 1 ? "item" : "items"}`;
  const text = typeof value === "string" ? value : JSON.stringify(value);
  const line = text.replace(/\s+/g, " ");
  return line.length > max ? `${line.slice(0, max - 1)}…` : line;
}

export function shapeOfValue(value: Json, depth = 0): ValueShape {
  const shape: ValueShape = { type: typeWord(value), sample: shortValue(value) };
  if (depth >= DEPTH) return shape;
  if (Array.isArray(value)) {
    const first = value[0];
    return first === undefined ? shape : { ...shape, item: shapeOfValue(first, depth + 1) };
  }
  if (!isJsonObject(value)) return shape;
  const entries = Object.entries(value).slice(0, FIELDS);
  return {
    ...shape,
    fields: Object.fromEntries(entries.map(([name, inner]) => [name, shapeOfValue(inner, depth + 1)])),
  };
}

const schemaTypes: Record<string, string> = {
  string: "text",
  number: "number",
  integer: "number",
  boolean: "yes/no",
  array: "list",
  object: "object",
  null: "empty",
};

/** The shape a node promises before anything has run. */
export function shapeOfSchema(schema: z.ZodType): ValueShape {
  try {
    return shapeOfJsonSchema(z.toJSONSchema(schema, { io: "output", unrepresentable: "any" }), 0);
  } catch {
    // A schema that JSON Schema cannot express tells us nothing; completing then offers names only.
    return { type: "value" };
  }
}

function shapeOfJsonSchema(schema: unknown, depth: number): ValueShape {
  if (typeof schema !== "object" || schema === null || depth >= DEPTH) return { type: "value" };
  const { type, properties, items } = schema as { type?: unknown; properties?: unknown; items?: unknown };
  const shape: ValueShape = { type: (typeof type === "string" && schemaTypes[type]) || "value" };
  if (typeof properties === "object" && properties !== null) {
    const fields = Object.entries(properties).map(([name, inner]) => [name, shapeOfJsonSchema(inner, depth + 1)]);
    return { ...shape, fields: Object.fromEntries(fields) as Record<string, ValueShape> };
  }
  return items === undefined ? shape : { ...shape, item: shapeOfJsonSchema(items, depth + 1) };
}

/** Follows `body.items[0].name`; undefined where nothing is known. */
export function shapeAt(root: ValueShape | undefined, path: readonly (string | number)[]): ValueShape | undefined {
  let shape = root;
  for (const step of path) {
    if (shape === undefined) return undefined;
    const own = typeof step === "string" && shape.fields && Object.hasOwn(shape.fields, step);
    shape = typeof step === "number" ? shape.item : own ? shape.fields?.[step] : undefined;
  }
  return shape;
}

/** `fetch.body.items[0]` → `["fetch", "body", "items", 0]`. */
export function pathSteps(path: string): (string | number)[] {
  return [...path.matchAll(/[A-Za-z_$][\w$]*|\[(\d+)\]/g)].map((found) =>
    found[1] === undefined ? found[0] : Number(found[1]),
  );
}
