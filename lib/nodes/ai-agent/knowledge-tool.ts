import type { Json, JsonObject } from "../../engine/json.ts";
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
