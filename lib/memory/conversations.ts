import "server-only";
import { and, asc, desc, eq, sql } from "drizzle-orm";
import type { Tx } from "#db/client.ts";
import { agentConversations, agentExchanges } from "#db/schema/memory.ts";
import type { Remembered } from "../api/contracts/agent-memory.ts";
import { AppError } from "../errors.ts";
import { readWorkflow } from "../workflows/queries.ts";

const MOST_LISTED = 200;
const MOST_AT_ONCE = 500;

/** Forgets what was said longer ago than a workspace keeps its runs, and conversations that are empty then. */
export async function forgetOldConversations(tx: Tx): Promise<{ removed: number; mayBeMore: boolean }> {
  const { rowCount } = await tx.execute(sql`
    delete from agent_exchanges where place in (
      select place from agent_exchanges join workspaces on workspaces.id = agent_exchanges.workspace_id
      where agent_exchanges.at < now() - workspaces.retention_days * interval '1 day'
      order by place limit ${MOST_AT_ONCE})`);
  await tx.execute(sql`
    delete from agent_conversations where id in (
      select agent_conversations.id from agent_conversations join workspaces on workspaces.id = agent_conversations.workspace_id
      where agent_conversations.updated_at < now() - workspaces.retention_days * interval '1 day' limit ${MOST_AT_ONCE})`);
  return { removed: rowCount ?? 0, mayBeMore: (rowCount ?? 0) === MOST_AT_ONCE };
}

/** What a workflow's agents remember, the latest first. @throws AppError `not_found` (404) */
export async function listConversations(tx: Tx, workflowId: string): Promise<{ items: Remembered[] }> {
  await readWorkflow(tx, workflowId);
  const rows = await tx
    .select({
      id: agentConversations.id,
      nodeId: agentConversations.nodeId,
      key: agentConversations.key,
      exchanges: tx.$count(agentExchanges, eq(agentExchanges.conversationId, agentConversations.id)),
      updatedAt: agentConversations.updatedAt,
    })
    .from(agentConversations)
    .where(eq(agentConversations.workflowId, workflowId))
    .orderBy(desc(agentConversations.updatedAt), asc(agentConversations.id))
    .limit(MOST_LISTED);
  return { items: rows.map((row) => ({ ...row, updatedAt: row.updatedAt.toISOString() })) };
}

/** @throws AppError `not_found` (404) */
export async function forgetConversations(tx: Tx, workflowId: string): Promise<void> {
  await readWorkflow(tx, workflowId);
  await tx.delete(agentConversations).where(eq(agentConversations.workflowId, workflowId));
}

/** @throws AppError `not_found` (404) */
export async function forgetConversation(tx: Tx, workflowId: string, id: string): Promise<void> {
  const gone = await tx
    .delete(agentConversations)
    .where(and(eq(agentConversations.workflowId, workflowId), eq(agentConversations.id, id)))
    .returning({ id: agentConversations.id });
  if (gone.length === 0) throw new AppError("not_found", 404, "There is no such conversation.");
}
