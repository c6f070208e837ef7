import "server-only";
import { and, desc, eq, isNull, sql } from "drizzle-orm";
import type { Tx } from "#db/client.ts";
import { conversationMessages, conversations } from "#db/schema/chat.ts";
import type { Turn } from "../api/contracts/chat.ts";
import { limits } from "../config/limits.ts";
import { AppError } from "../errors.ts";
import type { Host } from "../host/create-host.ts";
import { newId } from "../ids.ts";
import type { StartRun } from "../runs/ports.ts";
import type { ChatInput } from "./chat-input.ts";
import { findOpenChat } from "./chats.ts";
import { chatClosed, lockConversation, type Member, noteQuestion } from "./conversations.ts";
import { historyOf, readTurns } from "./turns.ts";

type AskingHost = Pick<Host, "db" | "catalogue" | "runs">;

/** An answer that was asked for: its place is stored, and `run` starts it where it has not begun. */
interface Asked {
  turnId: string;
  answerId: string;
  /** Null where its run is stored already. */
  run: StartRun | null;
}

/**
 * Stores a question, then its run, and only then says so: whatever is killed in between, a question that was taken is answered,
 * and one sent again under the same key is asked once.
 * @throws AppError `not_found` (404), `chat_closed`, `answer_under_way` (409), `idempotency_key_reused` (422), and as runs do
 */
export async function askQuestion(
  host: AskingHost,
  member: Member,
  { conversationId, text, key }: { conversationId: string; text: string; key: string | undefined },
): Promise<Turn> {
  return start(host, member, conversationId, (tx) => storeQuestion(tx, host, member, { conversationId, text, key }));
}

/** @throws AppError as `askQuestion`, and `not_last_question` (409) */
export async function askAgain(
  host: AskingHost,
  member: Member,
  { conversationId, turnId, key }: { conversationId: string; turnId: string; key: string | undefined },
): Promise<Turn> {
  return start(host, member, conversationId, (tx) => storeAttempt(tx, host, member, { conversationId, turnId, key }));
}

async function storeQuestion(
  tx: Tx,
  host: AskingHost,
  member: Member,
  { conversationId, text, key }: { conversationId: string; text: string; key: string | undefined },
): Promise<Asked> {
  const { workflowId } = await lockConversation(tx, member, conversationId);
  const turns = await readTurns(tx, host.catalogue, conversationId);
  const known = key === undefined ? undefined : await byKey(tx, conversationId, key);
  if (known) {
    const turn = turns.find(({ id }) => id === known.id);
    if (turn?.question !== text) throw keyReused();
    return asked(tx, member, { conversationId, workflowId, turns, turn, answer: turn.answers[0] });
  }
  requireAnswered(turns);
  if (turns.length >= limits.chatTurns) throw tooLong(`${limits.chatTurns} questions`);
  const number = (await latestTurn(tx, conversationId)) + 1;
  const row = { workspaceId: member.workspaceId, conversationId, turn: number };
  const [turnId, answerId] = [newId("msg"), newId("msg")];
  await tx.insert(conversationMessages).values([
    { ...row, id: turnId, attempt: 0, text, clientKey: key ?? null },
    { ...row, id: answerId, attempt: 1 },
  ]);
  await noteQuestion(tx, conversationId, text);
  const turn = { id: turnId, question: text, answers: [] };
  return asked(tx, member, { conversationId, workflowId, turns, turn, answer: { id: answerId, runId: null } });
}

async function storeAttempt(
  tx: Tx,
  host: AskingHost,
  member: Member,
  { conversationId, turnId, key }: { conversationId: string; turnId: string; key: string | undefined },
): Promise<Asked> {
  const { workflowId } = await lockConversation(tx, member, conversationId);
  const turns = await readTurns(tx, host.catalogue, conversationId);
  const turn = turns.find(({ id }) => id === turnId);
  if (!turn) throw new AppError("not_found", 404, "There is no such question in this conversation.");
  const known = key === undefined ? undefined : await byKey(tx, conversationId, key);
  if (known) {
    const answer = turn.answers.find(({ id }) => id === known.id);
    if (!answer) throw keyReused();
    return asked(tx, member, { conversationId, workflowId, turns, turn, answer });
  }
  if (turn !== turns.at(-1))
    throw new AppError(
      "not_last_question",
      409,
      "Something was asked after it. Only the last question can be asked again.",
    );
  requireAnswered(turns);
  const before = turn.answers.at(-1);
  if (before?.runId === null) return asked(tx, member, { conversationId, workflowId, turns, turn, answer: before });
  if (turn.answers.length >= limits.chatAttempts) throw tooLong(`${limits.chatAttempts} answers to one question`);
  const answer = { id: newId("msg"), runId: null };
  await tx.insert(conversationMessages).values({
    id: answer.id,
    workspaceId: member.workspaceId,
    conversationId,
    turn: await latestTurn(tx, conversationId),
    attempt: turn.answers.length + 1,
    clientKey: key ?? null,
  });
  await noteQuestion(tx, conversationId, turn.question);
  return asked(tx, member, { conversationId, workflowId, turns, turn, answer });
}

