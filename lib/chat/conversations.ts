import "server-only";
import { and, desc, eq, ilike, isNull, ne, or, type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import type { Tx } from "#db/client.ts";
import { chats, conversationMessages, conversations } from "#db/schema/chat.ts";
import { workflows } from "#db/schema/workflows.ts";
import type { Conversation } from "../api/contracts/chat.ts";
import { cutPage, decodeCursor } from "../api/cursor.ts";
import { AppError } from "../errors.ts";
import { newId } from "../ids.ts";
import { findOpenChat } from "./chats.ts";

/** Whose conversations: those of other members are as if they were not there. */
export interface Member {
  workspaceId: string;
  userId: string;
}

const TITLE_CHARACTERS = 80;

export function conversationNotFound(): AppError {
  return new AppError("not_found", 404, "There is no such conversation of yours. It may have been deleted.");
}

export function chatClosed(): AppError {
  const message = "This chat is closed: its workflow is not published as a chat now, or it is paused.";
  return new AppError("chat_closed", 409, message);
}

function own({ userId }: Member, id: string) {
  return and(eq(conversations.id, id), eq(conversations.userId, userId));
}

function selectConversations(tx: Tx) {
  return tx
    .select({
      id: conversations.id,
      title: conversations.title,
      workflowId: conversations.workflowId,
      chatTitle: sql<string | null>`coalesce(nullif(${chats.title}, ''), ${workflows.name})`,
      isOpen: sql<boolean>`coalesce(${chats.active} and ${workflows.deletedAt} is null, false)`,
      createdAt: conversations.createdAt,
      updatedAt: conversations.updatedAt,
      sortKey: sql`(extract(epoch from ${conversations.updatedAt}) * 1000000)::bigint`.mapWith(Number),
    })
    .from(conversations)
    .leftJoin(workflows, eq(workflows.id, conversations.workflowId))
    .leftJoin(chats, eq(chats.workflowId, conversations.workflowId));
}

function toConversation({ sortKey: _, ...row }: Awaited<ReturnType<typeof selectConversations>>[number]): Conversation {
  return { ...row, createdAt: row.createdAt.toISOString(), updatedAt: row.updatedAt.toISOString() };
}

/** @throws AppError `not_found` (404) */
export async function readConversation(tx: Tx, member: Member, id: string): Promise<Conversation> {
  const [row] = await selectConversations(tx).where(own(member, id));
  if (!row) throw conversationNotFound();
  return toConversation(row);
}

/** Those in which something was asked, the latest first. */
export async function listConversations(
  tx: Tx,
  member: Member,
  { cursor, limit, search }: { cursor?: string | undefined; limit: number; search?: string | undefined },
): Promise<{ items: Conversation[]; nextCursor: string | null }> {
  const after =
    cursor === undefined ? undefined : decodeCursor(cursor, z.tuple([z.int().min(0).max(8e15), z.string().max(64)]));
  const rows = await selectConversations(tx)
    .where(
      and(
        eq(conversations.userId, member.userId),
        ne(conversations.title, ""),
        search?.trim() ? speaksOf(search.trim()) : undefined,
        after &&
          sql`(${conversations.updatedAt}, ${conversations.id}) < (timestamptz 'epoch' + ${after[0]}::float8 * interval '1 microsecond', ${after[1]})`,
      ),
    )
    .orderBy(desc(conversations.updatedAt), desc(conversations.id))
    .limit(limit + 1);
  const { items, nextCursor } = cutPage(rows, limit, (row) => [row.sortKey, row.id]);
  return { items: items.map(toConversation), nextCursor };
}

function speaksOf(search: string): SQL | undefined {
  const pattern = `%${search.replace(/[\\%_]/g, "\\$&")}%`;
  const asked = sql`exists (select from ${conversationMessages} where ${conversationMessages.conversationId} = ${conversations.id} and ${ilike(conversationMessages.text, pattern)})`;
  return or(ilike(conversations.title, pattern), asked);
}

/** @throws AppError `not_found` (404), `chat_closed` (409) */
export async function createConversation(tx: Tx, member: Member, workflowId: string): Promise<Conversation> {
  const [workflow] = await tx
    .select({ id: workflows.id })
    .from(workflows)
    .where(and(eq(workflows.id, workflowId), isNull(workflows.deletedAt)));
  if (!workflow) throw new AppError("not_found", 404, "There is no such workflow. It may have been deleted.");
  if (!(await findOpenChat(tx, workflowId))) throw chatClosed();
  const id = newId("cnv");
  const { workspaceId, userId } = member;
  await tx.insert(conversations).values({ id, workspaceId, userId, workflowId, title: "" });
  return readConversation(tx, member, id);
}

/** @throws AppError `not_found` (404) */
export async function renameConversation(tx: Tx, member: Member, id: string, title: string): Promise<Conversation> {
  const changed = await tx
    .update(conversations)
    .set({ title })
    .where(own(member, id))
    .returning({ id: conversations.id });
  if (changed.length === 0) throw conversationNotFound();
  return readConversation(tx, member, id);
}

/** Holds the conversation until the transaction ends: who asks at the same time waits. @throws AppError `not_found` (404) */
export async function lockConversation(tx: Tx, member: Member, id: string): Promise<{ workflowId: string | null }> {
  const [row] = await tx
    .select({ workflowId: conversations.workflowId })
    .from(conversations)
    .where(own(member, id))
    .for("update");
  if (!row) throw conversationNotFound();
  return row;
}

/** Something was asked: it is the latest now, and has a title from the first time on. */
export async function noteQuestion(tx: Tx, id: string, question: string): Promise<void> {
  const title = titleOf(question);
  await tx
    .update(conversations)
    .set({ updatedAt: sql`now()`, title: sql`coalesce(nullif(${conversations.title}, ''), ${title})` })
    .where(eq(conversations.id, id));
}

function titleOf(question: string): string {
  const line = question.replace(/\s+/g, " ").trim();
  const cut = [...line].slice(0, TITLE_CHARACTERS).join("");
  return cut.length < line.length ? `${cut.trimEnd()}…` : cut;
}

/** @throws AppError `not_found` (404) */
export async function deleteConversation(tx: Tx, member: Member, id: string): Promise<void> {
  const gone = await tx.delete(conversations).where(own(member, id)).returning({ id: conversations.id });
  if (gone.length === 0) throw conversationNotFound();
}
