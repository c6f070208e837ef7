import "server-only";
import { and, eq, gt } from "drizzle-orm";
import { conversationMessages } from "#db/schema/chat.ts";
import type { Answer } from "../api/contracts/chat.ts";
import { afterDelta, asTextDelta } from "../engine/node-progress.ts";
import { AppError, isAppError } from "../errors.ts";
import type { Host } from "../host/create-host.ts";
import type { RunService } from "../runs/ports.ts";
import type { ChatAnswer } from "./answer-view.ts";
import type { ChatPlan } from "./chat-plan.ts";
import { lockConversation, type Member } from "./conversations.ts";
import { toAnswer } from "./turns.ts";
import { writtenText } from "./written-text.ts";

/** Words are told with the entries that are there already; those of another process come with its next look. */
const LISTEN_MS = 2_000;
const SOON_MS = 300;

/**
 * Cancels the run of an answer and keeps what was written so far. An answer that has come meanwhile stays what it is.
 * @throws AppError `not_found` (404)
 */
export async function stopAnswer(
  host: Pick<Host, "db" | "catalogue" | "runs">,
  member: Member,
  { conversationId, messageId }: { conversationId: string; messageId: string },
): Promise<Answer> {
  const read = () =>
    host.db.withWorkspace(member, async (tx) => {
      await lockConversation(tx, member, conversationId);
      const { id, conversationId: of, attempt } = conversationMessages;
      const [row] = await tx
        .select()
        .from(conversationMessages)
        .where(and(eq(id, messageId), eq(of, conversationId), gt(attempt, 0)));
      if (!row) throw new AppError("not_found", 404, "There is no such answer in this conversation.");
      return toAnswer(tx, host.catalogue, row);
    });
  const before = await read();
  if (before.runId === null || before.plan === null) return before;
  const written = before.text === "" ? await writtenSoFar(host.runs, before.runId, before.plan) : before.text;
  if (!(await cancel(host.runs, member, before.runId))) return read();
  const { sources, tools, usage, isCut } = before;
  const answer: ChatAnswer = { state: "stopped", text: written, sources, tools, error: null, usage, isCut };
  await host.db.withWorkspace(member, (tx) =>
    tx.update(conversationMessages).set({ answer }).where(eq(conversationMessages.id, messageId)),
  );
  return read();
}

/** False when it had ended already. */
async function cancel(runs: RunService, { workspaceId, userId }: Member, runId: string): Promise<boolean> {
  try {
    await runs.cancel(workspaceId, runId, userId, "Stopped in the chat.");
    return true;
  } catch (error) {
    if (isAppError(error) && error.code === "run_ended") return false;
    throw error;
  }
}

async function writtenSoFar(runs: RunService, runId: string, plan: ChatPlan): Promise<string> {
  const texts = new Map<string, string>();
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, LISTEN_MS);
  const stop = runs.watch(runId, 0, {
    entries: () => void setTimeout(resolve, SOON_MS),
    delta(path, delta) {
      const text = asTextDelta(delta);
      if (text) texts.set(path, afterDelta(texts.get(path) ?? "", text));
      // All that is there comes in one go.
      if (writtenText(texts, plan) !== null) setImmediate(resolve);
    },
    end: resolve,
  });
  await promise;
  clearTimeout(timer);
  stop();
  return writtenText(texts, plan) ?? "";
}
