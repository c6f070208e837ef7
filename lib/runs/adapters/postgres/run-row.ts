import type { RunError, RunState, TriggerType } from "../../../engine/events.ts";
import { parseJson } from "../../../engine/parse-json.ts";
import type { StoredRun } from "../../ports.ts";

/** Columns of a run's row as the engine reads it, with the table named `r`. */
export const runColumns = `r.id, r.workspace_id, r.workflow_id, r.version_id, r.trigger_node_id, r.trigger_type, r.mode,
  r.state, r.seq, r.owner, r.epoch, r.priority, r.concurrency_key, r.concurrency_limit, r.created_at, r.started_at,
  r.finished_at, r.wake_at, r.error, r.nodes_settled, r.handled_failures, r.idempotency_hash`;

export interface RunRow {
  id: string;
  workspace_id: string;
  workflow_id: string;
  version_id: string;
  trigger_node_id: string;
  trigger_type: TriggerType;
  mode: StoredRun["mode"];
  state: RunState;
  seq: number;
  owner: string | null;
  epoch: number;
  priority: number;
  concurrency_key: string | null;
  concurrency_limit: number | null;
  created_at: Date;
  started_at: Date | null;
  finished_at: Date | null;
  wake_at: Date | null;
  error: string | null;
  nodes_settled: number;
  handled_failures: number;
  idempotency_hash: string | null;
}

export function storedRun(row: RunRow): StoredRun {
  return {
    id: row.id,
    workspaceId: row.workspace_id,
    workflowId: row.workflow_id,
    versionId: row.version_id,
    triggerNodeId: row.trigger_node_id,
    triggerType: row.trigger_type,
    mode: row.mode,
    state: row.state,
    seq: row.seq,
    owner: row.owner,
    epoch: row.epoch,
    priority: row.priority,
    concurrencyKey: row.concurrency_key,
    concurrencyLimit: row.concurrency_limit,
    createdAt: row.created_at.getTime(),
    startedAt: row.started_at?.getTime() ?? null,
    finishedAt: row.finished_at?.getTime() ?? null,
    wakeAt: row.wake_at?.getTime() ?? null,
    // As `write-batch.ts` wrote it.
    error: row.error === null ? null : (parseJson(row.error) as unknown as RunError),
    nodesSettled: row.nodes_settled,
    handledFailures: row.handled_failures,
    idempotencyHash: row.idempotency_hash,
  };
}
