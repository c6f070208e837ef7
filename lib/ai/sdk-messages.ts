import type { ModelMessage as SdkMessage, ToolSet } from "ai";
import { isJsonObject, type Json, type JsonObject } from "../engine/json.ts";
import type { ModelMessage, ModelTool, ModelToolCall } from "./calls.ts";
import type { loadSdk } from "./load-sdk.ts";
import type { ProviderOptions } from "./providers.ts";

type Sdk = Awaited<ReturnType<typeof loadSdk>>;

/** What was said, as the SDK takes it. */
export function sdkMessage(message: ModelMessage): SdkMessage {
  switch (message.role) {
    case "user":
      return userMessage(message);
    case "assistant":
      return assistantMessage(message);
    case "tool":
      return {
        role: "tool",
        content: message.results.map(({ callId, name, text, failed }) => ({
          type: "tool-result",
          toolCallId: callId,
          toolName: name,
          output: { type: failed ? "error-text" : "text", value: text },
        })),
      };
  }
}

function userMessage({ text, images = [] }: Extract<ModelMessage, { role: "user" }>): SdkMessage {
  if (images.length === 0) return { role: "user", content: text };
  return {
    role: "user",
    content: [
      { type: "text", text },
      ...images.map(({ mediaType, data }) => ({ type: "file" as const, mediaType, data })),
    ],
  };
}

function assistantMessage({ text, toolCalls = [], thoughts = [] }: Extract<ModelMessage, { role: "assistant" }>) {
  if (toolCalls.length === 0 && thoughts.length === 0) return { role: "assistant" as const, content: text };
  return {
    role: "assistant" as const,
    content: [
      ...thoughts.map(({ text: thought, extra }) => ({
        type: "reasoning" as const,
        text: thought,
        ...optionsOf(extra),
      })),
      ...(text === "" ? [] : [{ type: "text" as const, text }]),
      ...toolCalls.map(({ id, name, input, extra }) => ({
        type: "tool-call" as const,
        toolCallId: id,
        toolName: name,
        // Providers take objects only; what was none was refused, and the result says so.
        input: isJsonObject(input) ? input : {},
        ...optionsOf(extra),
      })),
    ],
  };
}

function optionsOf(extra: JsonObject | undefined): { providerOptions?: ProviderOptions } {
  // It came from the provider as metadata, by the provider's name.
  return extra === undefined ? {} : { providerOptions: extra as ProviderOptions };
}

/** Tools whose arguments are judged by us (lib/ai/json-schema.ts): the SDK is given no validation of its own. */
export function sdkTools(sdk: Sdk, tools: readonly ModelTool[]): ToolSet {
  return Object.fromEntries(
    tools.map(({ name, description, input }) => [
      name,
      // JSON Schema too, which the SDK has a type of its own for.
      sdk.tool({ description, inputSchema: sdk.jsonSchema(input as Parameters<typeof sdk.jsonSchema>[0]) }),
    ]),
  );
}

interface SdkToolCall {
  toolCallId: string;
  toolName: string;
  input: unknown;
  invalid?: boolean | undefined;
  error?: unknown;
  providerMetadata?: unknown;
}

/** What the model wants. It came out of JSON.parse, or is the text that could not be parsed. */
export function toolCallOf({ toolCallId, toolName, input, invalid, providerMetadata }: SdkToolCall): ModelToolCall {
  const isText = typeof input === "string";
  const problem = isText ? "its input is not JSON" : `there is no tool ${toolName.slice(0, 64)}`;
  const call: ModelToolCall = { id: toolCallId, name: toolName, input: (input ?? {}) as Json };
  return withExtra(invalid ? { ...call, problem } : call, providerMetadata);
}

/** With what the provider wants to see again beside it. */
export function withExtra<T extends { extra?: JsonObject }>(value: T, metadata: unknown): T {
  if (metadata === undefined || metadata === null) return value;
  // Providers describe it as JSON; undefined members are left out by the way there and back.
  return { ...value, extra: { ...value.extra, ...(JSON.parse(JSON.stringify(metadata)) as JsonObject) } };
}
