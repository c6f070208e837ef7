import "server-only";
import { and, asc, eq, isNull, or, sql } from "drizzle-orm";
import type { Tx } from "#db/client.ts";
import { chats } from "#db/schema/chat.ts";
import { workflows } from "#db/schema/workflows.ts";
import type { Chat } from "../api/contracts/chat.ts";

/** Chats of the transaction's workspace. */

const title = sql<string>`coalesce(nullif(${chats.title}, ''), ${workflows.name})`;

/** One that can be asked now, with what starts a run of it. */
export type OpenChat = Chat & { versionId: string; nodeId: string; remember: number; createdAt: Date };

function selectOpen(tx: Tx) {
  return tx
    .select({
      workflowId: chats.workflowId,
      model: chats.model,
      title,
      greeting: chats.greeting,
      suggestions: chats.suggestions,
      versionId: chats.versionId,
      nodeId: chats.nodeId,
      remember: chats.remember,
      createdAt: chats.createdAt,
    })
    .from(chats)
    .innerJoin(workflows, eq(workflows.id, chats.workflowId));
}

const isOpen = and(eq(chats.active, true), isNull(workflows.deletedAt));

export async function listOpenChats(tx: Tx): Promise<OpenChat[]> {
  return selectOpen(tx).where(isOpen).orderBy(asc(title), asc(chats.workflowId));
}

export function toChat({ workflowId, model, title: name, greeting, suggestions }: OpenChat): Chat {
  return { workflowId, model, title: name, greeting, suggestions };
}

/** The chat of this workflow, if it can be asked now. */
export async function findOpenChat(tx: Tx, workflowId: string): Promise<OpenChat | null> {
  const [row] = await selectOpen(tx).where(and(isOpen, eq(chats.workflowId, workflowId)));
  return row ?? null;
}

/** The chat that programs call by this name; a workflow's id is one too. */
export async function findModel(tx: Tx, model: string): Promise<OpenChat | null> {
  const isIt = or(eq(chats.model, model), eq(chats.workflowId, model));
  const [row] = await selectOpen(tx).where(and(isOpen, isIt));
  return row ?? null;
}
