import { asSchema, ID_PATTERN, isAnyJson, type Lookup } from "./schema-tree.ts";

type Schema = Readonly<Record<string, unknown>>;

const ID = "01k8m3v7x2q5r9t4w6y0zcbdfg";
const DEPTH = 6;

/** Values that tell more than "string" does, by the name of their field. */
const byName: Readonly<Record<string, unknown>> = {
  workflowName: "Ticket triage",
  workspaceName: "Brightwater",
  triggerNodeId: "n_ticket",
  nodeId: "n_ticket",
  id: "n_ticket",
  source: "n_ticket",
  target: "n_fetch",
  state: "completed",
  status: "completed",
  seq: 41,
  revision: 7,
  versionNumber: 14,
  number: 14,
  nodesSettled: 12,
  attempts: 1,
  handledFailures: 0,
  model: "openai/gpt-5-mini",
  name: "Ticket triage",
  description: "Sorts, answers or hands over each new ticket",
  note: "Refunds over 250 need a second look",
  email: "marta@brightwater.example",
  slug: "brightwater",
  timezone: "Europe/Brussels",
  message: "The address did not answer in time",
  path: "fetch_customer",
  code: "timeout",
  type: "http.request",
  key: "fetch_customer",
  title: "Look up customer",
  role: "editor",
};

/** A name is the name of something: told by the id beside it. */
const byIdBeside: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  usr: { name: "Marta Kowalczyk" },
  ws: { name: "Brightwater" },
  crd: { name: "Help desk", type: "bearer" },
  key: { name: "Nightly import" },
  var: { name: "tax_rate" },
};

/** Where anything goes. */
const freeValues: Readonly<Record<string, unknown>> = {
  input: { order: 48213 },
  output: { order: 48213, tier: "gold" },
  value: 0.21,
};

/** Of what may be null, these mostly are. */
const mostlyNull: ReadonlySet<string> = new Set(["error", "parentRunId", "nextCursor", "pausedAt", "parent"]);

/** What a value of this schema may look like. Of requests, optional fields are left out; an answer has them all. */
export function exampleValue(schema: unknown, lookup: Lookup, of: "request" | "answer", name = ""): unknown {
  return exampleOf(asSchema(schema), { lookup, of, depth: 0 }, name);
}

interface Way {
  lookup: Lookup;
  of: "request" | "answer";
  depth: number;
}

function exampleOf(schema: Schema, way: Way, name: string): unknown {
  if ("const" in schema) return schema.const;
  if (Array.isArray(schema.enum)) return schema.enum.includes(byName[name]) ? byName[name] : schema.enum[0];
  if ("default" in schema && schema.default !== null) return schema.default;
  if (typeof schema.$ref === "string") {
    const target = way.lookup(schema.$ref);
    if (target && isAnyJson(target, schema.$ref)) return freeValues[name] ?? null;
    return target === undefined || way.depth > DEPTH ? null : exampleOf(target, { ...way, depth: way.depth + 2 }, name);
  }
  const choices = schema.anyOf ?? schema.oneOf;
  if (Array.isArray(choices)) {
    const mayBeNull = choices.some((choice) => asSchema(choice).type === "null");
    return mayBeNull && mostlyNull.has(name) ? null : exampleOf(asSchema(choices[0]), way, name);
  }
  const type = Array.isArray(schema.type) ? schema.type[0] : schema.type;
  if (type === "string") return textFor(schema, name);
  if (type === "integer" || type === "number") return numberFor(schema, name);
  if (type === "boolean") return true;
  if (type === "array") return way.depth > DEPTH ? [] : listFor(schema, way, name);
  return type === "object" ? objectFor(schema, way) : null;
}

function objectFor(schema: Schema, way: Way): unknown {
  const required = Array.isArray(schema.required) ? schema.required : [];
  const wanted = Object.entries(asSchema(schema.properties)).filter(
    ([field]) => required.includes(field) || (way.of === "answer" && way.depth < 2),
  );
  const inside = { ...way, depth: way.depth + 1 };
  const known = byIdBeside[idPrefixOf(asSchema(asSchema(schema.properties).id)) ?? ""] ?? {};
  return Object.fromEntries(
    wanted.map(([field, inner]) => [field, known[field] ?? exampleOf(asSchema(inner), inside, field)]),
  );
}

function listFor(schema: Schema, way: Way, name: string): unknown[] {
  const isNeeded = typeof schema.minItems === "number" && schema.minItems > 0;
  if (way.of === "request" && !isNeeded) return [];
  return [exampleOf(asSchema(schema.items), { ...way, depth: way.depth + 1 }, name)];
}

function textFor(schema: Schema, name: string): string {
  const prefix = idPrefixOf(schema);
  if (prefix !== undefined) return `${prefix}_${ID}`;
  if (schema.format === "date-time") return "2026-03-02T09:14:05.000Z";
  const known = byName[name];
  return typeof known === "string" ? known : "…";
}

function idPrefixOf(schema: Schema): string | undefined {
  return ID_PATTERN.exec(String(schema.pattern ?? ""))?.[1];
}

function numberFor(schema: Schema, name: string): number {
  const known = byName[name];
  if (typeof known === "number") return known;
  return typeof schema.minimum === "number" && schema.minimum > 0 ? schema.minimum : 1;
}
