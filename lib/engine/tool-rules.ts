import type { AnyDefinition, FieldSpec } from "../nodes/define.ts";
import type { Json, JsonObject } from "./json.ts";

/** What a model may be let near: rules for nodes that are run with settings which are only known when they are. */

/** Who calls, and whom is asked: settings of the author alone. */
const ofAuthor: ReadonlySet<FieldSpec["widget"]> = new Set([
  "credential",
  "model",
  "models",
  "webhook-auth",
  "tools",
  "memory",
]);

/** Can it be run by itself, with one input and one output? What steers a run, waits, or goes item by item cannot. */
export function suitsAsTool({ effect, trigger, category, perItem = [] }: AnyDefinition): boolean {
  const isOne = effect === "pure" || effect === "step";
  return isOne && trigger === undefined && category !== "control" && perItem.length === 0;
}

/** Why a setting cannot be left open; null when it can. */
export function whyNotOpen(definition: AnyDefinition, field: string, config: JsonObject): string | null {
  const spec = Object.hasOwn(definition.fields, field) ? definition.fields[field] : undefined;
  if (spec === undefined) return `${definition.title} has no setting “${field.slice(0, 60)}”.`;
  if (spec.secret === true || ofAuthor.has(spec.widget))
    return `${spec.label} is never left to a model: choose it here.`;
  if (spec.widget === "method-url" && hasCredential(definition, config))
    return `A model cannot choose the address of a call with a credential: it could send the secret anywhere.`;
  return null;
}

function hasCredential({ fields }: AnyDefinition, config: JsonObject): boolean {
  return Object.entries(fields).some(
    ([key, { widget }]) => widget === "credential" && config[key] !== undefined && config[key] !== "",
  );
}

/** Settings that a form may offer to leave open. */
export function openableFields(definition: AnyDefinition, config: JsonObject): string[] {
  return Object.keys(definition.fields).filter((field) => whyNotOpen(definition, field, config) === null);
}

/** JSON Schema of a setting, for whoever fills it in. What it means in full is judged by the node's own schema. */
export function schemaOfField({ widget, label, help, options }: FieldSpec, said = ""): JsonObject {
  const description = said.trim() || [label, help].filter(Boolean).join(". ");
  return { ...shapeOf(widget, options), description };
}

function shapeOf(widget: FieldSpec["widget"], options: FieldSpec["options"]): JsonObject {
  const values: Json[] = (options ?? []).map(({ value }) => value);
  switch (widget) {
    case "number":
      return { type: "number" };
    case "switch":
      return { type: "boolean" };
    case "select":
      return values.length > 0 ? { type: "string", enum: values } : { type: "string" };
    case "multi-select":
      return { type: "array", items: values.length > 0 ? { type: "string", enum: values } : { type: "string" } };
    case "list":
      return { type: "array", items: { type: "string" } };
    case "key-values":
    case "fields":
      return {
        type: "array",
        items: { type: "object", properties: { name: { type: "string" }, value: {} }, required: ["name", "value"] },
      };
    case "json":
    case "body":
    case "collection":
    case "cases":
      return {};
    default:
      return { type: "string" };
  }
}
