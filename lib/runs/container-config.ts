import { limits } from "../config/limits.ts";
import type { RunError } from "../engine/events.ts";
import type { ConfigTemplate, GraphNode } from "../engine/graph.ts";
import { isJsonObject, type Json } from "../engine/json.ts";
import { NodeError } from "../nodes/define.ts";

/** Carries the error of the node that ended a container. */
export class EndedBy extends Error {
  readonly code: string;
  readonly details: Json | undefined;
  /** Path of the node it happened in. */
  readonly node: string | undefined;
  readonly retry = "never";
  constructor(error: RunError) {
    super(error.message);
    this.name = "EndedBy";
    this.code = error.code;
    this.details = error.details;
    this.node = error.node;
  }
}

/** A field of a config, as a template. */
export function fieldOf(config: ConfigTemplate, name: string): ConfigTemplate | undefined {
  if (config.kind === "object") return config.entries.find(([key]) => key === name)?.[1];
  if (config.kind !== "value" || !isJsonObject(config.value)) return undefined;
  const value = config.value[name];
  return value === undefined ? undefined : { kind: "value", value };
}

/** An object is gone through as `{ key, value }`. @throws NodeError */
export function itemsOf(given: Json | undefined): readonly Json[] {
  const isNothing = given === null || given === undefined || given === "";
  const items = isNothing
    ? []
    : isJsonObject(given)
      ? Object.entries(given).map(([key, value]) => ({ key, value }))
      : given;
  if (!Array.isArray(items)) {
    const message = `"items": a loop goes through a list or an object, and this is ${typeof given === "string" ? "a text" : `a ${typeof given}`}.`;
    throw new NodeError("invalid_config", message, { retry: "never", details: { field: "items" } });
  }
  if (items.length <= limits.items) return items;
  const counts = `${items.length.toLocaleString("en")} items; ${limits.items.toLocaleString("en")} are possible`;
  throw new NodeError("quota", `The loop has ${counts}. Go through them in parts.`, { retry: "never" });
}

export function tooManyRounds({ label }: GraphNode, most: number): NodeError {
  return new NodeError(
    "quota",
    `${label} went round ${most} times and its condition still held. Raise the limit, or mend the condition.`,
    {
      retry: "never",
    },
  );
}
