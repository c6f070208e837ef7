import "server-only";
import { and, desc, eq, gte, inArray, lt, sql } from "drizzle-orm";
import { z } from "zod";
import type { Tx } from "#db/client.ts";
import { runs } from "#db/schema/runs.ts";
import { versions, workflows } from "#db/schema/workflows.ts";
import type { Run } from "../api/contracts/runs.ts";
import { cutPage, decodeCursor } from "../api/cursor.ts";
import type { RunState, TriggerType } from "../engine/events.ts";
import { AppError } from "../errors.ts";
import { idBound } from "../ids.ts";

const columns = {
  id: runs.id,
  workflowId: runs.workflowId,
  workflowName: workflows.name,
  versionId: runs.versionId,
  versionNumber: versions.number,
  triggerNodeId: runs.triggerNodeId,
  triggerType: runs.triggerType,
  mode: runs.mode,
  state: runs.state,
  parentRunId: runs.parentRunId,
  seq: runs.seq,
  createdAt: runs.createdAt,
  startedAt: runs.startedAt,
  finishedAt: runs.finishedAt,
  error: runs.error,
  nodesSettled: runs.nodesSettled,
  handledFailures: runs.handledFailures,
  models: {
    calls: runs.modelCalls,
    unpricedCalls: runs.unpricedCalls,
    inputTokens: runs.inputTokens,
    outputTokens: runs.outputTokens,
    cost: sql<number>`${runs.costNano}`.mapWith((nano) => Number(nano) / 1e9),
  },
};

type Row = Omit<Run, "createdAt" | "startedAt" | "finishedAt"> & {
  createdAt: Date;
  startedAt: Date | null;
  finishedAt: Date | null;
};

function toRun(row: Row): Run {
  return {
    ...row,
    createdAt: row.createdAt.toISOString(),
    startedAt: row.startedAt?.toISOString() ?? null,
    finishedAt: row.finishedAt?.toISOString() ?? null,
  };
}

function selectRuns(tx: Tx) {
  return tx
    .select(columns)
    .from(runs)
    .leftJoin(workflows, eq(workflows.id, runs.workflowId))
    .leftJoin(versions, eq(versions.id, runs.versionId));
}

export interface RunFilter {
  workflowId?: string | undefined;
  state?: readonly RunState[] | undefined;
  trigger?: readonly TriggerType[] | undefined;
  /** ISO 8601; of when the run was accepted. */
  since?: string | undefined;
  until?: string | undefined;
  cursor?: string | undefined;
  limit: number;
}

/** Runs of the workspace, newest first: ids are made in the order of time. */
export async function listRuns(tx: Tx, filter: RunFilter): Promise<{ items: Run[]; nextCursor: string | null }> {
  const before = filter.cursor === undefined ? undefined : decodeCursor(filter.cursor, z.tuple([z.string()]))[0];
  const rows = await selectRuns(tx)
    .where(
      and(
        filter.workflowId === undefined ? undefined : eq(runs.workflowId, filter.workflowId),
        filter.state === undefined ? undefined : inArray(runs.state, [...filter.state]),
        filter.trigger === undefined ? undefined : inArray(runs.triggerType, [...filter.trigger]),
        // The time is in the id, and so in the index that the list is read by.
        filter.since === undefined ? undefined : gte(runs.id, idBound("run", Date.parse(filter.since))),
        filter.until === undefined ? undefined : lt(runs.id, idBound("run", Date.parse(filter.until))),
        before === undefined ? undefined : lt(runs.id, before),
      ),
    )
    .orderBy(desc(runs.id))
    .limit(filter.limit + 1);
  const { items, nextCursor } = cutPage(rows, filter.limit, (row) => [row.id]);
  return { items: items.map(toRun), nextCursor };
}

/** @throws AppError `not_found` (404) */
export async function readRun(tx: Tx, id: string): Promise<Run> {
  const [row] = await selectRuns(tx).where(eq(runs.id, id));
  if (!row) throw new AppError("not_found", 404, "There is no such run.");
  return toRun(row);
}
