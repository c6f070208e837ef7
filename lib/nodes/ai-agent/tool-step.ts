import type { ModelToolCall } from "../../ai/calls.ts";
import type { Json, JsonObject } from "../../engine/json.ts";
import type { StepsContext } from "../step-context.ts";
import type { AgentConfig } from "./agent-loop.ts";
import type { OfferedTool } from "./offered-tools.ts";
import type { Spending } from "./spending.ts";
import { asToolOutcome, noOutcome, spentOn, type ToolOutcome } from "./step-values.ts";

interface Use {
  tool: OfferedTool;
  call: ModelToolCall;
  input: JsonObject;
  config: Pick<AgentConfig, "resultCharacters">;
  /** Passages that may have a number already. */
  numbered: number;
  spending: Spending;
}

/**
 * One use of a tool, a sub-step under the tool's name. A tool that fails tells the model so: that is remembered too, and what
 * failed is not done again after a crash.
 */
export async function runTool(
  ctx: StepsContext,
  { tool, call, input, config, numbered, spending }: Use,
): Promise<ToolOutcome> {
  const wish = { id: call.id, name: call.name, input };
  const remaining = Math.max(1, Math.ceil(spending.remainingMs));
  const value = await ctx.step<ToolOutcome>(
    tool.told.name,
    async (step) => {
      const began = performance.now();
      const output = await tool.run(step, input, numbered);
      const ms = Math.round(performance.now() - began);
      return {
        ...noOutcome(wish),
        ...cutText(textOf(output), config.resultCharacters),
        ...spentOn(output),
        ms,
        lost: step.lost,
      };
    },
    {
      repeat: tool.repeat(input),
      noted: true,
      ...(Number.isFinite(remaining) ? { timeoutMs: remaining } : {}),
      failed: (error, ms) => ({
        ...noOutcome(wish),
        ...cutText(`Failed (${error.code}): ${error.message}`, config.resultCharacters),
        failed: true,
        ms: Math.round(ms),
      }),
    },
  );
  return asToolOutcome(value, wish);
}

function textOf(output: Json): string {
  return typeof output === "string" ? output : JSON.stringify(output);
}

function cutText(text: string, most: number): { text: string; cutFrom: number | null } {
  if (text.length <= most) return { text, cutFrom: null };
  const end = `… (cut: ${most.toLocaleString("en-US")} of ${text.length.toLocaleString("en-US")} characters)`;
  return { text: `${text.slice(0, most).toWellFormed()}${end}`, cutFrom: text.length };
}
