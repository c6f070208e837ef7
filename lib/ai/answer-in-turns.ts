import { limits } from "../config/limits.ts";
import type { Json } from "../engine/json.ts";
import { NodeError } from "../nodes/define.ts";
import type { ModelAnswer, ModelCall, ModelMessage, ModelPart, ModelUsage } from "./calls.ts";
import { addUp } from "./cost.ts";
import { type JsonCheck, jsonCheck, jsonIn } from "./json-schema.ts";
import { type Ending, noUsage, type Question, type Spoken } from "./spoken.ts";

/** One model's answer. JSON that does not fit is sent back with what is wrong with it, a few times at most. */
export async function* answerInTurns(
  call: ModelCall,
  shown: string,
  ask: (question: Question) => Spoken,
): AsyncGenerator<ModelPart, void> {
  const { output, system, temperature, maxOutputTokens, tools } = call;
  const check = output && jsonCheck(output.schema);
  const most = Math.min(output?.repairs ?? limits.modelRepairs, limits.modelRepairs);
  const endings: Ending[] = [];
  let messages: readonly ModelMessage[] = messagesOf(call.prompt);
  for (let repairs = 0; ; repairs += 1) {
    let text = "";
    const spoken = ask({
      messages,
      ...(system === undefined ? {} : { system }),
      ...(output === undefined ? {} : { output }),
      ...(temperature === undefined ? {} : { temperature }),
      ...(maxOutputTokens === undefined ? {} : { maxOutputTokens }),
      ...(tools === undefined || tools.length === 0 ? {} : { tools }),
    });
    // By hand, as what it ends with is its return value.
    try {
      for (let next = await spoken.next(); ; next = await spoken.next()) {
        if (next.done) {
          endings.push(next.value);
          break;
        }
        if (typeof next.value !== "string") {
          yield { type: "thought", text: next.value.thought };
          continue;
        }
        text += next.value;
        yield { type: "text", text: next.value };
      }
    } finally {
      await spoken.return({ usage: noUsage, finishReason: "other", notes: [] });
    }
    // Who wants tools used has not answered yet.
    const isAnswer = (endings.at(-1)?.toolCalls?.length ?? 0) === 0;
    const read = check && isAnswer ? readJson(text, check) : undefined;
    if (!read || "object" in read) {
      yield { type: "answer", answer: answerOf(text, read?.object, endings, shown) };
      return;
    }
    if (endings.at(-1)?.finishReason === "length") throw cutShort(shown);
    if (repairs >= most) throw unfit(shown, read.complaint, text, repairs);
    yield { type: "restart", because: `The answer did not fit the schema (${read.complaint}).` };
    messages = [...messages, { role: "assistant", text: text === "" ? "(nothing)" : text }, correction(read.complaint)];
  }
}

function messagesOf(prompt: ModelCall["prompt"]): readonly ModelMessage[] {
  return typeof prompt === "string" ? [{ role: "user", text: prompt }] : prompt;
}

function correction(complaint: string): ModelMessage {
  return {
    role: "user",
    text: `That does not fit the schema: ${complaint}. Answer again, with the corrected JSON and nothing else.`,
  };
}

function readJson(text: string, check: JsonCheck): { object: Json } | { complaint: string } {
  let value: Json;
  try {
    value = jsonIn(text);
  } catch (error) {
    return { complaint: `it is not JSON (${error instanceof Error ? error.message : "cannot be read"})` };
  }
  const complaint = check.complaintAbout(value);
  return complaint === null ? { object: value } : { complaint };
}

function answerOf(text: string, object: Json | undefined, endings: readonly Ending[], model: string): ModelAnswer {
  return {
    text,
    ...(object === undefined ? {} : { object }),
    usage: usageOf(endings),
    cost: addUp(endings.map(({ cost = null }) => cost)),
    model,
    finishReason: endings.at(-1)?.finishReason ?? "other",
    repairs: endings.length - 1,
    notes: [...new Set(endings.flatMap(({ notes }) => notes))],
    toolCalls: [...(endings.at(-1)?.toolCalls ?? [])],
    thoughts: [...(endings.at(-1)?.thoughts ?? [])],
  };
}

function usageOf(endings: readonly Ending[]): ModelUsage {
  const total = (key: keyof ModelUsage) =>
    endings.reduce<number | null>((sum, { usage }) => {
      const count = usage[key];
      return sum === null || count === null ? null : sum + count;
    }, 0);
  return {
    inputTokens: total("inputTokens"),
    outputTokens: total("outputTokens"),
    cachedInputTokens: total("cachedInputTokens"),
    reasoningTokens: total("reasoningTokens"),
  };
}

function cutShort(model: string): NodeError {
  return new NodeError(
    "invalid_config",
    `${model} had written as much as it may before its JSON was whole. Let it write more.`,
    { retry: "never", details: { reason: "cut_short" } },
  );
}

function unfit(model: string, complaint: string, text: string, repairs: number): NodeError {
  const times = repairs === 0 ? "" : `, also after ${repairs} ${repairs === 1 ? "correction" : "corrections"}`;
  return new NodeError("upstream", `${model} gave an answer that does not fit the schema${times}: ${complaint}.`, {
    retry: "never",
    details: { complaint, text: text.slice(0, 2_000) },
  });
}
