import type { DocumentNode, DocumentSettings, WorkflowDocument } from "../../engine/document.ts";
import type { Json, JsonObject } from "../../engine/json.ts";

type Shape = {
  type: string;
  config?: JsonObject;
  policy?: DocumentNode["policy"];
  disabled?: boolean;
  parent?: string;
};

/**
 * A document from its nodes by key and its edges as `a > b` or `a.port > b`. A manual trigger named `start` is there
 * by itself.
 */
export function documentOf(
  nodes: Record<string, Shape>,
  edges: string[],
  settings?: DocumentSettings,
): WorkflowDocument {
  const all: Record<string, Shape> = { start: { type: "trigger.manual" }, ...nodes };
  return {
    schemaVersion: 1,
    ...(settings ? { settings } : {}),
    nodes: Object.entries(all).map(([key, shape]) => ({
      id: `n_${key}`,
      key,
      type: shape.type,
      version: 1,
      config: shape.config ?? {},
      ...(shape.policy ? { policy: shape.policy } : {}),
      ...(shape.parent ? { parent: `n_${shape.parent}` } : {}),
      ...(shape.disabled ? { disabled: true } : {}),
    })),
    edges: edges.map((edge) => {
      const [from = "", to = ""] = edge.split(">").map((end) => end.trim());
      const [source = "", port = "out"] = from.split(".");
      return {
        id: `e_${source}_${port}_${to}`,
        source: `n_${source}`,
        sourcePort: port,
        target: `n_${to}`,
        targetPort: "in",
      };
    }),
  };
}

export function call(name: string, config: JsonObject = {}, policy?: DocumentNode["policy"]): Shape {
  return { type: "test.call", config: { name, ...config }, ...(policy ? { policy } : {}) };
}

export function set(fields: JsonObject): Shape {
  return { type: "data.set", config: { fields: Object.entries(fields).map(([name, value]) => ({ name, value })) } };
}

/** The same node, standing in the container with this key. */
export function within(parent: string, shape: Shape): Shape {
  return { ...shape, parent };
}

export function forEach(items: Json, config: JsonObject = {}, policy?: DocumentNode["policy"]): Shape {
  return { type: "control.for-each", config: { items, ...config }, ...(policy ? { policy } : {}) };
}