interface Wanted {
  conversationId: string;
  workflowId: string | null;
  turns: readonly Turn[];
  turn: Pick<Turn, "id" | "question">;
  answer: { id: string; runId: string | null } | undefined;
}

/** @throws AppError `chat_closed` (409) */
async function asked(tx: Tx, { workspaceId }: Member, wanted: Wanted): Promise<Asked> {
  const { conversationId, workflowId, turns, turn, answer } = wanted;
  if (!answer) throw new Error("A question is stored together with the place of its answer.");
  if (answer.runId !== null) return { turnId: turn.id, answerId: answer.id, run: null };
  const chat = workflowId === null ? null : await findOpenChat(tx, workflowId);
  if (!chat) throw chatClosed();
  const at = turns.findIndex(({ id }) => id === turn.id);
  const before = at < 0 ? turns : turns.slice(0, at);
  const input: ChatInput = { message: turn.question, conversationId, history: historyOf(before, chat.remember) };
  const run: StartRun = {
    workspaceId,
    workflowId: chat.workflowId,
    versionId: chat.versionId,
    triggerNodeId: chat.nodeId,
    triggerType: "chat",
    mode: "live",
    input,
    // However often its start is tried, an answer has one run.
    idempotency: { scope: `chat/${conversationId}`, key: answer.id, hash: answer.id },
  };
  return { turnId: turn.id, answerId: answer.id, run };
}

async function start(
  host: AskingHost,
  member: Member,
  conversationId: string,
  store: (tx: Tx) => Promise<Asked>,
): Promise<Turn> {
  const { turnId, answerId, run } = await host.db.withWorkspace(member, store);
  const runId = run && (await startRun(host, run).catch((error) => takeBack(host, member, answerId, error)));
  return host.db.withWorkspace(member, async (tx) => {
    const isIt = eq(conversationMessages.id, answerId);
    if (runId) await tx.update(conversationMessages).set({ runId }).where(isIt);
    const turn = (await readTurns(tx, host.catalogue, conversationId)).find(({ id }) => id === turnId);
    if (!turn) throw new AppError("not_found", 404, "The conversation was deleted meanwhile.");
    return turn;
  });
}

async function startRun({ runs }: AskingHost, request: StartRun): Promise<string> {
  const outcome = await runs.start(request);
  if (outcome.status === "started") await outcome.accepted;
  return outcome.runId;
}

/** What could not be started was not asked: the text is still with who wrote it. */
async function takeBack({ db }: AskingHost, member: Member, answerId: string, error: unknown): Promise<never> {
  await db.withWorkspace(member, async (tx) => {
    const { id, conversationId, turn, attempt, runId } = conversationMessages;
    const [gone] = await tx
      .delete(conversationMessages)
      .where(and(eq(id, answerId), isNull(runId)))
      .returning({ conversationId, turn, attempt });
    if (gone?.attempt !== 1) return;
    await tx
      .delete(conversationMessages)
      .where(and(eq(conversationId, gone.conversationId), eq(turn, gone.turn), eq(attempt, 0)));
    if (gone.turn > 1) return;
    await tx.update(conversations).set({ title: "" }).where(eq(conversations.id, gone.conversationId));
  });
  throw error;
}

async function byKey(tx: Tx, conversationId: string, key: string): Promise<{ id: string } | undefined> {
  const isIt = and(eq(conversationMessages.conversationId, conversationId), eq(conversationMessages.clientKey, key));
  const [row] = await tx.select({ id: conversationMessages.id }).from(conversationMessages).where(isIt);
  return row;
}

async function latestTurn(tx: Tx, conversationId: string): Promise<number> {
  const [row] = await tx
    .select({ turn: conversationMessages.turn })
    .from(conversationMessages)
    .where(eq(conversationMessages.conversationId, conversationId))
    .orderBy(desc(sql`${conversationMessages.turn}`))
    .limit(1);
  return row?.turn ?? 0;
}

function requireAnswered(turns: readonly Turn[]): void {
  const state = turns.at(-1)?.answers.at(-1)?.state;
  if (state !== "running" && state !== "waiting") return;
  throw new AppError("answer_under_way", 409, "The answer before is not there yet. Wait for it, or stop it.");
}

function keyReused(): AppError {
  return new AppError("idempotency_key_reused", 422, "This Idempotency-Key was used for another message.");
}

function tooLong(what: string): AppError {
  return new AppError(
    "chat_closed",
    409,
    `This conversation has ${what}, which is as many as there may be. Begin a new one.`,
  );
}
