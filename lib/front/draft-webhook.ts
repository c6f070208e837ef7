import "server-only";
import { eq } from "drizzle-orm";
import type { Database, Tx } from "#db/client.ts";
import { webhookTests, workflows } from "#db/schema/workflows.ts";
import type { WorkflowDocument } from "../engine/document.ts";
import { AppError } from "../errors.ts";
import type { Catalogue } from "../nodes/define.ts";
import { definition } from "../nodes/trigger-webhook/definition.ts";
import { webhookRows } from "../triggers/register-webhooks.ts";
import type { WebhookSettings } from "../triggers/webhook-index.ts";
import { createRouteTable, type RouteMatch } from "../triggers/webhook-routes.ts";
import { ensureSnapshot, requireCompiles } from "../workflows/publish.ts";
import { livingWorkflow } from "../workflows/queries.ts";

/** What a test call has reached: a route of the draft as it is saved now. */
export interface TestMatch {
  workspaceId: string;
  match: RouteMatch;
  settings(nodeId: string): WebhookSettings;
  /** Notes that this run came of the call, for whoever listens. */
  note(runId: string): Promise<void>;
}

/**
 * @throws AppError `webhook_not_found` (404) for an unknown token, `not_listening` (409), `document_has_problems` (422)
 */
export async function findTestWebhook(
  db: Database,
  catalogue: Catalogue,
  { token, method, path }: { token: string; method: string; path: readonly string[] },
): Promise<TestMatch> {
  const [listener] = await db.withEngine((tx) => tx.select().from(webhookTests).where(eq(webhookTests.token, token)));
  if (!listener) throw new AppError("webhook_not_found", 404, "There is no test webhook at this address.");
  if (listener.listeningUntil.getTime() <= Date.now()) throw notListening();
  const { workspaceId, workflowId, userId } = listener;
  const { versionId, document } = await db.withWorkspace({ workspaceId }, (tx) =>
    draftVersion(tx, catalogue, workflowId, userId),
  );
  const routes = webhookRows({ workspaceId, workflowId, versionId, document }).map((row) => ({ ...row, active: true }));
  return {
    workspaceId,
    match: createRouteTable(routes).match(method, path),
    settings: (nodeId) => definition.config.parse(document.nodes.find(({ id }) => id === nodeId)?.config),
    note: (runId) =>
      db.withWorkspace({ workspaceId }, async (tx) => {
        await tx.update(webhookTests).set({ lastRunId: runId }).where(eq(webhookTests.workflowId, workflowId));
      }),
  };
}

async function draftVersion(
  tx: Tx,
  catalogue: Catalogue,
  workflowId: string,
  userId: string,
): Promise<{ versionId: string; document: WorkflowDocument }> {
  const [workflow] = await tx.select().from(workflows).where(livingWorkflow(workflowId));
  if (!workflow) throw notListening();
  requireCompiles(workflow.draft, catalogue);
  const snapshot = await ensureSnapshot(tx, workflow, userId);
  return { versionId: snapshot.id, document: workflow.draft };
}

function notListening(): AppError {
  const message =
    "Nobody is listening for test calls of this workflow. Open it, choose Listen for test calls at its webhook, and send this again.";
  return new AppError("not_listening", 409, message);
}
