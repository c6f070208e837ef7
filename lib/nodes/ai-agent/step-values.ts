import type { FinishReason, ModelThought, ModelToolCall, ModelUsage } from "../../ai/calls.ts";
import { isJsonObject, type Json, type JsonObject } from "../../engine/json.ts";

/** What the agent's sub-steps come to, as the journal keeps it and pages show it. */

/** One turn of the model: `model`, or `summary` of a conversation. */
export type ModelTurn = {
  kind: "model";
  text: string;
  toolCalls: ModelToolCall[];
  thoughts: ModelThought[];
  usage: ModelUsage;
  cost: number | null;
  model: string;
  finishReason: FinishReason;
  /** Wishes of the turn before that were refused, as it was told. */
  refusals: { id: string; name: string; because: string }[];
  /** Set where the agent's time was over before the model was done. */
  isCut: boolean;
  ms: number;
  /** Calls like it that were under way when their process died, and may have been paid. */
  lost: number;
};

export type ToolOutcome = {
  kind: "tool";
  /** The model's name for the call. */
  id: string;
  name: string;
  input: Json;
  /** What the model is given. */
  text: string;
  failed: boolean;
  /** Characters there were, where the model is given fewer. */
  cutFrom: number | null;
  /** Where the tool asked a model itself. */
  usage: ModelUsage | null;
  cost: number | null;
  ms: number;
  lost: number;
};

const noUsage: ModelUsage = { inputTokens: null, outputTokens: null, cachedInputTokens: null, reasoningTokens: null };

/** A stored value as a turn. A person may have said what a lost call came to: a text is then what the model wrote. */
export function asModelTurn(value: Json): ModelTurn {
  // Only the agent itself stores values of this kind.
  if (isJsonObject(value) && value.kind === "model") return value as unknown as ModelTurn;
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return {
    kind: "model",
    text,
    toolCalls: [],
    thoughts: [],
    usage: noUsage,
    cost: null,
    model: "",
    finishReason: "stop",
    refusals: [],
    isCut: false,
    ms: 0,
    lost: 0,
  };
}

/** The same for a tool: what a person said it came to is what the model is given. */
export function asToolOutcome(value: Json, call: { id: string; name: string; input: Json }): ToolOutcome {
  if (isJsonObject(value) && value.kind === "tool") return value as unknown as ToolOutcome;
  return { ...noOutcome(call), text: typeof value === "string" ? value : JSON.stringify(value) };
}

export function noOutcome({ id, name, input }: { id: string; name: string; input: Json }): ToolOutcome {
  return {
    kind: "tool",
    id,
    name,
    input,
    text: "",
    failed: false,
    cutFrom: null,
    usage: null,
    cost: null,
    ms: 0,
    lost: 0,
  };
}

/** What an output says it took to make it, where it does (`answerFacts`). */
export function spentOn(output: Json): { usage: ModelUsage; cost: number | null } | null {
  if (!isJsonObject(output) || !isJsonObject(output.usage)) return null;
  const usage: JsonObject = output.usage;
  const count = (name: string) => (typeof usage[name] === "number" ? usage[name] : null);
  const [inputTokens, outputTokens] = [count("inputTokens"), count("outputTokens")];
  if (inputTokens === null && outputTokens === null) return null;
  return {
    usage: { ...noUsage, inputTokens, outputTokens },
    cost: typeof output.cost === "number" ? output.cost : null,
  };
}
