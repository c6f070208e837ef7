import "server-only";
import type pg from "pg";
import type { JournalEntry, RunState } from "../../../engine/events.ts";
import type { Json } from "../../../engine/json.ts";
import { parseJson } from "../../../engine/parse-json.ts";
import { newId } from "../../../ids.ts";
import { admit, concurrencyGroup, type QueuedRun } from "../../admit.ts";
import { decodeChunk, decodeChunks } from "../../journal-codec.ts";
import type { Append, AppendResult, RunChange, RunStore, StoredRun, Wait } from "../../ports.ts";
import { JournalWriter, type OnCommit } from "./journal-writer.ts";
import { type RunRow, runColumns, storedRun } from "./run-row.ts";

/** Owner of every run that Inngest drives. */
export const INNGEST_OWNER = "inngest";
const WRITERS = 2;
/** Queued runs looked at in one round of admission. */
const ADMISSION_WINDOW = 1_000;
const ADMISSION_LOCK = 0x48_44_4c_41;

/** A run's owner is alive while its instance's heartbeat is younger than this. */
export const DEAD_AFTER = "10 seconds";

export class PostgresRunStore implements RunStore {
  readonly #pool: pg.Pool;
  readonly #writers: JournalWriter[];

  constructor(pool: pg.Pool, onCommit: OnCommit) {
    this.#pool = pool;
    const reads = {
      step: (runId: string, stepKey: string) => this.#step(runId, stepKey),
      state: (runId: string) => this.#state(runId),
      duplicate: (append: Append) => this.#duplicate(append),
    };
    this.#writers = Array.from({ length: WRITERS }, () => new JournalWriter(pool, reads, onCommit));
  }

  append(append: Append): Promise<AppendResult> {
    const writer = this.#writers[append.runId.charCodeAt(append.runId.length - 1) % WRITERS] as JournalWriter;
    return writer.append(append);
  }

