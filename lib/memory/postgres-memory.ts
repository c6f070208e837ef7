import "server-only";
import { and, desc, eq, gt, lt, ne, sql } from "drizzle-orm";
import type { Database, Tx } from "#db/client.ts";
import { agentConversations, agentExchanges } from "#db/schema/memory.ts";
import { newId } from "../ids.ts";
import type { ConversationScope, Memory } from "./step-memory.ts";

/** Conversations as rows of their workspace. */
export function createMemory(db: Pick<Database, "withWorkspace">): Memory {
  return {
    recall: (scope, key, most) => db.withWorkspace(scope, (tx) => recall(tx, scope, storable(key), most)),
    keep: (scope, key, said, summary) =>
      db.withWorkspace(scope, (tx) => keep(tx, scope, { key: storable(key), said, summary })),
  };
}

async function recall(tx: Tx, scope: ConversationScope, key: string, most: number) {
  const [conversation] = await tx
    .select({
      id: agentConversations.id,
      summary: agentConversations.summary,
      summarisedTo: agentConversations.summarisedTo,
    })
    .from(agentConversations)
    .where(isConversation(scope, key));
  if (!conversation) return { summary: "", exchanges: [] };
  const saidBy = await sayerOf(tx, scope);
  const [own] = await tx
    .select({ place: agentExchanges.place })
    .from(agentExchanges)
    .where(and(eq(agentExchanges.conversationId, conversation.id), eq(agentExchanges.saidBy, saidBy)));
  const exchanges = await tx
    .select({ place: agentExchanges.place, asked: agentExchanges.asked, answered: agentExchanges.answered })
    .from(agentExchanges)
    .where(
      and(
        eq(agentExchanges.conversationId, conversation.id),
        gt(agentExchanges.place, conversation.summarisedTo),
        ne(agentExchanges.saidBy, saidBy),
        // What repeats an earlier run knows what that one knew.
        own && lt(agentExchanges.place, own.place),
      ),
    )
    .orderBy(desc(agentExchanges.place))
    .limit(most);
  return { summary: conversation.summary, exchanges: exchanges.reverse() };
}

async function keep(
  tx: Tx,
  scope: ConversationScope,
  {
    key,
    said,
    summary,
  }: { key: string; said: { asked: string; answered: string }; summary: { text: string; upTo: number } | null },
): Promise<void> {
  const { workspaceId, workflowId, nodeId } = scope;
  // A workflow that was deleted for good meanwhile has nothing to remember with.
  await tx.execute(sql`
    insert into agent_conversations (id, workspace_id, workflow_id, node_id, key)
    select ${newId("mem")}, ${workspaceId}, id, ${nodeId}, ${key} from workflows where id = ${workflowId}
    on conflict (workflow_id, node_id, key) do update set updated_at = now()`);
  const [conversation] = await tx
    .select({ id: agentConversations.id })
    .from(agentConversations)
    .where(isConversation(scope, key))
    .for("update");
  if (!conversation) return;
  const saidBy = await sayerOf(tx, scope);
  const kept = { asked: storable(said.asked), answered: storable(said.answered) };
  await tx
    .insert(agentExchanges)
    .values({ workspaceId, conversationId: conversation.id, saidBy, ...kept })
    .onConflictDoUpdate({ target: [agentExchanges.conversationId, agentExchanges.saidBy], set: kept });
  if (summary === null) return;
  await tx
    .update(agentConversations)
    .set({ summary: storable(summary.text), summarisedTo: summary.upTo })
    // Another run may have summed up more in the meantime.
    .where(and(eq(agentConversations.id, conversation.id), lt(agentConversations.summarisedTo, summary.upTo)));
}

function isConversation({ workflowId, nodeId }: ConversationScope, key: string) {
  return and(
    eq(agentConversations.workflowId, workflowId),
    eq(agentConversations.nodeId, nodeId),
    eq(agentConversations.key, key),
  );
}

/** The first of the runs that repeat each other, with the node's place in it. */
async function sayerOf(tx: Tx, { runId, nodePath }: ConversationScope): Promise<string> {
  const { rows } = await tx.execute<{ id: string }>(sql`
    with recursive line (id, parent, depth) as (
      select id, parent_run_id, 0 from runs where id = ${runId}
      union all
      select runs.id, runs.parent_run_id, line.depth + 1 from runs join line on runs.id = line.parent where line.depth < 1000
    )
    select coalesce(parent, id) as id from line order by depth desc limit 1`);
  return `${rows[0]?.id ?? runId}/${nodePath}`;
}

/** PostgreSQL takes no NUL and no half of a surrogate pair; models and people's data have them now and then. */
function storable(text: string): string {
  return text.replaceAll("\0", "").toWellFormed();
}
