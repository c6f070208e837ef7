import "server-only";
import type { Call } from "../../api/route.ts";
import type { ChatAnswer } from "../../chat/answer-view.ts";
import { AppError } from "../../errors.ts";
import { streamHeaders } from "../events.ts";
import { type Completion, startCompletion } from "./completion.ts";
import type { createCompletion } from "./contracts.ts";
import { openAiError } from "./openai-error.ts";

const HEARTBEAT_MS = 15_000;

/** Answers as OpenAI's chat completions do: in one piece, or as a stream of pieces. @throws AppError as `startCompletion` */
export async function answerCompletion(call: Call<typeof createCompletion>, timeoutMs?: number): Promise<Response> {
  const gone = new AbortController();
  const signal = AbortSignal.any([call.request.signal, gone.signal]);
  const completion = await startCompletion(call, signal, timeoutMs);
  const headers = { "cache-control": "no-store", "heddle-run": completion.runId };
  if (call.body.stream) {
    const stream = chunksOf(completion, call, gone);
    return new Response(stream, { headers: { ...headers, ...streamHeaders } });
  }
  const answer = await completion.answer();
  return Response.json(whole(completion, answer), { headers });
}

function whole({ runId, model, created }: Completion, answer: ChatAnswer) {
  const message = { role: "assistant", content: answer.text, refusal: null };
  return {
    id: `chatcmpl-${runId}`,
    object: "chat.completion",
    created,
    model,
    choices: [{ index: 0, message, logprobs: null, finish_reason: finishReason(answer) }],
    ...(answer.usage && { usage: usageOf(answer.usage) }),
  };
}

function finishReason({ isCut }: ChatAnswer): "stop" | "length" {
  return isCut ? "length" : "stop";
}

function usageOf({ read, written }: { read: number; written: number }) {
  return { prompt_tokens: read, completion_tokens: written, total_tokens: read + written };
}

/**
 * The answer as it is written, where it is a model's own words; else in one piece when it is there. What has been sent cannot be
 * taken back: an answer that turns out to be another one ends as an error.
 */
function chunksOf(
  completion: Completion,
  { body, requestId }: Call<typeof createCompletion>,
  gone: AbortController,
): ReadableStream<Uint8Array> {
  const { runId, model, created, plan } = completion;
  const encoder = new TextEncoder();
  const wantsUsage = body.stream_options?.include_usage === true;
  const chunk = (choices: object[], more: object = {}) => ({
    id: `chatcmpl-${runId}`,
    object: "chat.completion.chunk",
    created,
    model,
    choices,
    ...(wantsUsage && { usage: null }),
    ...more,
  });
  const delta = (part: object, reason: string | null = null) =>
    chunk([{ index: 0, delta: part, logprobs: null, finish_reason: reason }]);

  return new ReadableStream({
    async start(controller) {
      const write = (text: string) => void (gone.signal.aborted || controller.enqueue(encoder.encode(text)));
      const send = (data: object) => write(`data: ${JSON.stringify(data)}\n\n`);
      const heartbeat = setInterval(() => write(": still here\n\n"), HEARTBEAT_MS);
      let sent = "";
      const sendText = (text: string) => {
        if (!text.startsWith(sent) || text === sent) return;
        send(delta({ content: text.slice(sent.length) }));
        sent = text;
      };
      try {
        send(delta({ role: "assistant", content: "", refusal: null }));
        const answer = await completion.answer(plan.isVerbatim ? sendText : undefined);
        if (!answer.text.startsWith(sent)) throw changed(runId);
        sendText(answer.text);
        send(delta({}, finishReason(answer)));
        if (wantsUsage) send(chunk([], { usage: answer.usage && usageOf(answer.usage) }));
        write("data: [DONE]\n\n");
      } catch (error) {
        send({ error: openAiError(error, requestId) });
      } finally {
        clearInterval(heartbeat);
        if (!gone.signal.aborted) controller.close();
      }
    },
    cancel: () => gone.abort(),
  });
}

function changed(runId: string): AppError {
  const message = `The model began its answer anew after a part of it had been sent. The whole answer is in the run ${runId}.`;
  return new AppError("answer_changed", 500, message);
}