  async read(runId: string, after = 0): Promise<JournalEntry[]> {
    const { rows } = await this.#pool.query<{ seq_from: number; events: Buffer }>({
      name: "heddle-read-journal",
      text: "select seq_from, events from run_journal where run_id = $1 and seq_to > $2 order by seq_from",
      values: [runId, after],
    });
    const entries = await decodeChunks(rows.map(({ events, seq_from: seqFrom }) => ({ events, seqFrom })));
    return after === 0 ? entries : entries.filter(({ seq }) => seq > after);
  }

  async run(runId: string): Promise<StoredRun | null> {
    const { rows } = await this.#pool.query<RunRow>({
      name: "heddle-run",
      text: `select ${runColumns} from runs r where id = $1`,
      values: [runId],
    });
    return rows[0] ? storedRun(rows[0]) : null;
  }

  async waits(runId: string): Promise<Wait[]> {
    const { rows } = await this.#pool.query<{
      path: string;
      kind: Wait["kind"];
      deadline: Date | null;
      answer: string | null;
      answered_at: Date | null;
    }>({
      name: "heddle-waits",
      text: "select path, kind, deadline, answer, answered_at from waits where run_id = $1",
      values: [runId],
    });
    return rows.map((row) => ({
      path: row.path,
      kind: row.kind,
      deadline: row.deadline?.getTime() ?? null,
      answer: row.answered_at ? parseJson(row.answer ?? "null") : undefined,
    }));
  }

  /** Asks for the run to be woken even while it is awake: it may be about to fall asleep without having seen this answer. */
  async answer(runId: string, path: string, answer: Json, by: string | null): Promise<boolean> {
    const { rowCount } = await this.#pool.query(
      `with run as (
         select id from runs where id = $1 for update
       ), answered as (
         update waits set answer = $3, answered_at = now(), answered_by = $4
         where run_id in (select id from run) and path = $2 and answered_at is null returning run_id
       ), woken as (
         update runs set wake_at = now() where id in (select run_id from answered) and state in ('running', 'waiting')
       ), told as (
         insert into outbox (id, workspace_id, kind, run_id, payload)
         select $5, workspace_id, 'run.answered', id, json_build_object('epoch', epoch, 'path', $2::text)::text
         from runs where id in (select run_id from answered) and owner = 'inngest'
       ) select from answered`,
      [runId, path, JSON.stringify(answer), by, newId("obx")],
    );
    return rowCount === 1;
  }

  /** Candidates and counts are read, `admit` decides, one statement starts them; a lock keeps two instances from doing so at once. */
  async admit({ owner, room }: { owner: string; room: number; now: number }): Promise<StoredRun[]> {
    if (room <= 0) return [];
    const client = await this.#pool.connect();
    try {
      await client.query("begin");
      await client.query("select pg_advisory_xact_lock($1)", [ADMISSION_LOCK]);
      const queued = await client.query<QueuedRow>(
        `select id, workspace_id, workflow_id, concurrency_key, concurrency_limit, priority, created_at
         from runs where state = 'queued' order by priority desc, created_at limit $1`,
        [ADMISSION_WINDOW],
      );
      if (queued.rows.length === 0) {
        await client.query("commit");
        return [];
      }
      const running = await client.query<{ workflow_id: string; concurrency_key: string | null; count: number }>(
        `select workflow_id, concurrency_key, count(*)::int as count from runs
         where state in ('running', 'waiting', 'compensating') and concurrency_limit is not null group by 1, 2`,
      );
      const counts = new Map(
        running.rows.map((row) => [
          concurrencyGroup({ workflowId: row.workflow_id, concurrencyKey: row.concurrency_key }),
          row.count,
        ]),
      );
      const ids = admit(queued.rows.map(queuedRun), counts, room).map(({ id }) => id);
      const started = await client.query<RunRow>(
        `update runs r set state = 'running', owner = $2, epoch = epoch + 1, started_at = coalesce(started_at, now())
         where id = any($1) and state = 'queued' returning ${runColumns}`,
        [ids, owner],
      );
      // Another runtime is told by the outbox, in the same commit.
      if (owner === INNGEST_OWNER)
        for (const row of started.rows)
          await client.query(
            "insert into outbox (id, workspace_id, kind, run_id, payload) values ($1, $2, 'run.requested', $3, $4)",
            [newId("obx"), row.workspace_id, row.id, JSON.stringify({ epoch: row.epoch })],
          );
      await client.query("commit");
      return started.rows.map(storedRun);
    } catch (error) {
      await client.query("rollback").catch(() => {});
      throw error;
    } finally {
      client.release();
    }
  }

  async claim({ owner, limit }: { owner: string; limit: number }): Promise<StoredRun[]> {
    const { rows } = await this.#pool.query<RunRow>({
      name: "heddle-claim",
      text: `with woken as (
          select id from runs where state = 'waiting' and wake_at <= now() and owner is distinct from 'inngest'
          order by wake_at limit $2 for update skip locked
        ), orphaned as (
          select id from runs where state in ('running', 'compensating') and owner is distinct from 'inngest'
            and (owner is null or not exists (select from instances i
              where i.id || ':' || i.epoch = runs.owner and i.heartbeat_at > now() - interval '${DEAD_AFTER}'))
          limit $2 for update skip locked
        ), free as (select id from woken union all select id from orphaned limit $2)
        update runs r set state = 'running', owner = $1, epoch = epoch + 1, wake_at = null
        from free f where r.id = f.id returning ${runColumns}`,
      values: [owner, limit],
    });
    return rows.map(storedRun);
  }

  async claimOne(runId: string, owner: string): Promise<StoredRun | null> {
    const { rows } = await this.#pool.query<RunRow>(
      `update runs r set state = 'running', owner = $2, epoch = epoch + 1, wake_at = null
       where id = $1 and ((state = 'waiting' and owner is distinct from 'inngest') or (state = 'running' and owner = $2)) returning ${runColumns}`,
      [runId, owner],
    );
    return rows[0] ? storedRun(rows[0]) : null;
  }

  async lostAmong(runIds: readonly string[], owner: string): Promise<string[]> {
    const { rows } = await this.#pool.query<{ id: string }>(
      `select id from runs where id = any($1)
       and (state in ('completed', 'failed', 'cancelled') or owner is distinct from $2)`,
      [runIds, owner],
    );
    return rows.map(({ id }) => id);
  }

  /**
   * Has whoever walks these runs hear, at each commit of the next `forMs`, that somebody watches elsewhere. Rows are locked
   * in the order of the journal's own writes.
   */
  async markWatched(runIds: readonly string[], forMs: number): Promise<void> {
    await this.#pool.query({
      name: "heddle-mark-watched",
      text: `with open as (
          select id from runs where id = any($1) and state in ('queued', 'running', 'waiting', 'compensating')
          order by id for no key update
        ) update runs r set watched_until = now() + $2 * interval '1 millisecond' from open where r.id = open.id`,
      values: [runIds, forMs],
    });
  }

  /** States of these runs of a workspace. */
  async states(workspaceId: string, runIds: readonly string[]): Promise<RunChange[]> {
    const { rows } = await this.#pool.query<RunChange>({
      name: "heddle-states",
      text: `select id as "runId", workflow_id as "workflowId", state from runs where id = any($2) and workspace_id = $1`,
      values: [workspaceId, runIds],
    });
    return rows;
  }

  /** Of the latest runs of a workspace those that have begun or ended since. */
  async statesSince(workspaceId: string, since: number): Promise<RunChange[]> {
    const { rows } = await this.#pool.query<RunChange>({
      name: "heddle-states-since",
      text: `select id as "runId", workflow_id as "workflowId", state from (
          select id, workflow_id, state, created_at, finished_at from runs where workspace_id = $1 order by id desc limit 200
        ) as latest where created_at >= $2 or finished_at >= $2 order by id`,
      values: [workspaceId, new Date(since)],
    });
    return rows;
  }

  async queued(workspaceId: string): Promise<number> {
    const { rows } = await this.#pool.query<{ count: number }>(
      "select count(*)::int as count from runs where state = 'queued' and workspace_id = $1",
      [workspaceId],
    );
    return rows[0]?.count ?? 0;
  }

  async release(owner: string): Promise<void> {
    await this.#pool.query("update runs set owner = null where owner = $1 and state in ('running', 'compensating')", [
      owner,
    ]);
  }

  async #step(runId: string, stepKey: string): Promise<JournalEntry[]> {
    const { rows } = await this.#pool.query<{ seq_from: number; events: Buffer }>(
      "select seq_from, events from run_journal where run_id = $1 and step_key = $2",
      [runId, stepKey],
    );
    return rows.flatMap((row) => decodeChunk(row.events, row.seq_from));
  }

  async #state(runId: string): Promise<{ state: RunState; seq: number } | null> {
    const { rows } = await this.#pool.query<{ state: RunState; seq: number }>(
      "select state, seq from runs where id = $1",
      [runId],
    );
    return rows[0] ?? null;
  }

  async #duplicate({ create, workspaceId }: Append): Promise<{ runId: string; hash: string } | null> {
    if (!create?.idempotency) return null;
    const { rows } = await this.#pool.query<{ id: string; hash: string }>(
      `select id, idempotency_hash as hash from runs
       where workspace_id = $1 and idempotency_scope = $2 and idempotency_key = $3`,
      [workspaceId, create.idempotency.scope, create.idempotency.key],
    );
    return rows[0] ? { runId: rows[0].id, hash: rows[0].hash } : null;
  }
}

interface QueuedRow {
  id: string;
  workspace_id: string;
  workflow_id: string;
  concurrency_key: string | null;
  concurrency_limit: number | null;
  priority: number;
  created_at: Date;
}

function queuedRun(row: QueuedRow): QueuedRun {
  return {
    id: row.id,
    workspaceId: row.workspace_id,
    workflowId: row.workflow_id,
    concurrencyKey: row.concurrency_key,
    concurrencyLimit: row.concurrency_limit,
    priority: row.priority,
    createdAt: row.created_at.getTime(),
  };
}
