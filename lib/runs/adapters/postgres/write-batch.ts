import { type ModelSums, noCalls, usageDay, withCall } from "../../../engine/model-events.ts";
import { newId } from "../../../ids.ts";
import { encodeChunk } from "../../journal-codec.ts";
import type { Append, NewRun, RunPatch, WaitChange } from "../../ports.ts";
import { type BatchShape, writeBatchSql } from "./write-batch.sql.ts";

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
    const { nodesSettled = 0, handledFailures = 0, models, ...columns } = append.patch ?? {};
    Object.assign(patch, columns);
    if (models) patch.models = patch.models ? together(patch.models, models) : models;
    patch.nodesSettled = (patch.nodesSettled ?? 0) + nodesSettled;
    patch.handledFailures = (patch.handledFailures ?? 0) + handledFailures;
    for (const change of append.waits ?? []) waits.set(change.path, change);
  }
  const { runId, workspaceId, lease, create, expectedSeq } = first;
  return { runId, workspaceId, lease, create, expectedSeq, appends, events, patch, waits };
}

/** One statement of the group commit: its text is the same for every batch of its shape. */
export interface BatchQuery {
  name: string;
  text: string;
  values: unknown[];
}

/** The statement and parameters that write these runs. */
export async function batchQuery(batch: readonly RunWrites[]): Promise<BatchQuery> {
  const created = batch.flatMap((run) => (run.create ? [{ ...run, row: run.create }] : []));
  const known = batch.filter((run) => !run.create);
  const waits = batch.flatMap((run) => [...run.waits.values()].map((change) => ({ run, change })));
  const outbox = batch.flatMap((run) =>
    run.appends.flatMap((append) => (append.outbox ? [{ run, outbox: append.outbox }] : [])),
  );
  const used = usedDays(known);
  const shape: BatchShape = {
    created: created.length > 0,
    updated: known.length > 0,
    aside: waits.length > 0 || outbox.length > 0,
    used: used.length > 0,
  };
  const chunks = await encodedChunks(batch);
  const values: unknown[] = [chunks.blob];
  if (shape.created) values.push(...columns(created, createdColumns));
  if (shape.updated) values.push(...columns(known, updatedColumns));
  values.push(...columns(chunks.rows, chunkColumns));
  if (shape.aside) values.push(...asideValues(waits, outbox));
  if (shape.used) values.push(...columns(used, usedColumns));
  const name = nameOf(shape);
  return { name, text: texts.get(name) ?? writeBatchSql(shape), values };
}

function nameOf({ created, updated, aside, used }: BatchShape): string {
  return `heddle-write-${created ? "c" : ""}${updated ? "u" : ""}${aside ? "a" : ""}${used ? "m" : ""}`;
}

const either = [true, false];
const texts: ReadonlyMap<string, string> = new Map(
  either.flatMap((created) =>
    either.flatMap((updated) =>
      either.flatMap((aside) =>
        either.flatMap((used) => {
          const shape = { created, updated, aside, used };
          return created || updated ? [[nameOf(shape), writeBatchSql(shape)] as const] : [];
        }),
      ),
    ),
  ),
);

const createdColumns: Getter<RunWrites & { row: NewRun }>[] = [
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
];

const updatedColumns: Getter<RunWrites>[] = [
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
  ({ patch }) => patch.models?.calls ?? 0,
  ({ patch }) => patch.models?.unpriced ?? 0,
  ({ patch }) => patch.models?.inputTokens ?? 0,
  ({ patch }) => patch.models?.outputTokens ?? 0,
  ({ patch }) => patch.models?.costNano ?? 0,
];

/** What one run adds to the sums of a day and model. */
interface UsedDay {
  run: RunWrites;
  day: string;
  model: string;
  sums: ModelSums;
}

const usedColumns: Getter<UsedDay>[] = [
  ({ run }) => run.runId,
  ({ run }) => run.workspaceId,
  ({ run }) => run.appends[0]?.workflowId,
  ({ day }) => day,
  ({ model }) => model,
  ({ sums }) => sums.calls,
  ({ sums }) => sums.failed,
  ({ sums }) => sums.cached,
  ({ sums }) => sums.unpriced,
  ({ sums }) => sums.inputTokens,
  ({ sums }) => sums.outputTokens,
  ({ sums }) => sums.costNano,
];

function usedDays(batch: readonly RunWrites[]): UsedDay[] {
  return batch.flatMap((run) => {
    if (!run.patch.models) return [];
    const days = new Map<string, UsedDay>();
    for (const { event } of run.appends.flatMap(({ events }) => events)) {
      if (event.type !== "model.called") continue;
      const { model } = event;
      const day = usageDay(event.at);
      const before = days.get(`${day} ${model}`)?.sums ?? noCalls;
      days.set(`${day} ${model}`, { run, day, model, sums: withCall(before, event) });
    }
    return [...days.values()];
  });
}

function together(a: ModelSums, b: ModelSums): ModelSums {
  return {
    calls: a.calls + b.calls,
    failed: a.failed + b.failed,
    cached: a.cached + b.cached,
    unpriced: a.unpriced + b.unpriced,
    inputTokens: a.inputTokens + b.inputTokens,
    outputTokens: a.outputTokens + b.outputTokens,
    costNano: a.costNano + b.costNano,
  };
}

const chunkColumns: Getter<ChunkRow>[] = [
  ({ runId }) => runId,
  ({ first }) => first,
  ({ last }) => last,
  ({ stepKey }) => stepKey,
  ({ workspaceId }) => workspaceId,
  ({ position }) => position,
  ({ length }) => length,
];

function asideValues(
  waits: readonly { run: RunWrites; change: WaitChange }[],
  outbox: readonly { run: RunWrites; outbox: NonNullable<Append["outbox"]> }[],
): unknown[] {
  const put = waits.flatMap(({ run, change }) => (change.op === "put" ? [{ run, change }] : []));
  const dropped = waits.filter(({ change }) => change.op === "drop");
  return [
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

interface ChunkRow {
  runId: string;
  workspaceId: string;
  first: number;
  last: number;
  stepKey: string | null;
  /** Of the first byte in the blob, from 1. */
  position: number;
  length: number;
}

async function encodedChunks(batch: readonly RunWrites[]) {
  const rows: ChunkRow[] = [];
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

type Getter<T> = (row: T) => unknown;

function columns<T>(rows: readonly T[], getters: readonly Getter<T>[]): unknown[][] {
  return getters.map((get) => rows.map(get));
}

function time(ms: number | null | undefined): string | null {
  return ms === null || ms === undefined ? null : new Date(ms).toISOString();
}

function json(value: unknown): string | null {
  return value === undefined ? null : JSON.stringify(value);
}
