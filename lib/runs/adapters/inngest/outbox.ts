import "server-only";
import type pg from "pg";
import { errorMessage } from "../../../errors.ts";
import type { InngestApi } from "./inngest-api.ts";
import { signalName } from "./inngest-steps.ts";

const POLL_MS = 1_000;
const BATCH = 100;
/** A signal nobody waits for is sent again this long; then the walk is asked for anew and finds the stored answer. */
const SIGNAL_PATIENCE_MS = 30_000;

interface OutboxRow {
  id: string;
  kind: "run.requested" | "run.cancel" | "run.answered";
  run_id: string;
  workspace_id: string;
  payload: string;
  created_at: Date;
  workflow_id: string;
  version_id: string;
  priority: number;
}

export interface Outbox {
  /** Looks now instead of at the next poll. */
  nudge(): void;
  close(): Promise<void>;
}

/**
 * Sends what was committed for Inngest. A row goes when Inngest has taken it; until then it is sent again, under the
 * same event id, so that a repetition is one.
 */
export function startOutbox(options: { pool: pg.Pool; api: InngestApi; log(line: string): void }): Outbox {
  const { pool, api } = options;
  let isOver = false;
  let isAsked = false;
  let isBroken = false;
  let timer: NodeJS.Timeout | undefined;
  let round: Promise<void> | undefined;

  async function sendDue(): Promise<number> {
    const client = await pool.connect();
    try {
      await client.query("begin");
      const { rows } = await client.query<OutboxRow>(
        `select o.id, o.kind, o.run_id, o.workspace_id, o.payload, o.created_at, r.workflow_id, r.version_id, r.priority
         from outbox o join runs r on r.id = o.run_id where o.next_at <= now()
         order by o.next_at limit ${BATCH} for update of o skip locked`,
      );
      const results = await Promise.allSettled(rows.map((row) => send(api, row)));
      for (const [index, row] of rows.entries())
        await settle(client, row, results[index] as PromiseSettledResult<boolean>);
      await client.query("commit");
      return rows.length;
    } catch (error) {
      await client.query("rollback").catch(() => {});
      throw error;
    } finally {
      client.release();
    }
  }

  async function settle(client: pg.PoolClient, row: OutboxRow, sent: PromiseSettledResult<boolean>): Promise<void> {
    if (sent.status === "rejected") {
      if (!isBroken) options.log(`Inngest could not be reached; it is tried again: ${errorMessage(sent.reason)}`);
      isBroken = true;
    } else {
      isBroken = false;
      const isOld = Date.now() - row.created_at.getTime() > SIGNAL_PATIENCE_MS;
      if (!sent.value && isOld) await client.query(requestAnewSql, [row.run_id]);
      if (sent.value || isOld) {
        await client.query("delete from outbox where id = $1", [row.id]);
        return;
      }
    }
    await client.query(
      "update outbox set attempts = attempts + 1, next_at = now() + least(30, 2 ^ attempts) * interval '1 second' where id = $1",
      [row.id],
    );
  }

  async function look(): Promise<void> {
    do {
      isAsked = false;
      try {
        while ((await sendDue()) === BATCH && !isOver);
      } catch (error) {
        options.log(`The outbox could not be read: ${errorMessage(error)}`);
      }
    } while (isAsked && !isOver);
    round = undefined;
    if (!isOver) timer = setTimeout(nudge, POLL_MS);
  }

  function nudge(): void {
    isAsked = true;
    clearTimeout(timer);
    if (!isOver) round ??= look();
  }

  nudge();
  return {
    nudge,
    async close() {
      isOver = true;
      clearTimeout(timer);
      await round;
    },
  };
}

/** False when nobody waits for the signal yet. */
async function send(api: InngestApi, row: OutboxRow): Promise<boolean> {
  // As the run service put it there.
  const payload = JSON.parse(row.payload) as { epoch: number; path?: string };
  if (row.kind === "run.answered") return api.signal(signalName(row.run_id, payload.path ?? ""), null);
  const name = row.kind === "run.requested" ? "heddle/run.requested" : "heddle/run.cancel";
  await api.send({
    id: `${row.kind === "run.requested" ? "run" : "cancel"}:${row.run_id}:${payload.epoch}`,
    name,
    data: {
      runId: row.run_id,
      workspaceId: row.workspace_id,
      workflowId: row.workflow_id,
      versionId: row.version_id,
      epoch: payload.epoch,
      priority: row.priority,
    },
  });
  return true;
}

/** Asks for a run's walk once more: the higher epoch fences the old one. */
export const requestAnewSql = `with anew as (
    update runs set epoch = epoch + 1, state = 'running', wake_at = null
    where id = $1 and owner = 'inngest' and state in ('running', 'waiting') returning id, workspace_id, epoch
  )
  insert into outbox (id, workspace_id, kind, run_id, payload)
  select 'obx_' || replace(gen_random_uuid()::text, '-', ''), workspace_id, 'run.requested', id, json_build_object('epoch', epoch)::text
  from anew returning run_id`;
