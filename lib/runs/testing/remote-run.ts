import type { Database } from "#db/client.ts";
import { workspaces } from "#db/schema/auth.ts";
import { INNGEST_OWNER } from "../adapters/postgres/postgres-run-store.ts";
import { encodeEvent, type NewRun, type RunStore } from "../ports.ts";

export async function insertWorkspace(db: Database): Promise<void> {
  await db.withAuth((tx) => tx.insert(workspaces).values({ id: "ws_test", slug: "test", name: "Test" }));
}

/** A run as a door leaves it for Inngest: its row, its first entry, and the request in the outbox. */
export async function storeRemoteRun(store: RunStore, id: string, versionId = "ver_1"): Promise<void> {
  const createdAt = Date.now();
  const run: NewRun = {
    id,
    workspaceId: "ws_test",
    workflowId: "wf_test",
    versionId,
    triggerNodeId: "n_start",
    triggerType: "manual",
    mode: "live",
    state: "running",
    owner: INNGEST_OWNER,
    epoch: 1,
    priority: 0,
    concurrencyKey: null,
    concurrencyLimit: null,
    parentRunId: null,
    build: "test",
    createdAt,
    idempotency: null,
  };
  await store.append({
    runId: id,
    workspaceId: run.workspaceId,
    workflowId: run.workflowId,
    lease: null,
    create: run,
    events: [encodeEvent({ type: "run.queued", at: createdAt, trigger: run.triggerNodeId, input: null })],
    outbox: { kind: "run.requested", payload: { epoch: 1 } },
  });
}
