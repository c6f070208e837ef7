import "server-only";
import { and, asc, eq, lte, sql } from "drizzle-orm";
import type { Database, Tx } from "#db/client.ts";
import { schedules } from "#db/schema/workflows.ts";
import { errorMessage } from "../errors.ts";
import type { RunService } from "../runs/ports.ts";
import { dueTimes } from "./due-times.ts";
import { scheduleOf } from "./schedule-row.ts";
import { nextTime } from "./schedule-times.ts";

const TICK_MS = 1_000;
const BATCH = 50;
/** Batches of one tick; what is still due then waits for the next. */
const MAX_BATCHES = 20;

export interface Ticker {
  start(): void;
  /** Resolves when a tick under way has ended. */
  stop(): Promise<void>;
  /** Fires what is due now. One at a time: a call during a tick gets that tick's promise. @returns runs started */
  tick(): Promise<number>;
}

export interface TickerOptions {
  db: Database;
  runs: Pick<RunService, "start">;
  /** Milliseconds since the epoch. Default: the database's clock, which all processes share. */
  clock?: () => number;
  log?: (line: string) => void;
}

/**
 * Fires schedules. Any number of processes may have one on the same database: a due row is claimed by locking it, its
 * runs are started under an idempotency key per tick, and only then does the row move on. So a process that dies in
 * between neither loses a tick nor fires it twice.
 */
export function createTicker(options: TickerOptions): Ticker {
  const { log = console.error } = options;
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<number> | undefined;
  let stopped = true;

  function schedule(): void {
    if (stopped) return;
    // Aligned to the second, so that "every minute" fires at its beginning.
    timer = setTimeout(onTimer, TICK_MS - (Date.now() % TICK_MS));
    timer.unref();
  }

  async function onTimer(): Promise<void> {
    await tick().catch((error: unknown) => log(`Schedules could not be read: ${errorMessage(error)}`));
    schedule();
  }

  function tick(): Promise<number> {
    running ??= fireDue(options, log).finally(() => {
      running = undefined;
    });
    return running;
  }

  return {
    tick,
    start() {
      if (!stopped) return;
      stopped = false;
      schedule();
    },
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await running?.catch(() => undefined);
    },
  };
}

async function fireDue({ db, runs, clock }: TickerOptions, log: (line: string) => void): Promise<number> {
  let started = 0;
  for (let batch = 0; batch < MAX_BATCHES; batch++) {
    const result = await db.withEngine((tx) => fireBatch(tx, runs, clock?.(), log));
    started += result.started;
    // A row that could not be fired stays due: without this it would be claimed again at once.
    if (result.claimed < BATCH || result.failed > 0) break;
  }
  return started;
}

type ScheduleRow = typeof schedules.$inferSelect;

async function fireBatch(
  tx: Tx,
  runs: Pick<RunService, "start">,
  given: number | undefined,
  log: (line: string) => void,
) {
  const now = given ?? (await databaseNow(tx));
  const due = await tx
    .select()
    .from(schedules)
    .where(and(eq(schedules.active, true), lte(schedules.nextAt, new Date(now))))
    .orderBy(asc(schedules.nextAt))
    .limit(BATCH)
    .for("update", { skipLocked: true });
  let started = 0;
  let failed = 0;
  for (const row of due) {
    try {
      started += await fire(tx, runs, row, now);
    } catch (error) {
      failed += 1;
      log(`Schedule ${row.id} of workflow ${row.workflowId} could not fire and stays due: ${errorMessage(error)}`);
    }
  }
  return { claimed: due.length, started, failed };
}

async function fire(tx: Tx, runs: Pick<RunService, "start">, row: ScheduleRow, now: number): Promise<number> {
  const schedule = scheduleOf(row);
  // It is due, so it has a next time.
  const times = dueTimes(schedule, row.missed, (row.nextAt as Date).getTime(), now);
  let started = 0;
  for (const time of times) if (await startRun(runs, row, time, now)) started += 1;
  const next = nextTime(schedule, now);
  const last = times.at(-1);
  await tx
    .update(schedules)
    .set({
      nextAt: next === null ? null : new Date(next),
      ...(last !== undefined && { lastAt: new Date(last), lastFiredAt: new Date(now) }),
    })
    .where(eq(schedules.id, row.id));
  return started;
}

async function startRun(
  runs: Pick<RunService, "start">,
  row: ScheduleRow,
  time: number,
  now: number,
): Promise<boolean> {
  const scheduledAt = new Date(time).toISOString();
  const outcome = await runs.start({
    workspaceId: row.workspaceId,
    workflowId: row.workflowId,
    versionId: row.versionId,
    triggerNodeId: row.nodeId,
    triggerType: "schedule",
    mode: "live",
    input: { scheduledAt, firedAt: new Date(now).toISOString() },
    idempotency: { scope: `schedule/${row.id}`, key: scheduledAt, hash: scheduledAt },
  });
  if (outcome.status === "duplicate") return false;
  await outcome.accepted;
  return true;
}

async function databaseNow(tx: Tx): Promise<number> {
  const { rows } = await tx.execute(sql`select (extract(epoch from clock_timestamp()) * 1000)::float8 as now`);
  return Math.floor(Number(rows[0]?.now));
}
