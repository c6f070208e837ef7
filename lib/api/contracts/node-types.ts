import { z } from "zod";
import { contract } from "../contract.ts";

const jsonSchema = z.record(z.string(), z.unknown()).describe("JSON Schema 2020-12");

export const nodeTypeSchema = z.object({
  type: z.string(),
  version: z.int(),
  title: z.string(),
  summary: z.string(),
  category: z.string(),
  effect: z.enum(["pure", "step", "steps", "wait", "container"]),
  trigger: z.enum(["manual", "webhook", "schedule", "chat"]).nullable(),
  inputs: z.array(z.string()),
  ports: z.array(z.string()).describe("Output ports with the default config."),
  portsDependOnConfig: z.boolean(),
  config: jsonSchema,
  defaults: z.record(z.string(), z.unknown()).describe("A config that parses."),
  output: jsonSchema.nullable().describe("Shape of the output with the default config, as far as it is known."),
});

export const listNodeTypes = contract({
  name: "listNodeTypes",
  method: "GET",
  path: "/node-types",
  summary: "The catalogue: every node type with ports, config and output",
  tag: "Node types",
  permission: "workflows:read",
  status: 200,
  result: z.object({ items: z.array(nodeTypeSchema) }),
});
