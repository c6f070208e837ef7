import { isJsonObject, type Json, type JsonObject } from "../../engine/json.ts";
import { definition as find } from "../knowledge-retrieve/definition.ts";
import type { StepContext } from "../step-context.ts";
import type { KnowledgeTool } from "./tool-config.ts";

export const inputOfKnowledge: JsonObject = {
  type: "object",
  properties: {
    query: { type: "string", description: "What to look for, in a few words or a question.", minLength: 1 },
  },
  required: ["query"],
  additionalProperties: false,
};

/**
 * Passages that answer a question, each with the place it comes from.
 * @param numbered passages that the agent was given before: no two of its passages have one number
 * @throws NodeError
 */
export async function searchKnowledge(
  tool: KnowledgeTool,
  step: StepContext,
  given: JsonObject,
  numbered: number,
): Promise<Json> {
  const { results } = await step.knowledge.search(tool.base, {
    query: String(given.query),
    mode: "hybrid",
    count: tool.count,
    filter: [],
    minSimilarity: null,
    rerank: null,
    neighbours: 0,
    sections: true,
  });
  return {
    passages: results.map(({ document, from, pages, context, headings }, index) => ({
      number: numbered + index + 1,
      document: document.name,
      link: step.knowledge.linkTo({ document, from }),
      ...(pages === null ? {} : { pages }),
      ...(headings.length === 0 ? {} : { under: headings.join(" › ") }),
      text: context.trim(),
    })),
  };
}

/** Whether a node as a tool gives passages to cite. */
export function givesPassages(type: string): boolean {
  return type === find.type;
}

/** How many it gives at most. @param config with what the model gave */
export function mostPassages(config: JsonObject): number {
  return find.config.safeParse(config).data?.count ?? 0;
}

/**
 * What that node has found, numbered on from what the agent was given before. Its `text` is left out: it holds the same
 * passages once more, under the numbers they had.
 */
export function numberedOn(output: Json, numbered: number): Json {
  if (!isJsonObject(output) || !Array.isArray(output.passages)) return output;
  const { text: _, passages, ...more } = output;
  const found = passages.filter(isJsonObject).map(({ number: __, text = "", context = text, ...passage }, index) => ({
    number: numbered + index + 1,
    ...passage,
    text: context,
  }));
  return { passages: found, ...more };
}
