import type { ModelAnswer, ModelCall, ModelMessage } from "../../ai/calls.ts";
import { askModel } from "../ask-model.ts";
import { NodeError } from "../define.ts";
import type { StepContext, StepOptions, StepsContext } from "../step-context.ts";
import type { AgentConfig } from "./agent-loop.ts";
import type { OfferedTool } from "./offered-tools.ts";
import type { Spending } from "./spending.ts";
import { asModelTurn, type ModelTurn } from "./step-values.ts";
import type { Refusal } from "./wishes.ts";

interface Turn {
  config: AgentConfig;
  system: string;
  messages: readonly ModelMessage[];
  tools: readonly OfferedTool[];
  /** Of the turn before. */
  refused: readonly Refusal[];
  spending: Spending;
}

/** One question to the model: a sub-step of its own, so that an answer that was paid for is never asked for again. */
export async function askTurn(ctx: StepsContext, turn: Turn): Promise<ModelTurn> {
  const { config, system, messages, tools, spending } = turn;
  const refusals = turn.refused.map(({ call, because }) => ({ id: call.id, name: call.name, because }));
  const room = spending.remainingTokens;
  const call: ModelCall = {
    model: config.model,
    fallbacks: config.fallbacks,
    prompt: [...messages],
    ...(system === "" ? {} : { system }),
    ...(tools.length === 0 ? {} : { tools: tools.map(({ told }) => told) }),
    ...(config.temperature === undefined ? {} : { temperature: config.temperature }),
    ...(Number.isFinite(room) ? { maxOutputTokens: room } : {}),
    ...(config.maxCost === undefined ? {} : { needsPrice: true }),
  };
  const value = await ctx.step<ModelTurn>(
    "model",
    async (step) => {
      for (const { name, because } of refusals)
        step.log("warn", `The model wanted ${name}, which was refused: ${because}`);
      return { ...(await asked(step, call, messages)), refusals };
    },
    paid(spending, (ms) => ({ ...asModelTurn(""), isCut: true, refusals, ms })),
  );
  return asModelTurn(value);
}

/** Asks once, and notes what it took. */
export async function asked(step: StepContext, call: ModelCall, messages: readonly ModelMessage[]): Promise<ModelTurn> {
  const began = performance.now();
  let answer: ModelAnswer;
  try {
    answer = await askModel(step, call);
  } catch (error) {
    throw tooLong(error, messages);
  }
  const { text, toolCalls, thoughts, usage, cost, model, finishReason } = answer;
  const ms = Math.round(performance.now() - began);
  const facts = { usage, cost, model, finishReason };
  return { kind: "model", text, toolCalls, thoughts, ...facts, refusals: [], isCut: false, ms, lost: step.lost };
}

/** A question costs money, so a lost one is to be known; it may take no longer than the agent has left, and is cut where it does. */
export function paid<T>(spending: Spending, cut: (ms: number) => T): StepOptions<T> {
  const timeoutMs = Math.max(1, Math.ceil(spending.remainingMs));
  if (!Number.isFinite(timeoutMs)) return { noted: true };
  return {
    noted: true,
    timeoutMs,
    failed: (error, ms) => (error.code === "timeout" && ms >= timeoutMs - 5 ? cut(Math.max(ms, timeoutMs)) : undefined),
  };
}

/** A conversation grows with each turn: who reads that it is too long wants to know what to do about it. */
function tooLong(error: unknown, messages: readonly ModelMessage[]): unknown {
  if (!(error instanceof NodeError) || !/longer than it can read|larger than its provider takes/.test(error.message))
    return error;
  const results = messages.reduce((sum, one) => sum + (one.role === "tool" ? one.results.length : 0), 0);
  const advice =
    results > 0
      ? `It was given what ${results} uses of tools came to: let results be cut earlier, tools give less, or fewer turns be made.`
      : "Shorten the task, the instructions or the memory.";
  return new NodeError(error.code, `${error.message} ${advice}`, {
    retry: "never",
    ...(error.details === undefined ? {} : { details: error.details }),
  });
}
