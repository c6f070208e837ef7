import type { CallWarning, LanguageModel, LanguageModelUsage } from "ai";
import type { JsonObject } from "../engine/json.ts";
import type { FinishReason, ModelThought, ModelToolCall } from "./calls.ts";
import type { BilledUsage } from "./cost.ts";
import { loadSdk } from "./load-sdk.ts";
import { brokenAnswer, cutAnswer } from "./model-errors.ts";
import type { ProviderOptions } from "./providers.ts";
import { sdkMessage, sdkTools, toolCallOf, withExtra } from "./sdk-messages.ts";
import type { Question, Spoken } from "./spoken.ts";

export interface Speaker {
  model: LanguageModel;
  /** For messages. */
  shown: string;
  options: ProviderOptions | undefined;
  /** Why the last request failed, where the gate or the provider's status said so. */
  failure(): Error | undefined;
  signal: AbortSignal;
}

/**
 * One answer of one model through the SDK. The SDK neither repeats a request, nor loads anything by itself, nor keeps what was
 * read; tries, fallbacks and repairs are this folder's.
 */
export async function* speak(question: Question, speaker: Speaker): Spoken {
  const sdk = await loadSdk();
  const result = sdk.experimental_streamTextLowMemory({
    model: speaker.model,
    ...(question.system ? { instructions: question.system } : {}),
    messages: question.messages.map(sdkMessage),
    ...(question.temperature === undefined ? {} : { temperature: question.temperature }),
    ...(question.maxOutputTokens === undefined ? {} : { maxOutputTokens: question.maxOutputTokens }),
    // Without `execute`: the SDK tells what the model wants, and does nothing of it.
    ...(question.tools ? { tools: sdkTools(sdk, question.tools) } : {}),
    ...(question.output ? { output: asJson(sdk, question.output.schema) } : {}),
    ...(speaker.options ? { providerOptions: speaker.options } : {}),
    maxRetries: 0,
    abortSignal: speaker.signal,
    telemetry: { isEnabled: false },
    // Whatever is to be seen is handed over whole: nothing is loaded behind the gate's back.
    experimental_download: async (files) => {
      if (files.length > 0) throw new Error("Files are loaded before a model is asked.");
      return [];
    },
    // Errors are taken from the stream; by default they would be printed as well.
    onError: () => {},
  });
  // Nobody asks for these: what went wrong is told by the stream.
  for (const unread of [result.usage, result.totalUsage, result.finishReason, result.rawFinishReason]) {
    Promise.resolve(unread).catch(() => {});
  }
  const failed = (error: unknown) => speaker.failure() ?? brokenAnswer(error, speaker.shown);
  const notes: string[] = [];
  const toolCalls: ModelToolCall[] = [];
  const thoughts = new Map<string, ModelThought>();
  try {
    for await (const part of result.stream) {
      switch (part.type) {
        case "start-step":
          notes.push(...part.warnings.map(noteOf));
          break;
        case "text-delta":
          if (part.text !== "") yield part.text;
          break;
        case "reasoning-start":
        case "reasoning-delta":
        case "reasoning-end": {
          const before = thoughts.get(part.id) ?? { text: "" };
          const more = part.type === "reasoning-delta" ? part.text : "";
          thoughts.set(part.id, withExtra({ ...before, text: before.text + more }, part.providerMetadata));
          if (more !== "") yield { thought: more };
          break;
        }
        case "tool-call":
          toolCalls.push(toolCallOf(part));
          break;
        case "error":
          throw failed(part.error);
        case "abort":
          throw speaker.failure() ?? speaker.signal.reason;
        case "finish": {
          const { finishReason, rawFinishReason } = part;
          if (isCut(finishReason, rawFinishReason)) throw speaker.failure() ?? cutAnswer(speaker.shown);
          return {
            usage: billed(part.totalUsage),
            finishReason: reasonOf(finishReason),
            notes,
            toolCalls,
            thoughts: [...thoughts.values()],
          };
        }
      }
    }
  } catch (error) {
    throw speaker.signal.aborted ? (speaker.failure() ?? speaker.signal.reason) : failed(error);
  }
  throw cutAnswer(speaker.shown);
}

/** What the provider makes of the question, for people: a temperature that the model does not know, and the like. */
function noteOf(warning: CallWarning): string {
  if ("message" in warning) return warning.message;
  return warning.details ?? `The model does not know ${warning.feature}.`;
}

/** Asks for JSON, but takes what comes as text, piece by piece: whether it fits is judged by json-schema.ts. */
function asJson(sdk: Awaited<ReturnType<typeof loadSdk>>, schema: JsonObject) {
  const responseFormat = Promise.resolve(sdk.jsonSchema(schema).jsonSchema).then((jsonSchema) => ({
    type: "json" as const,
    schema: jsonSchema,
  }));
  return { ...sdk.Output.text(), responseFormat };
}

function billed({ inputTokens, outputTokens, inputTokenDetails, outputTokenDetails }: LanguageModelUsage): BilledUsage {
  return {
    inputTokens: inputTokens ?? null,
    outputTokens: outputTokens ?? null,
    cachedInputTokens: inputTokenDetails.cacheReadTokens ?? null,
    cacheWriteTokens: inputTokenDetails.cacheWriteTokens ?? null,
    reasoningTokens: outputTokenDetails.reasoningTokens ?? null,
  };
}

/** A stream that ended without its provider having said why. */
function isCut(reason: string, raw: string | undefined): boolean {
  return reason === "interrupted" || reason === "error" || (reason === "other" && raw === undefined);
}

function reasonOf(reason: string): FinishReason {
  return reason === "stop" || reason === "tool-calls" || reason === "length" || reason === "content-filter"
    ? reason
    : "other";
}
