import type { ModelTool } from "../../ai/calls.ts";
import { jsonCheck } from "../../ai/json-schema.ts";
import type { Repeat } from "../../engine/graph.ts";
import type { Json, JsonObject } from "../../engine/json.ts";
import { schemaOfField, whyNotOpen } from "../../engine/tool-rules.ts";
import { NodeError } from "../define.ts";
import type { StepContext, StepNodes } from "../step-context.ts";
import { callHttp, inputOfHttp, repeatOfHttp } from "./http-tool.ts";
import { givesPassages, inputOfKnowledge, mostPassages, numberedOn, searchKnowledge } from "./knowledge-tool.ts";
import type { AgentTool, NodeTool } from "./tool-config.ts";

/** A tool as the agent uses it: what the model is told of it, and what is done when the model wants it. */
export interface OfferedTool {
  told: ModelTool;
  /** What is wrong with an input, in words for the model; null when it fits. */
  complaintAbout(input: Json): string | null;
  repeat(input: JsonObject): Repeat;
  /** Passages that one use gives at most. */
  passages(input: JsonObject): number;
  /** @param numbered passages that tools gave before. @throws NodeError */
  run(step: StepContext, input: JsonObject, numbered: number): Promise<Json>;
}

/** @throws NodeError `invalid_config` */
export function offeredTools(tools: readonly AgentTool[], nodes: StepNodes, input: Json): Map<string, OfferedTool> {
  return new Map(tools.map((tool) => [tool.name, offered(tool, nodes, input)]));
}

function offered(tool: AgentTool, nodes: StepNodes, input: Json): OfferedTool {
  switch (tool.kind) {
    case "node":
      return nodeTool(tool, nodes, input);
    case "http":
      return made(tool, inputOfHttp(tool), {
        passages: () => 0,
        repeat: () => repeatOfHttp(tool),
        run: (step, given) => callHttp(tool, step, given),
      });
    case "knowledge":
      return made(tool, inputOfKnowledge, {
        passages: () => tool.count,
        repeat: () => "safe",
        run: (step, given, numbered) => searchKnowledge(tool, step, given, numbered),
      });
  }
}

function made(tool: AgentTool, input: JsonObject, does: Pick<OfferedTool, "passages" | "repeat" | "run">): OfferedTool {
  const check = jsonCheck(input);
  return {
    told: { name: tool.name, description: tool.description.trim(), input },
    complaintAbout: (given) => check.complaintAbout(given),
    ...does,
  };
}

/** A node of the catalogue, with the author's settings and those that are left to the model. */
function nodeTool(tool: NodeTool, nodes: StepNodes, input: Json): OfferedTool {
  const definition = nodes.definition(tool.type);
  if (!definition) throw unusable(tool, `there is no node ${tool.type}.`);
  for (const { field } of tool.open) {
    // Compile has said so; a config that came another way is held to it all the same.
    const why = whyNotOpen(definition, field, tool.config);
    if (why !== null) throw unusable(tool, why);
  }
  const properties = Object.fromEntries(
    tool.open.flatMap(({ field, description }) => {
      const spec = definition.fields[field];
      return spec ? [[field, schemaOfField(spec, description)]] : [];
    }),
  );
  const schema: JsonObject = {
    type: "object",
    properties,
    required: Object.keys(properties).filter((field) => isNeeded(field)),
    additionalProperties: false,
  };
  function isNeeded(field: string): boolean {
    const alone = { ...tool.config };
    delete alone[field];
    return definition?.config.safeParse(alone).error?.issues.some(({ path }) => path[0] === field) === true;
  }
  const configOf = (given: JsonObject): JsonObject => ({
    ...tool.config,
    // By the names that were left open, whatever else the model wrote.
    ...Object.fromEntries(
      Object.keys(properties).flatMap((field) => (Object.hasOwn(given, field) ? [[field, given[field] as Json]] : [])),
    ),
  });
  return made(tool, schema, {
    passages: (given) => (givesPassages(tool.type) ? mostPassages(configOf(given)) : 0),
    repeat(given) {
      const { repeat = "safe" } = definition;
      return typeof repeat === "function" ? repeat(configOf(given)) : repeat;
    },
    async run(step, given, numbered) {
      const { type, version } = tool;
      const output = await nodes.run(step, { type, version, config: configOf(given), input });
      return givesPassages(type) ? numberedOn(output, numbered) : output;
    },
  });
}

function unusable(tool: NodeTool, why: string): NodeError {
  return new NodeError("invalid_config", `The tool ${tool.name} cannot be used: ${why}`, {
    retry: "never",
    details: { field: "tools", tool: tool.name },
  });
}
