import "server-only";
import type pg from "pg";
import { limits } from "../../../config/limits.ts";
import { errorMessage } from "../../../errors.ts";
import { requestAnewSql } from "./outbox.ts";

const ROUND_MS = 5_000;
/** Nothing of a requested run was seen for this long: its event was lost. */
const NOT_STARTED_MS = 30_000;
/** After a step's own time-out, or a sleep's end, something must have moved within this. */
const GRACE_MS = 60_000;

interface Watched {
  seq: number;
  epoch: number;
  since: number;
}

export interface Reconciler {
  close(): Promise<void>;
}

/**
 * Inngest may take an event and lose it. Runs that do not move are asked for again with the next epoch, which fences
 * whatever of the old walk may still come.
 */
export function startReconciler(options: {
  pool: pg.Pool;
  nudge(): void;
  /** Longest time-out of a node in this version, ms. */
  timeoutOf(versionId: string): Promise<number>;
  now(): number;
  log(line: string): void;
  patience?: { notStartedMs: number; graceMs: number; roundMs: number };
}): Reconciler {
  const patience = options.patience ?? { notStartedMs: NOT_STARTED_MS, graceMs: GRACE_MS, roundMs: ROUND_MS };
  const watched = new Map<string, Watched>();
  let isOver = false;
  let round: Promise<void> = Promise.resolve();

  async function look(): Promise<void> {
    const { rows } = await options.pool.query<{
      id: string;
      seq: number;
      epoch: number;
      version_id: string;
      sleeps: boolean;
    }>(
      `select id, seq, epoch, version_id, state = 'waiting' and (wake_at is null or wake_at > now()) as sleeps
       from runs where owner = 'inngest' and state in ('running', 'waiting')`,
    );
    const open = new Set(rows.map(({ id }) => id));
    for (const id of watched.keys()) if (!open.has(id)) watched.delete(id);
    for (const row of rows) {
      const before = watched.get(row.id);
      if (row.sleeps || before?.seq !== row.seq || before.epoch !== row.epoch) {
        watched.set(row.id, { seq: row.seq, epoch: row.epoch, since: options.now() });
        continue;
      }
      const allowed =
        row.seq <= 1 ? patience.notStartedMs : (await options.timeoutOf(row.version_id)) + patience.graceMs;
      if (options.now() - before.since < allowed) continue;
      watched.delete(row.id);
      options.log(`Run ${row.id} does not move in Inngest; it is asked for again.`);
      await options.pool.query(requestAnewSql, [row.id]);
      options.nudge();
    }
  }

  const next = () => {
    round = look()
      .catch((error: unknown) => options.log(`Runs in Inngest could not be checked: ${errorMessage(error)}`))
      .then(() => {
        if (!isOver) timer = setTimeout(next, patience.roundMs);
      });
  };
  let timer: NodeJS.Timeout = setTimeout(next, patience.roundMs);
  return {
    async close() {
      isOver = true;
      clearTimeout(timer);
      await round;
    },
  };
}

/** @returns the longest time-out among nodes with these policies, ms */
export function longestTimeout(nodes: Iterable<{ policy: { timeoutMs?: number | undefined } }>): number {
  let longest: number = limits.nodeTimeoutMs;
  for (const { policy } of nodes) longest = Math.max(longest, policy.timeoutMs ?? 0);
  return longest;
}
