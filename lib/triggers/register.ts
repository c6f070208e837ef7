import "server-only";
import { eq } from "drizzle-orm";
import type { Tx } from "#db/client.ts";
import { schedules, webhooks } from "#db/schema/workflows.ts";
import type { WorkflowDocument } from "../engine/document.ts";
import { registerChats, unregisterChats } from "./register-chats.ts";
import { registerSchedules } from "./register-schedules.ts";
import { registerWebhooks } from "./register-webhooks.ts";

/** A version that is being published. */
export interface Publication {
  workspaceId: string;
  workflowId: string;
  versionId: string;
  document: WorkflowDocument;
}

/**
 * Makes the enabled triggers of a published version the ones that fire, in place of those of the version before.
 * Call it in the transaction that publishes, and `WebhookIndex.invalidate()` once that has committed.
 * @throws AppError `webhook_path_taken` (409)
 */
export async function registerTriggers(tx: Tx, publication: Publication): Promise<void> {
  await registerWebhooks(tx, publication);
  await registerSchedules(tx, publication, Date.now());
  await registerChats(tx, publication);
}

/** Stops the triggers: webhooks answer 410 from then on, schedules keep what they counted from, chats their names and conversations. */
export async function unregisterTriggers(tx: Tx, workflowId: string): Promise<void> {
  await tx.update(webhooks).set({ active: false }).where(eq(webhooks.workflowId, workflowId));
  await tx.update(schedules).set({ active: false, nextAt: null }).where(eq(schedules.workflowId, workflowId));
  await unregisterChats(tx, workflowId);
}
