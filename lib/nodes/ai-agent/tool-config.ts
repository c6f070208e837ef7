import { z } from "zod";
import { limits } from "../../config/limits.ts";
import { isJsonObject, type JsonObject } from "../../engine/json.ts";
import { jsonValue, namesWithValues, plainText, wholeNumber } from "../config-schemas.ts";
import type { UsedNode } from "../define.ts";
import { baseValue } from "../knowledge-base-field.ts";
import { addressProblem } from "./http-address.ts";

/** Sub-steps of the agent itself go by these names. */
const reservedNames: ReadonlySet<string> = new Set(["model", "recall", "summary", "remember"]);

const toolName = z
  .string({ error: "Give the tool a name." })
  .regex(
    /^[a-zA-Z][a-zA-Z0-9_]{0,63}$/,
    "A tool's name begins with a letter and has letters, digits and _ only, 64 at most. Models know it by that.",
  )
  .refine((name) => !reservedNames.has(name), "The agent itself uses this name. Choose another.");

const described = {
  name: toolName,
  description: plainText.refine((text) => text.trim() !== "", "Say what the tool does: the model chooses by that."),
};

const nodeTool = z.strictObject({
  kind: z.literal("node"),
  ...described,
  type: z.string({ error: "Choose a node." }).min(1, "Choose a node."),
  version: wholeNumber({ min: 1, max: 1_000, message: "Give a version." }).default(1),
  config: z.record(z.string(), jsonValue, { error: "Give the node's settings." }).default({}),
  /** Settings that the model fills in. */
  open: z
    .array(z.strictObject({ field: z.string(), description: plainText.default("") }))
    .max(30, "A model can fill in 30 settings at most.")
    .default([]),
});

export const parameterPlaces = ["path", "query", "body"] as const;
export const parameterTypes = ["text", "number", "boolean"] as const;

const httpTool = z.strictObject({
  kind: z.literal("http"),
  ...described,
  method: z.enum(["GET", "POST", "PUT", "PATCH", "DELETE"], "Choose a method.").default("GET"),
  url: z.string({ error: "Give the address to call." }).trim().min(1, "Give the address to call."),
  parameters: z
    .array(
      z.strictObject({
        name: z
          .string()
          .regex(
            /^[a-zA-Z_][a-zA-Z0-9_]{0,63}$/,
            "A parameter's name has letters, digits and _ only, and begins with no digit.",
          ),
        in: z.enum(parameterPlaces, "Choose where it goes.").default("query"),
        type: z.enum(parameterTypes, "Choose what it is.").default("text"),
        description: plainText.default(""),
        required: z.boolean("Choose yes or no.").default(true),
      }),
    )
    .max(30, "A tool has 30 parameters at most.")
    .default([]),
  headers: namesWithValues.default([]),
  credential: z.string().trim().default(""),
  idempotent: z.boolean("Choose yes or no.").default(false),
});

const knowledgeTool = z.strictObject({
  kind: z.literal("knowledge"),
  ...described,
  base: baseValue,
  count: wholeNumber({ min: 1, max: 20, message: "Give a whole number from 1 to 20." }).default(5),
});

export const toolsConfig = z
  .array(z.discriminatedUnion("kind", [nodeTool, httpTool, knowledgeTool], "Choose what kind of tool it is."), {
    error: "Give a list of tools.",
  })
  .max(limits.agentTools, `An agent has ${limits.agentTools} tools at most.`)
  .superRefine((tools, context) => {
    const names = new Map<string, number>();
    for (const [at, tool] of tools.entries()) {
      const problem = (field: string, message: string) =>
        context.addIssue({ code: "custom", path: [at, field], message });
      const other = names.get(tool.name.toLowerCase());
      if (other !== undefined)
        problem("name", `Tool ${other + 1} is called ${tools[other]?.name} already. Give this one another name.`);
      else names.set(tool.name.toLowerCase(), at);
      if (tool.kind !== "http") continue;
      const wrong = addressProblem(tool);
      if (wrong !== null) problem(wrong.field, wrong.message);
    }
  })
  .default([]);

export type AgentTool = z.output<typeof toolsConfig>[number];
export type NodeTool = Extract<AgentTool, { kind: "node" }>;
export type HttpTool = Extract<AgentTool, { kind: "http" }>;
export type KnowledgeTool = Extract<AgentTool, { kind: "knowledge" }>;

/** Nodes among the tools, of a config as it is written: it may be anything. */
export function nodesAmongTools({ tools }: JsonObject): UsedNode[] {
  if (!Array.isArray(tools)) return [];
  return tools.flatMap((tool, at) => {
    if (!isJsonObject(tool) || tool.kind !== "node") return [];
    const { type, version = 1, config, open } = tool;
    const filled = Array.isArray(open)
      ? open.flatMap((one) => (isJsonObject(one) && typeof one.field === "string" ? [one.field] : []))
      : [];
    return [
      {
        type: typeof type === "string" ? type : "",
        version: Number(version) || 1,
        config: isJsonObject(config) ? config : {},
        filled,
        field: `tools.${at}`,
      },
    ];
  });
}

/** What a card lists: each tool by its name, with the icon of what it does. */
export function partsAmongTools({ tools }: JsonObject): { name: string; type: string }[] {
  if (!Array.isArray(tools)) return [];
  return tools.flatMap((tool) => {
    if (!isJsonObject(tool)) return [];
    const own = typeof tool.type === "string" ? tool.type : "";
    const type = tool.kind === "http" ? "http.request" : tool.kind === "knowledge" ? "knowledge.retrieve" : own;
    return [{ name: typeof tool.name === "string" ? tool.name : "", type }];
  });
}
