import type { z } from "zod";
import type { Json } from "../../engine/json.ts";
import { type MetadataCondition, metadataFilterSchema } from "../../rag/metadata.ts";
import { NodeError } from "../define.ts";
import type { definition } from "./definition.ts";

type Written = z.output<(typeof definition)["config"]>["filter"];

/**
 * Conditions as a search takes them. What is typed into a form is a text: one that reads as a number fits the number as well.
 * A row without a field is one not filled in yet.
 * @throws NodeError `invalid_config`
 */
export function readFilter(written: Written): MetadataCondition[] {
  const conditions = written
    .filter(({ field }) => field.trim() !== "")
    .map(({ field, operator, value = "" }) => condition(field.trim(), operator, value));
  const parsed = metadataFilterSchema.safeParse(conditions);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new NodeError("invalid_config", `“filter” cannot be used: ${issue?.message ?? "it does not fit"}`, {
    retry: "never",
    details: { field: "filter" },
  });
}

function condition(field: string, operator: MetadataCondition["operator"], value: Json) {
  const asNumber = typeof value === "string" && /^-?\d+(\.\d+)?$/.test(value.trim()) ? Number(value) : null;
  switch (operator) {
    case "exists":
      return { field, operator, value: value !== false && value !== "false" };
    case "one-of": {
      const all = typeof value === "string" ? value.split(",").map((one) => one.trim()) : value;
      return { field, operator, value: all };
    }
    case "at-least":
    case "at-most":
      return { field, operator, value: asNumber ?? value };
    case "is":
      return asNumber === null ? { field, operator, value } : { field, operator: "one-of", value: [value, asNumber] };
    default:
      return { field, operator, value: asNumber ?? value };
  }
}
