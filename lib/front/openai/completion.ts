import "server-only";
import { hash } from "node:crypto";
import { eq } from "drizzle-orm";
import type { Tx } from "#db/client.ts";
import { versions } from "#db/schema/workflows.ts";
import type { Call } from "../../api/route.ts";
import type { ChatAnswer } from "../../chat/answer-view.ts";
import type { ChatInput, Said } from "../../chat/chat-input.ts";
import { type ChatPlan, chatPlan } from "../../chat/chat-plan.ts";
import type { OpenChat } from "../../chat/chats.ts";
import { limits } from "../../config/limits.ts";
import { AppError, isAppError } from "../../errors.ts";
import type { CompletionRequest, createCompletion } from "./contracts.ts";
import { followAnswer } from "./follow-answer.ts";
import { requireModel } from "./models.ts";

type CompletionCall = Call<typeof createCompletion>;

/** A run that was started to answer a program. */
export interface Completion {
  runId: string;
  model: string;
  /** Seconds since the epoch. */
  created: number;
  plan: ChatPlan;
  /**
   * Waits for the answer. Who hangs up stops the run, unless the request had a key under which its answer can be had later.
   * @throws AppError `run_failed`, `run_cancelled` (500), `answer_timeout` (504), `client_gone` (499)
   */
  answer(written?: (text: string) => void): Promise<ChatAnswer>;
}

/** @throws AppError `model_not_found` (404), and as runs are started */
export async function startCompletion(
  call: CompletionCall,
  signal: AbortSignal,
  timeoutMs: number = limits.chatAnswerMs,
): Promise<Completion> {
  const { host, caller, body, idempotencyKey: key } = call;
  const { chat, plan } = await host.db.withWorkspace(caller, async (tx) => {
    const found = await requireModel(tx, body.model);
    return { chat: found, plan: await planOf(tx, call, found) };
  });
  const idempotency = key && { scope: `openai/${chat.workflowId}`, key, hash: hash("sha256", call.text) };
  const outcome = await host.runs.start({
    workspaceId: caller.workspaceId,
    workflowId: chat.workflowId,
    versionId: chat.versionId,
    triggerNodeId: chat.nodeId,
    triggerType: "chat",
    mode: "live",
    input: inputOf(body),
    ...(idempotency ? { idempotency } : {}),
  });
  if (outcome.status === "duplicate" && !outcome.sameRequest)
    throw new AppError("idempotency_key_reused", 422, "This Idempotency-Key was used for another request.");
  if (outcome.status === "started") await outcome.accepted;
  const { runId } = outcome;
  return {
    runId,
    model: chat.model,
    created: Math.floor(Date.now() / 1_000),
    plan,
    async answer(written) {
      const answer = await followAnswer(host.runs, runId, plan, { signal, timeoutMs, ...(written && { written }) });
      if (answer) return answered(answer, runId);
      if (!signal.aborted) throw tooSlow(runId, timeoutMs);
      if (!key) await hangUp(call, runId);
      throw new AppError("client_gone", 499, "The program hung up.");
    },
  };
}

async function planOf(tx: Tx, { host }: CompletionCall, { versionId, nodeId }: OpenChat): Promise<ChatPlan> {
  const [version] = await tx.select({ document: versions.document }).from(versions).where(eq(versions.id, versionId));
  const plan = version && chatPlan(version.document, nodeId, host.catalogue);
  if (plan) return plan;
  const message =
    "This workflow was published with another version of Heddle and has problems today. Publish it again.";
  throw new AppError("version_not_runnable", 409, message);
}

/** The last message is what is asked; all before it is history, instructions included. */
function inputOf({ messages }: CompletionRequest): ChatInput {
  const said = messages.map(
    ({ role, content }): Said => ({
      role: role === "developer" ? "system" : role,
      text: typeof content === "string" ? content : content.map(({ text }) => text).join("\n"),
    }),
  );
  return { message: said.at(-1)?.text ?? "", conversationId: null, history: said.slice(0, -1) };
}

function answered(answer: ChatAnswer, runId: string): ChatAnswer {
  if (answer.state === "done") return answer;
  if (answer.state === "stopped")
    throw new AppError("run_cancelled", 500, `The run was cancelled before it had answered: ${runId}.`);
  throw new AppError("run_failed", 500, `The workflow failed: ${answer.error?.message ?? ""} Its run is ${runId}.`);
}

function tooSlow(runId: string, timeoutMs: number): AppError {
  const message = `The workflow has not answered within ${Math.round(timeoutMs / 1_000)} seconds. Its run ${runId} goes on.`;
  return new AppError("answer_timeout", 504, message);
}

async function hangUp({ host, caller }: CompletionCall, runId: string): Promise<void> {
  try {
    await host.runs.cancel(caller.workspaceId, runId, caller.userId, "The program that asked hung up.");
  } catch (error) {
    if (!isAppError(error)) throw error;
  }
}
