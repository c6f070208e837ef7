import { z } from "zod";
import type { AnyDefinition, Catalogue } from "../nodes/define.ts";
import type { nodeTypeSchema } from "./contracts/node-types.ts";

type NodeType = z.infer<typeof nodeTypeSchema>;

/** The catalogue for programs that build documents: what a node type takes and gives, as JSON Schema. */
export function describeNodeTypes(catalogue: Catalogue): NodeType[] {
  return catalogue.all().map(describe);
}

function describe(definition: AnyDefinition): NodeType {
  const { type, version, title, summary, category, effect, inputs, ports, output } = definition;
  // `defaults` is a config that parses, so it is a JSON object.
  const defaults = definition.defaults;
  const outputSchema = typeof output === "function" ? output(defaults) : output;
  return {
    type,
    version,
    title,
    summary,
    category,
    effect,
    trigger: definition.trigger ?? null,
    inputs: [...inputs],
    ports: [...(typeof ports === "function" ? ports(defaults) : ports)],
    portsDependOnConfig: typeof ports === "function",
    config: toJsonSchema(definition.config, "input"),
    defaults,
    output: outputSchema ? toJsonSchema(outputSchema, "output") : null,
  };
}

function toJsonSchema(schema: z.ZodType, io: "input" | "output"): Record<string, unknown> {
  return { ...z.toJSONSchema(schema, { io, unrepresentable: "any" }) };
}
