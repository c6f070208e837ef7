import { z } from "zod";
import { isJsonObject, type Json, type JsonObject } from "../engine/json.ts";
import { jsonEqual } from "../engine/json-equal.ts";

/**
 * One field of a record that changed. `path` is a field, or a field and a key inside it (`["config", "url"]`); a side
 * that is absent was not there.
 */
export interface FieldChange {
  path: string[];
  before?: Json;
  after?: Json;
}

/** Fields whose keys change one by one. Of these, an empty one is the same as none, but for `config`. */
const keyed: ReadonlySet<string> = new Set(["config", "policy"]);

// The cast narrows zod's own recursive type to ours; both describe any JSON value.
const json = z.json() as z.ZodType<Json>;

/** `fields` null: any one name (settings). */
export function fieldChangeSchema(fields: readonly string[] | null) {
  const path =
    fields === null
      ? z.array(z.string()).length(1)
      : z
          .array(z.string())
          .min(1)
          .max(2)
          .refine(([field = "", key]) => fields.includes(field) && (key === undefined) !== keyed.has(field), {
            message: `A path is a field (${fields.join(", ")}), or config or policy with the name of a setting.`,
          });
  return z.strictObject({ path, before: json.optional(), after: json.optional() });
}

export function reverseFields(changes: readonly FieldChange[]): FieldChange[] {
  return changes.map(({ path, before, after }) => fieldChange(path, after, before)).reverse();
}

function fieldChange(path: string[], before: Json | undefined, after: Json | undefined): FieldChange {
  const change: FieldChange = { path };
  if (before !== undefined) change.before = before;
  if (after !== undefined) change.after = after;
  return change;
}

/** Changes of the same fields put together; those that come back to where they started are left out. */
export function squashFields(changes: readonly FieldChange[]): FieldChange[] {
  const byPath = new Map<string, FieldChange>();
  for (const change of changes) {
    const name = JSON.stringify(change.path);
    const earlier = byPath.get(name);
    byPath.set(name, earlier ? fieldChange(change.path, earlier.before, change.after) : change);
  }
  return [...byPath.values()].filter(({ before, after }) => !jsonEqual(before, after));
}

/** What leads from one record to another, field by field. */
export function fieldsBetween(before: object, after: object): FieldChange[] {
  const changes: FieldChange[] = [];
  // Records of a document hold nothing but JSON; their optional members make the type wider than it is.
  const [old, young] = [before as JsonObject, after as JsonObject];
  for (const field of namesOf(old, young)) {
    if (field === "id" || old[field] === young[field]) continue;
    if (keyed.has(field)) {
      const [oldPart, youngPart] = [partOf(old, field), partOf(young, field)];
      for (const key of namesOf(oldPart, youngPart))
        pushChange(changes, [field, key], own(oldPart, key), own(youngPart, key));
    } else pushChange(changes, [field], own(old, field), own(young, field));
  }
  return changes;
}

function pushChange(changes: FieldChange[], path: string[], before: Json | undefined, after: Json | undefined): void {
  if (!jsonEqual(before, after)) changes.push(fieldChange(path, before, after));
}

/**
 * The record with its fields changed.
 * @throws what `refuse` makes, told in words why the changes do not fit
 */
export function applyFields<T extends object>(
  record: T,
  changes: readonly FieldChange[],
  refuse: (why: string) => Error,
): T {
  const next = { ...record } as JsonObject;
  for (const { path, before, after } of changes) {
    const [field = "", key] = path;
    if (field === "id") throw refuse("the id cannot change");
    const holder = key === undefined ? next : { ...partOf(next, field) };
    const name = key ?? field;
    if (!jsonEqual(own(holder, name), before)) throw refuse(`${path.join(".")} has another value`);
    put(holder, name, after);
    if (key !== undefined)
      put(next, field, field !== "config" && Object.keys(holder).length === 0 ? undefined : holder);
  }
  // The caller's diff names fields of this very kind of record, and the result is parsed where it comes from outside.
  return next as T;
}

function partOf(record: JsonObject, field: string): JsonObject {
  const part = own(record, field);
  return isJsonObject(part) ? part : {};
}

function own(object: JsonObject, key: string): Json | undefined {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}

/** `__proto__` is a name like any other here: a plain assignment would change the prototype instead. */
function put(object: JsonObject, key: string, value: Json | undefined): void {
  if (value === undefined) delete object[key];
  else Object.defineProperty(object, key, { value, writable: true, enumerable: true, configurable: true });
}

function namesOf(a: JsonObject, b: JsonObject): Set<string> {
  return new Set([...Object.keys(a), ...Object.keys(b)]);
}
