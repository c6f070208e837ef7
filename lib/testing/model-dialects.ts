import { eventStreamMessage } from "./aws-event-stream.ts";

/** A tool that the model wants used; a text as its input is sent as it is, JSON or not. */
export interface WantedTool {
  id: string;
  name: string;
  input: object | string;
}
export type Finish = "stop" | "length" | "tools";

const written = ({ input }: WantedTool) => (typeof input === "string" ? input : JSON.stringify(input));

/** How one provider writes an answer. */
export interface ModelDialect {
  mediaType: string;
  begin(): string | Uint8Array;
  text(text: string): string | Uint8Array;
  /** Absent: it shows no thoughts. */
  thought?(text: string): string | Uint8Array;
  tools(wanted: readonly WantedTool[]): string | Uint8Array;
  end(finish: Finish, usage: { input: number; output: number }): string | Uint8Array;
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
  thought: (reasoning_content) => chunk({ reasoning_content }),
  tools: (wanted) =>
    wanted
      .map((tool, index) => {
        const { id, name } = tool;
        const [first, rest] = halves(written(tool));
        const begun = { index, id, type: "function", function: { name, arguments: first } };
        return chunk({ tool_calls: [begun] }) + chunk({ tool_calls: [{ index, function: { arguments: rest } }] });
      })
      .join(""),
  end: (finish, { input, output }) =>
    chunk({}, finish === "tools" ? "tool_calls" : finish) +
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

function halves(text: string): [string, string] {
  const middle = Math.ceil(text.length / 2);
  return [text.slice(0, middle), text.slice(middle)];
}

const item = { id: "msg_1", type: "message", role: "assistant", status: "in_progress", content: [] };
const responses: ModelDialect = {
  mediaType: events,
  begin: () =>
    sse({ type: "response.created", response: { id: "resp_1", created_at: 1_700_000_000, model: "test-model" } }) +
    sse({ type: "response.output_item.added", output_index: 0, item }),
  text: (delta) =>
    sse({ type: "response.output_text.delta", item_id: "msg_1", output_index: 0, content_index: 0, delta }),
  tools: (wanted) =>
    wanted
      .map((tool, index) => {
        const call = { id: `fc_${index}`, type: "function_call", call_id: tool.id, name: tool.name };
        const place = { output_index: index + 1 };
        return (
          sse({ type: "response.output_item.added", ...place, item: { ...call, arguments: "" } }) +
          sse({ type: "response.function_call_arguments.delta", ...place, item_id: call.id, delta: written(tool) }) +
          sse({
            type: "response.output_item.done",
            ...place,
            item: { ...call, arguments: written(tool), status: "completed" },
          })
        );
      })
      .join(""),
  end: (finish, { input, output }) =>
    sse({ type: "response.output_item.done", output_index: 0, item: { ...item, status: "completed" } }) +
    sse({
      type: finish === "length" ? "response.incomplete" : "response.completed",
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
  tools: (wanted) =>
    wanted
      .map((tool, at) => {
        const index = at + 1;
        const content_block = { type: "tool_use", id: tool.id, name: tool.name, input: {} };
        const delta = { type: "input_json_delta", partial_json: written(tool) };
        return (
          sse({ type: "content_block_start", index, content_block }, "content_block_start") +
          sse({ type: "content_block_delta", index, delta }, "content_block_delta") +
          sse({ type: "content_block_stop", index }, "content_block_stop")
        );
      })
      .join(""),
  end: (finish, { input, output }) =>
    sse({ type: "content_block_stop", index: 0 }, "content_block_stop") +
    sse(
      {
        type: "message_delta",
        delta: {
          stop_reason: { stop: "end_turn", length: "max_tokens", tools: "tool_use" }[finish],
          stop_sequence: null,
        },
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
  thought: (text) => sse(candidate([{ text, thought: true }])),
  tools: (wanted) =>
    sse(
      candidate(
        wanted.map(({ name, input }) => ({ functionCall: { name, args: input }, thoughtSignature: `signed ${name}` })),
      ),
    ),
  end: (finish, { input, output }) =>
    sse({
      ...candidate([{ text: "" }], finish === "length" ? "MAX_TOKENS" : "STOP"),
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
  tools: (wanted) =>
    Buffer.concat(
      wanted.flatMap((tool, at) => {
        const place = { contentBlockIndex: at + 1 };
        const toolUse = { toolUseId: tool.id, name: tool.name };
        return [
          eventStreamMessage("contentBlockStart", { ...place, start: { toolUse } }),
          eventStreamMessage("contentBlockDelta", { ...place, delta: { toolUse: { input: written(tool) } } }),
          eventStreamMessage("contentBlockStop", place),
        ];
      }),
    ),
  end: (finish, { input, output }) =>
    Buffer.concat([
      eventStreamMessage("contentBlockStop", { contentBlockIndex: 0 }),
      eventStreamMessage("messageStop", {
        stopReason: { stop: "end_turn", length: "max_tokens", tools: "tool_use" }[finish],
      }),
      eventStreamMessage("metadata", {
        usage: { inputTokens: input, outputTokens: output, totalTokens: input + output },
        metrics: { latencyMs: 1 },
      }),
    ]),
  failure: (kind, message) => eventStreamMessage(kind, { message }, "exception"),
  malformed: () => Buffer.from("not an event stream at all"),
  embeddings: () => "{}",
};
