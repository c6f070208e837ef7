import "server-only";
import { asc, eq } from "drizzle-orm";
import type { Tx } from "#db/client.ts";
import { conversationMessages } from "#db/schema/chat.ts";
import type { Answer, Turn } from "../api/contracts/chat.ts";
import type { Catalogue } from "../nodes/define.ts";
import { type ChatAnswer, emptyAnswer } from "./answer-view.ts";
import type { Said } from "./chat-input.ts";
import type { ChatPlan } from "./chat-plan.ts";
import { readAnswer } from "./settle-answers.ts";

type MessageRow = typeof conversationMessages.$inferSelect;

/** All that was said, with the answers of runs as they are now; those that are there now are kept. */
export async function readTurns(tx: Tx, catalogue: Catalogue, conversationId: string): Promise<Turn[]> {
  const rows = await tx
    .select()
    .from(conversationMessages)
    .where(eq(conversationMessages.conversationId, conversationId))
    .orderBy(asc(conversationMessages.turn), asc(conversationMessages.attempt));
  const turns = new Map<number, Turn>();
  for (const row of rows) {
    const { id, turn, text } = row;
    if (row.attempt === 0)
      turns.set(turn, { id, question: text ?? "", createdAt: row.createdAt.toISOString(), answers: [] });
    else turns.get(turn)?.answers.push(await toAnswer(tx, catalogue, row));
  }
  return [...turns.values()];
}

export async function toAnswer(tx: Tx, catalogue: Catalogue, row: MessageRow): Promise<Answer> {
  const { id, runId, answer } = row;
  if (answer) return wire(row, answer, null);
  if (runId === null) return { ...wire(row, emptyAnswer, null), state: "unsent" };
  const now = await readAnswer(tx, catalogue, { id, runId });
  return wire(row, now.answer, now.plan);
}

function wire({ id, runId, createdAt }: MessageRow, answer: ChatAnswer, plan: ChatPlan | null): Answer {
  return { id, runId, createdAt: createdAt.toISOString(), ...answer, plan };
}

/** What the workflow is given of what was said: the last answer to each question, of the last so many questions. */
export function historyOf(turns: readonly Turn[], remember: number): Said[] {
  const last = remember === 0 ? [] : turns.slice(-remember);
  return last.flatMap(({ question, answers }) => {
    const answer = answers.at(-1);
    if (!answer || answer.text === "") return [];
    return [
      { role: "user" as const, text: question },
      { role: "assistant" as const, text: answer.text },
    ];
  });
}
