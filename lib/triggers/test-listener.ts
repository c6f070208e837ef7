import "server-only";
import { randomBytes } from "node:crypto";
import { and, eq, sql } from "drizzle-orm";
import type { Tx } from "#db/client.ts";
import { webhookTests, workflows } from "#db/schema/workflows.ts";
import type { TestListener } from "../api/contracts/webhook-tests.ts";
import { limits } from "../config/limits.ts";
import type { Author } from "../workflows/mutations.ts";
import { livingWorkflow, workflowNotFound } from "../workflows/queries.ts";

/** Test addresses have their webhooks' own paths below this one and the token. */
export const TEST_WEBHOOKS = "/api/webhooks-test/";

const nobody: TestListener = { address: null, listeningUntil: null, listenerId: null, lastRunId: null };

/** @throws AppError `not_found` (404) */
export async function readListener(tx: Tx, workflowId: string): Promise<TestListener> {
  await requireWorkflow(tx, workflowId);
  const [row] = await tx.select().from(webhookTests).where(eq(webhookTests.workflowId, workflowId));
  return row ? shown(row) : nobody;
}

/**
 * Opens the test addresses of a workflow's draft for a while. The token stays the same from time to time, so that it can
 * stand in another service's settings. Who begins last has the calls: `listenerId` is theirs from now on.
 * @throws AppError `not_found` (404)
 */
export async function startListening(
  tx: Tx,
  author: Author,
  workflowId: string,
  listenerId: string | null = null,
): Promise<TestListener> {
  await requireWorkflow(tx, workflowId);
  const until = sql`now() + ${limits.testListenMs} * interval '1 millisecond'`;
  const fresh = { listeningUntil: until, userId: author.userId, listenerId, lastRunId: null };
  const token = randomBytes(18).toString("base64url");
  const [row] = await tx
    .insert(webhookTests)
    .values({ workflowId, workspaceId: author.workspaceId, token, ...fresh })
    .onConflictDoUpdate({ target: webhookTests.workflowId, set: fresh })
    .returning();
  if (!row) throw new Error("A row that was just written is missing.");
  return shown(row);
}

/**
 * Closes them, whoever listens; with `onlyOf`, unless somebody else has begun to listen since.
 * @throws AppError `not_found` (404)
 */
export async function stopListening(tx: Tx, workflowId: string, onlyOf?: string): Promise<TestListener> {
  const theirs = onlyOf === undefined ? undefined : eq(webhookTests.listenerId, onlyOf);
  await tx
    .update(webhookTests)
    .set({ listeningUntil: new Date(0) })
    .where(and(eq(webhookTests.workflowId, workflowId), theirs));
  return readListener(tx, workflowId);
}

async function requireWorkflow(tx: Tx, id: string): Promise<void> {
  const [found] = await tx.select({ id: workflows.id }).from(workflows).where(livingWorkflow(id));
  if (!found) throw workflowNotFound();
}

function shown(row: typeof webhookTests.$inferSelect): TestListener {
  const isListening = row.listeningUntil.getTime() > Date.now();
  return {
    address: `${TEST_WEBHOOKS}${row.token}`,
    listeningUntil: isListening ? row.listeningUntil.toISOString() : null,
    listenerId: isListening ? row.listenerId : null,
    lastRunId: row.lastRunId,
  };
}
