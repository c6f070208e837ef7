import { eventStreamMessage } from "./aws-event-stream.ts";

/** How one provider writes an answer. */
export interface ModelDialect {
  mediaType: string;
  begin(): string | Uint8Array;
  text(text: string): string | Uint8Array;
  end(finish: "stop" | "length", usage: { input: number; output: number }): string | Uint8Array;
  failure(kind: string, message: string): string | Uint8Array;
  malformed(): string | Uint8Array;
  embeddings(vectors: number[][]): string;
}

/** By the path that is called, whatever stands before it. */
export function dialectOf(path: string): ModelDialect | null {
  if (path.endsWith("/chat/completions") || path.endsWith("/embeddings")) return chatCompletions;
  if (path.endsWith("/responses")) return responses;
  if (path.endsWith("/messages")) return messages;
  if (path.includes(":streamGenerateContent") || path.includes("mbedContent")) return gemini;
  return path.endsWith("/converse-stream") ? converse : null;
}

const sse = (data: unknown, event?: string) => `${event ? `event: ${event}\n` : ""}data: ${JSON.stringify(data)}\n\n`;
const events = "text/event-stream";

const chunk = (delta: object, finish: string | null = null) =>
  sse({
    id: "chatcmpl-1",
    object: "chat.completion.chunk",
    created: 1_700_000_000,
    model: "test-model",
    choices: [{ index: 0, delta, finish_reason: finish }],
  });

const chatCompletions: ModelDialect = {
  mediaType: events,
  begin: () => chunk({ role: "assistant", content: "" }),
  text: (content) => chunk({ content }),
  end: (finish, { input, output }) =>
    chunk({}, finish) +
    sse({
      id: "chatcmpl-1",
      object: "chat.completion.chunk",
      created: 1_700_000_000,
      model: "test-model",
      choices: [],
      usage: { prompt_tokens: input, completion_tokens: output, total_tokens: input + output },
    }) +
    "data: [DONE]\n\n",
  failure: (type, message) => sse({ error: { message, type, code: null, param: null } }),
  malformed: () => "data: {not json\n\n",
  embeddings: (vectors) =>
    JSON.stringify({
      object: "list",
      model: "test-embedder",
      data: vectors.map((embedding, index) => ({ object: "embedding", index, embedding })),
      usage: { prompt_tokens: 5, total_tokens: 5 },
    }),
};

const item = { id: "msg_1", type: "message", role: "assistant", status: "in_progress", content: [] };
const responses: ModelDialect = {
  mediaType: events,
  begin: () =>
    sse({ type: "response.created", response: { id: "resp_1", created_at: 1_700_000_000, model: "test-model" } }) +
    sse({ type: "response.output_item.added", output_index: 0, item }),
  text: (delta) =>
    sse({ type: "response.output_text.delta", item_id: "msg_1", output_index: 0, content_index: 0, delta }),
  end: (finish, { input, output }) =>
    sse({ type: "response.output_item.done", output_index: 0, item: { ...item, status: "completed" } }) +
    sse({
      type: finish === "stop" ? "response.completed" : "response.incomplete",
      response: {
        ...(finish === "length" ? { incomplete_details: { reason: "max_output_tokens" } } : {}),
        usage: {
          input_tokens: input,
          input_tokens_details: { cached_tokens: 0 },
          output_tokens: output,
          output_tokens_details: { reasoning_tokens: 0 },
        },
      },
    }),
  failure: (code, message) =>
    sse({ type: "error", sequence_number: 3, error: { type: code, code, message, param: null } }),
  malformed: () => "data: {not json\n\n",
  embeddings: chatCompletions.embeddings,
};

const messages: ModelDialect = {
  mediaType: events,
  begin: () =>
    sse(
      {
        type: "message_start",
        message: {
          id: "msg_1",
          type: "message",
          role: "assistant",
          model: "test-model",
          content: [],
          stop_reason: null,
          stop_sequence: null,
          usage: { input_tokens: 11, output_tokens: 1 },
        },
      },
      "message_start",
    ) +
    sse({ type: "content_block_start", index: 0, content_block: { type: "text", text: "" } }, "content_block_start") +
    sse({ type: "ping" }, "ping"),
  text: (text) =>
    sse({ type: "content_block_delta", index: 0, delta: { type: "text_delta", text } }, "content_block_delta"),
  end: (finish, { input, output }) =>
    sse({ type: "content_block_stop", index: 0 }, "content_block_stop") +
    sse(
      {
        type: "message_delta",
        delta: { stop_reason: finish === "stop" ? "end_turn" : "max_tokens", stop_sequence: null },
        usage: { input_tokens: input, output_tokens: output },
      },
      "message_delta",
    ) +
    sse({ type: "message_stop" }, "message_stop"),
  failure: (type, message) => sse({ type: "error", error: { type, message } }, "error"),
  malformed: () => "event: content_block_delta\ndata: {not json\n\n",
  embeddings: () => "{}",
};

const candidate = (parts: object[], finishReason?: string) => ({
  candidates: [{ index: 0, content: { role: "model", parts }, ...(finishReason ? { finishReason } : {}) }],
});
const gemini: ModelDialect = {
  mediaType: events,
  begin: () => "",
  text: (text) => sse(candidate([{ text }])),
  end: (finish, { input, output }) =>
    sse({
      ...candidate([{ text: "" }], finish === "stop" ? "STOP" : "MAX_TOKENS"),
      usageMetadata: { promptTokenCount: input, candidatesTokenCount: output, totalTokenCount: input + output },
    }),
  failure: (status, message) => sse({ error: { code: 503, status, message } }),
  malformed: () => "data: {not json\n\n",
  embeddings: (vectors) => JSON.stringify({ embeddings: vectors.map((values) => ({ values })) }),
};

const converse: ModelDialect = {
  mediaType: "application/vnd.amazon.eventstream",
  begin: () => eventStreamMessage("messageStart", { role: "assistant" }),
  text: (text) => eventStreamMessage("contentBlockDelta", { contentBlockIndex: 0, delta: { text } }),
  end: (finish, { input, output }) =>
    Buffer.concat([
      eventStreamMessage("contentBlockStop", { contentBlockIndex: 0 }),
      eventStreamMessage("messageStop", { stopReason: finish === "stop" ? "end_turn" : "max_tokens" }),
      eventStreamMessage("metadata", {
        usage: { inputTokens: input, outputTokens: output, totalTokens: input + output },
        metrics: { latencyMs: 1 },
      }),
    ]),
  failure: (kind, message) => eventStreamMessage(kind, { message }, "exception"),
  malformed: () => Buffer.from("not an event stream at all"),
  embeddings: () => "{}",
};
