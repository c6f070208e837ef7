import { isJsonObject } from "../engine/json.ts";
/** A JSON Schema as people read it: a type in words, notes, and what is inside. */
export interface SchemaTree {
  /** `string`, `integer or null`, `list of objects`, `any JSON`. */
  type: string;
  description: string | undefined;
  /** Bounds, form and default: `1 to 100`, `at most 200 characters`, `default 50`. */
  notes: readonly string[];
  /** All values there are, as JSON writes them. */
  values: readonly string[];
  /** What an object, or each item of a list, holds. */
  fields: readonly SchemaField[];
  /** One of these forms, where they differ in more than their type. */
  variants: readonly SchemaTree[];
}

export interface SchemaField extends SchemaTree {
  name: string;
  required: boolean;
}

type Schema = Readonly<Record<string, unknown>>;

/** Finds what a `$ref` leads to: `#/components/schemas/…`, `#/$defs/…`. */
export type Lookup = (reference: string) => Schema | undefined;

export function asSchema(value: unknown): Schema {
  return isJsonObject(value) ? value : {};
}

/** Follows references that lead into `root`. */
export function lookupIn(root: unknown): Lookup {
  return (reference) => {
    if (!reference.startsWith("#/")) return undefined;
    let at: unknown = root;
    for (const step of reference.slice(2).split("/"))
      at = asSchema(at)[step.replaceAll("~1", "/").replaceAll("~0", "~")];
    return at === undefined ? undefined : asSchema(at);
  };
}

export function schemaTree(schema: unknown, lookup: Lookup): SchemaTree {
  return treeOf(asSchema(schema), lookup, []);
}

function treeOf(given: Schema, lookup: Lookup, open: readonly string[]): SchemaTree {
  const reference = textOf(given.$ref);
  if (reference === undefined) return treeOfPlain(given, lookup, open);
  const target = lookup(reference);
  const own = { description: textOf(given.description), notes: defaultNote(given) };
  if (target === undefined || isAnyJson(target, reference)) return { ...anyJson, ...own };
  if (open.includes(reference)) return { ...anyJson, ...own, type: "the same again" };
  const tree = treeOf(target, lookup, [...open, reference]);
  return { ...tree, description: own.description ?? tree.description, notes: [...tree.notes, ...own.notes] };
}

function treeOfPlain(schema: Schema, lookup: Lookup, open: readonly string[]): SchemaTree {
  const leaf = { ...anyJson, description: descriptionOf(schema), notes: notesOf(schema) };
  const choices = listOf(schema.anyOf ?? schema.oneOf);
  if (choices.length > 0)
    return { ...treeOfChoices(choices, lookup, open), description: leaf.description, notes: leaf.notes };
  const values = valuesOf(schema);
  if (values.length > 0) return { ...leaf, type: typeOfValues(schema), values };
  const types = typesOf(schema);
  if (types.length > 1) return { ...leaf, type: types.map(typeWord).join(" or ") };
  if (types[0] === "array") return treeOfList(schema, leaf, lookup, open);
  if (types[0] === "object") return treeOfObject(schema, leaf, lookup, open);
  return { ...leaf, type: types[0] === undefined ? anyJson.type : typeOfText(schema, types[0]) };
}

function treeOfList(schema: Schema, leaf: SchemaTree, lookup: Lookup, open: readonly string[]): SchemaTree {
  if (schema.items === undefined) return { ...leaf, type: "list" };
  const item = treeOf(asSchema(schema.items), lookup, open);
  const { values, fields, variants } = item;
  return { ...leaf, type: `list of ${plural(item.type)}`, values, fields, variants };
}

function treeOfObject(schema: Schema, leaf: SchemaTree, lookup: Lookup, open: readonly string[]): SchemaTree {
  const required = listOf(schema.required);
  const fields = Object.entries(asSchema(schema.properties)).map(
    ([name, inner]): SchemaField => ({
      name,
      required: required.includes(name),
      ...treeOf(asSchema(inner), lookup, open),
    }),
  );
  const rest = schema.additionalProperties;
  if (fields.length > 0 || rest === undefined || typeof rest === "boolean") return { ...leaf, type: "object", fields };
  const value = treeOf(asSchema(rest), lookup, open);
  return { ...leaf, type: `object of ${plural(value.type)}`, fields: value.fields, variants: value.variants };
}

