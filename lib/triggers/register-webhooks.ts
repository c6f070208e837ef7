import "server-only";
import { and, eq } from "drizzle-orm";
import type { Tx } from "#db/client.ts";
import { webhooks, workflows } from "#db/schema/workflows.ts";
import { AppError } from "../errors.ts";
import { newId } from "../ids.ts";
import { definition } from "../nodes/trigger-webhook/definition.ts";
import type { Publication } from "./register.ts";
import { patternOf } from "./webhook-routes.ts";

/** One row a method; the database's index decides whose an address is. @throws AppError `webhook_path_taken` (409) */
export async function registerWebhooks(tx: Tx, publication: Publication): Promise<void> {
  await tx.delete(webhooks).where(eq(webhooks.workflowId, publication.workflowId));
  const rows = webhookRows(publication);
  if (rows.length === 0) return;
  const stored = await tx.insert(webhooks).values(rows).onConflictDoNothing().returning({ id: webhooks.id });
  const ids = new Set(stored.map((row) => row.id));
  const taken = rows.find((row) => !ids.has(row.id));
  if (taken) throw await pathTaken(tx, taken);
}

type WebhookRow = typeof webhooks.$inferInsert;

/** What a document would register, in an order that is always the same. */
export function webhookRows({ workspaceId, workflowId, versionId, document }: Publication): WebhookRow[] {
  const rows = document.nodes
    .filter((node) => node.type === definition.type && !node.disabled)
    .flatMap((node) => {
      const { path, methods } = definition.config.parse(node.config);
      const common = { workspaceId, workflowId, versionId, nodeId: node.id, path, pattern: patternOf(path) };
      return [...new Set(methods)].map((method) => ({ ...common, id: newId("whk"), method }));
    });
  // Always in the same order: two workflows that are published at once then cannot wait for each other.
  return rows.sort((a, b) => (`${a.pattern} ${a.method}` < `${b.pattern} ${b.method}` ? -1 : 1));
}

async function pathTaken(tx: Tx, row: WebhookRow): Promise<AppError> {
  const [holder] = await tx
    .select({ workflowId: webhooks.workflowId, name: workflows.name })
    .from(webhooks)
    .innerJoin(workflows, eq(workflows.id, webhooks.workflowId))
    .where(and(eq(webhooks.method, row.method), eq(webhooks.pattern, row.pattern), eq(webhooks.active, true)));
  const whose = !holder
    ? "another workflow"
    : holder.workflowId === row.workflowId
      ? "another trigger of this workflow"
      : `the workflow "${holder.name}"`;
  const message = `${row.method} /api/webhooks/${row.path} is already the address of ${whose}. Choose another path.`;
  return new AppError("webhook_path_taken", 409, message, {
    errors: [{ path: `nodes.${row.nodeId}.config.path`, code: "webhook_path_taken", message }],
    extra: { nodeId: row.nodeId, method: row.method, path: row.path, takenBy: holder?.workflowId ?? null },
  });
}
