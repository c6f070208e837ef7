import { newId } from "../../../ids.ts";
import { encodeChunk } from "../../journal-codec.ts";
import type { Append, NewRun, RunPatch, WaitChange } from "../../ports.ts";

/** The writes of one run that leave in one batch, in order: one change of its row, several chunks. */
export interface RunWrites {
  runId: string;
  workspaceId: string;
  lease: Append["lease"];
  create: NewRun | undefined;
  expectedSeq: number | undefined;
  appends: readonly Append[];
  events: number;
  patch: RunPatch;
  waits: Map<string, WaitChange>;
}

/** Folds the appends of one run; all have the same lease, and only the first may create or expect a number. */
export function foldAppends(appends: readonly Append[]): RunWrites {
  const [first] = appends as [Append];
  const patch: RunPatch = {};
  const waits = new Map<string, WaitChange>();
  let events = 0;
  for (const append of appends) {
    events += append.events.length;
    const { nodesSettled = 0, handledFailures = 0, ...columns } = append.patch ?? {};
    Object.assign(patch, columns);
    patch.nodesSettled = (patch.nodesSettled ?? 0) + nodesSettled;
    patch.handledFailures = (patch.handledFailures ?? 0) + handledFailures;
    for (const change of append.waits ?? []) waits.set(change.path, change);
  }
  const { runId, workspaceId, lease, create, expectedSeq } = first;
  return { runId, workspaceId, lease, create, expectedSeq, appends, events, patch, waits };
}

/** Parameters of `writeBatchSql` for these runs. */
export async function batchParameters(batch: readonly RunWrites[]): Promise<unknown[]> {
  const created = batch.filter((run) => run.create);
  const known = batch.filter((run) => !run.create);
  const chunks = await encodedChunks(batch);
  const waits = batch.flatMap((run) => [...run.waits.values()].map((change) => ({ run, change })));
  const put = waits.flatMap(({ run, change }) => (change.op === "put" ? [{ run, change }] : []));
  const dropped = waits.filter(({ change }) => change.op === "drop");
  const outbox = batch.flatMap((run) =>
    run.appends.flatMap((append) => (append.outbox ? [{ run, outbox: append.outbox }] : [])),
  );
  const newRuns = created.map((run) => ({ ...run, row: run.create as NewRun }));
  return [
    ...columns(newRuns, [
      ({ row }) => row.id,
      ({ row }) => row.workspaceId,
      ({ row }) => row.workflowId,
      ({ row }) => row.versionId,
      ({ row }) => row.triggerNodeId,
      ({ row }) => row.triggerType,
      ({ row }) => row.mode,
      ({ row, patch }) => patch.state ?? row.state,
      ({ events }) => events,
      ({ row }) => row.owner,
      ({ row }) => row.epoch,
      ({ row }) => row.priority,
      ({ row }) => row.concurrencyKey,
      ({ row }) => row.concurrencyLimit,
      ({ row }) => row.parentRunId,
      ({ row }) => row.build,
      ({ row }) => time(row.createdAt),
      ({ row, patch }) => time(patch.startedAt ?? (row.state === "running" ? row.createdAt : null)),
      ({ patch }) => time(patch.finishedAt),
      ({ patch }) => json(patch.error),
      ({ patch }) => patch.nodesSettled ?? 0,
      ({ patch }) => patch.handledFailures ?? 0,
      ({ patch }) => time(patch.wakeAt),
      ({ row }) => row.idempotency?.scope ?? null,
      ({ row }) => row.idempotency?.key ?? null,
      ({ row }) => row.idempotency?.hash ?? null,
    ]),
    ...columns(known, [
      ({ runId }) => runId,
      ({ lease }) => lease?.owner ?? null,
      ({ lease }) => lease?.epoch ?? null,
      ({ expectedSeq }) => expectedSeq ?? null,
      ({ events }) => events,
      ({ patch }) => patch.state ?? null,
      ({ patch }) => time(patch.startedAt),
      ({ patch }) => time(patch.finishedAt),
      ({ patch }) => json(patch.error),
      ({ patch }) => patch.nodesSettled ?? 0,
      ({ patch }) => patch.handledFailures ?? 0,
      ({ patch }) => time(patch.wakeAt),
    ]),
    ...columns(chunks.rows, [
      ({ runId }) => runId,
      ({ first }) => first,
      ({ last }) => last,
      ({ stepKey }) => stepKey,
      ({ workspaceId }) => workspaceId,
      ({ position }) => position,
    ]),
    chunks.blob,
    chunks.rows.map(({ length }) => length),
    ...columns(put, [
      ({ run }) => run.runId,
      ({ change }) => change.path,
      ({ run }) => run.workspaceId,
      ({ change }) => change.kind,
      ({ change }) => time(change.deadline),
    ]),
    ...columns(dropped, [({ run }) => run.runId, ({ change }) => change.path]),
    ...columns(outbox, [
      () => newId("obx"),
      ({ run }) => run.workspaceId,
      ({ outbox: { kind } }) => kind,
      ({ run }) => run.runId,
      ({ outbox: { payload } }) => JSON.stringify(payload),
    ]),
  ];
}

async function encodedChunks(batch: readonly RunWrites[]) {
  const rows: {
    runId: string;
    workspaceId: string;
    first: number;
    last: number;
    stepKey: string | null;
    position: number;
    length: number;
  }[] = [];
  const parts: Buffer[] = [];
  let position = 1;
  for (const run of batch) {
    let offset = 0;
    for (const append of run.appends) {
      if (append.events.length === 0) continue;
      const encoded = encodeChunk(append.events.map(({ text }) => text));
      const bytes = encoded instanceof Promise ? await encoded : encoded;
      rows.push({
        runId: run.runId,
        workspaceId: run.workspaceId,
        first: offset + 1,
        last: offset + append.events.length,
        stepKey: append.stepKey ?? null,
        position,
        length: bytes.length,
      });
      parts.push(bytes);
      position += bytes.length;
      offset += append.events.length;
    }
  }
  return { rows, blob: parts.length === 1 ? (parts[0] as Buffer) : Buffer.concat(parts) };
}

function columns<T>(rows: readonly T[], getters: readonly ((row: T) => unknown)[]): unknown[][] {
  return getters.map((get) => rows.map(get));
}

function time(ms: number | null | undefined): string | null {
  return ms === null || ms === undefined ? null : new Date(ms).toISOString();
}

function json(value: unknown): string | null {
  return value === undefined ? null : JSON.stringify(value);
}