/** `null` is a word behind the type; forms that differ in nothing but their type become one line. */
function treeOfChoices(choices: readonly unknown[], lookup: Lookup, open: readonly string[]): SchemaTree {
  const trees = choices.map((choice) => treeOf(asSchema(choice), lookup, open));
  const mayBeNull = trees.some(({ type }) => type === "null");
  const rest = trees.filter(({ type }) => type !== "null");
  const orNull = (type: string) => (mayBeNull ? `${type} or null` : type);
  const [only] = rest;
  if (only && rest.length === 1) return { ...only, type: orNull(only.type) };
  const types = [...new Set(rest.map(({ type }) => type))];
  const differInside = rest.some(({ fields, variants }) => fields.length > 0 || variants.length > 0);
  if (differInside)
    return { ...anyJson, type: orNull(types.length === 1 ? `${types[0]}, one of` : "one of"), variants: rest };
  return { ...anyJson, type: orNull(types.join(" or ")), values: rest.flatMap(({ values }) => values) };
}

const anyJson: SchemaTree = {
  type: "any JSON",
  description: undefined,
  notes: [],
  values: [],
  fields: [],
  variants: [],
};

/** Zod writes "any JSON" as a recursive choice of everything that JSON has. */
export function isAnyJson(schema: Schema, reference: string): boolean {
  const types = listOf(schema.anyOf).map((choice) => asSchema(choice).type);
  const recurs = listOf(schema.anyOf).some((choice) => asSchema(asSchema(choice).items).$ref === reference);
  return recurs && ["string", "number", "boolean", "null", "array", "object"].every((type) => types.includes(type));
}

function typesOf(schema: Schema): string[] {
  const { type, properties, items } = schema;
  if (typeof type === "string") return [type];
  if (Array.isArray(type)) return type.map(String);
  if (properties !== undefined) return ["object"];
  return items === undefined ? [] : ["array"];
}

function typeOfText(schema: Schema, type: string): string {
  if (type !== "string") return typeWord(type);
  const format = textOf(schema.format);
  if (format === "date-time") return "time";
  const id = ID_PATTERN.exec(textOf(schema.pattern) ?? "");
  return id ? `${id[1]}_… id` : "string";
}

function typeWord(type: string): string {
  return type === "array" ? "list" : type;
}

function typeOfValues(schema: Schema): string {
  const [first] = valuesIn(schema);
  return first === null ? "null" : typeof first;
}

function valuesIn(schema: Schema): readonly unknown[] {
  return "const" in schema ? [schema.const] : listOf(schema.enum);
}

function valuesOf(schema: Schema): string[] {
  return valuesIn(schema)
    .filter((value) => value !== null)
    .map((value) => JSON.stringify(value));
}

/** Types in words say as much as these descriptions, which ids and times have everywhere. */
function descriptionOf(schema: Schema): string | undefined {
  const text = textOf(schema.description);
  return text === "ISO 8601, UTC" || (text !== undefined && /^Id, [a-z]+_…$/.test(text)) ? undefined : text;
}

/** `^run_[0-9a-z]{26}$` */
export const ID_PATTERN = /^\^([a-z]+)_\[0-9a-z\]\{26\}\$$/;
/** What a person would rather not read. */
const LONGEST_PATTERN = 40;

function notesOf(schema: Schema): string[] {
  const pattern = textOf(schema.pattern);
  const isKnownForm = schema.format !== undefined || (pattern !== undefined && ID_PATTERN.test(pattern));
  const notes = [
    range(schema.minLength, schema.maxLength, "characters"),
    range(schema.minItems, schema.maxItems, "items"),
    range(bound(schema.minimum), bound(schema.maximum), ""),
    textOf(schema.format) && schema.format !== "date-time" ? String(schema.format) : undefined,
    pattern && !isKnownForm && schema.description === undefined && pattern.length <= LONGEST_PATTERN
      ? `matches ${pattern}`
      : undefined,
  ];
  return [...notes.filter((note) => note !== undefined), ...defaultNote(schema)];
}

function defaultNote(schema: Schema): string[] {
  return "default" in schema ? [`default ${JSON.stringify(schema.default)}`] : [];
}

/** The limits of exact whole numbers say nothing about a field. */
function bound(value: unknown): number | undefined {
  return typeof value === "number" && Math.abs(value) < Number.MAX_SAFE_INTEGER ? value : undefined;
}

function range(min: unknown, max: unknown, unit: string): string | undefined {
  const say = (value: unknown) => Number(value).toLocaleString("en-US");
  const behind = unit === "" ? "" : ` ${unit}`;
  const hasMin = typeof min === "number" && (unit === "" || min > 0);
  if (typeof max === "number") {
    if (hasMin) return min === max ? `exactly ${say(min)}${behind}` : `${say(min)} to ${say(max)}${behind}`;
    return `at most ${say(max)}${behind}`;
  }
  return hasMin ? `at least ${say(min)}${min === 1 ? behind.replace(/s$/, "") : behind}` : undefined;
}

function plural(type: string): string {
  if (type.includes(" ") && !type.endsWith(" id")) return type;
  return type === "any JSON" ? type : `${type}s`;
}

function textOf(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
