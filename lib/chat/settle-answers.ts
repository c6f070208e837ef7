import "server-only";
import { and, asc, eq, inArray, isNotNull, isNull } from "drizzle-orm";
import type { Tx } from "#db/client.ts";
import { conversationMessages } from "#db/schema/chat.ts";
import { runJournal, runs } from "#db/schema/runs.ts";
import { versions } from "#db/schema/workflows.ts";
import type { JournalEntry } from "../engine/events.ts";
import type { Catalogue } from "../nodes/define.ts";
import { decodeChunk } from "../runs/journal-codec.ts";
import { answerView, type ChatAnswer, emptyAnswer, isSettled } from "./answer-view.ts";
import { type ChatPlan, chatPlan } from "./chat-plan.ts";

const AT_ONCE = 20;

/** An answer as its run's journal has it now. */
export interface ReadAnswer {
  answer: ChatAnswer;
  /** Null once the answer is settled. */
  plan: ChatPlan | null;
}

/** Reads a run's answer, and keeps it with its message once there is one: from then on the run may go. */
export async function readAnswer(
  tx: Tx,
  catalogue: Catalogue,
  { id, runId }: { id: string; runId: string },
): Promise<ReadAnswer> {
  const plan = await planOf(tx, catalogue, runId);
  const answer = plan ? answerView(await journalOf(tx, runId), plan) : lost;
  if (!isSettled(answer)) return { answer, plan };
  await keepAnswer(tx, id, answer);
  return { answer, plan: null };
}

/** Never over one that is kept already. */
async function keepAnswer(tx: Tx, id: string, answer: ChatAnswer): Promise<void> {
  const isOpen = and(eq(conversationMessages.id, id), isNull(conversationMessages.answer));
  await tx.update(conversationMessages).set({ answer }).where(isOpen);
}

const lost: ChatAnswer = {
  ...emptyAnswer,
  state: "failed",
  error: { code: "not_found", message: "The run of this answer is not stored any more. Ask again." },
};

async function planOf(tx: Tx, catalogue: Catalogue, runId: string): Promise<ChatPlan | null> {
  const [row] = await tx
    .select({ trigger: runs.triggerNodeId, document: versions.document })
    .from(runs)
    .innerJoin(versions, eq(versions.id, runs.versionId))
    .where(eq(runs.id, runId));
  return row ? (chatPlan(row.document, row.trigger, catalogue) ?? noPlan) : null;
}

/** For a version that this build cannot compile: the run's end is its answer. */
const noPlan: ChatPlan = { responds: [], writers: [], isVerbatim: false, shown: [] };

async function journalOf(tx: Tx, runId: string): Promise<JournalEntry[]> {
  const chunks = await tx
    .select({ events: runJournal.events, seqFrom: runJournal.seqFrom })
    .from(runJournal)
    .where(eq(runJournal.runId, runId))
    .orderBy(asc(runJournal.seqFrom));
  return chunks.flatMap(({ events, seqFrom }) => decodeChunk(events, seqFrom));
}

/**
 * Keeps the answers of runs that have ended and that nobody has looked at since: to be called as the engine, before old runs
 * are removed.
 */
export async function settleAnswers(tx: Tx, catalogue: Catalogue): Promise<{ mayBeMore: boolean }> {
  const rows = await tx
    .select({ id: conversationMessages.id, runId: runs.id })
    .from(conversationMessages)
    .innerJoin(runs, eq(runs.id, conversationMessages.runId))
    .where(
      and(
        isNull(conversationMessages.answer),
        isNotNull(conversationMessages.runId),
        inArray(runs.state, ["completed", "failed", "cancelled"]),
      ),
    )
    .limit(AT_ONCE);
  for (const row of rows) {
    const { answer } = await readAnswer(tx, catalogue, row);
    // A run that has ended and whose journal does not say so has lost it: it must not be looked at for ever.
    if (!isSettled(answer)) await keepAnswer(tx, row.id, lost);
  }
  return { mayBeMore: rows.length === AT_ONCE };
}
