import { addToDay } from "./usage-days.sql.ts";

/** What a batch holds: a statement has only the parts that it needs, since each costs PostgreSQL time even when empty. */
export interface BatchShape {
  /** New runs. */
  created: boolean;
  /** Changes of known runs. */
  updated: boolean;
  /** Waits or outbox rows. */
  aside: boolean;
  /** Calls of models. */
  used: boolean;
}

/** The array types of each part's parameters, in order. `batchParameters` gives them in the same order. */
const parts = {
  created: `text text text text text text text text int text int int text int text text timestamptz timestamptz
    timestamptz text int int timestamptz text text text`,
  updated: "text text int int int text timestamptz timestamptz text int int timestamptz int int bigint bigint bigint",
  chunks: "text int int text text int int",
  put: "text text text text timestamptz",
  dropped: "text text",
  sent: "text text text text text",
  used: "text text text date text int int int int bigint bigint bigint",
} as const;

/**
 * One batch of the journal's group commit: one statement, one commit, whatever its size. Columns travel as arrays, the events
 * as one blob with offsets.
 *
 * - A run's change is fenced by its lease (or by its state alone where `owner` is null) and, where `expected` is set, by
 *   its journal's last number.
 * - A run that goes to sleep although an answer has come meanwhile is woken at once. The answer's own mark on the run's row
 *   tells, where the statement is older than the answer's commit and sees the question only.
 * - The answer says whether somebody watches the run on another process.
 * - Chunks are numbered from the run's own row, so the number is decided under that row's lock. One whose step key is
 *   taken is left out and leaves a gap.
 */
export function writeBatchSql(shape: BatchShape): string {
  let number = 0;
  const unnest = (part: keyof typeof parts) =>
    `unnest(${parts[part]
      .split(/\s+/)
      .map((type) => `$${++number}::${type}[]`)
      .join(", ")})`;
  const blob = `$${++number}::bytea`;
  const ctes: string[] = [];
  const bases: string[] = [];
  if (shape.created) {
    ctes.push(created(unnest("created")));
    bases.push("select id, 0 as base, false as watched from created");
  }
  if (shape.updated) {
    ctes.push(updated(unnest("updated")));
    bases.push("select id, base, watched from updated");
  }
  ctes.push(`bases as (${bases.join(" union all ")})`, chunks(unnest("chunks"), blob));
  if (shape.aside) ctes.push(put(unnest("put")), dropped(unnest("dropped")), sent(unnest("sent")));
  if (shape.used) ctes.push(used(unnest("used")));
  return `with ${ctes.join(", ")}
    select b.id, b.base, b.watched, c.seq_from from bases b left join chunks c on c.run_id = b.id`;
}

const created = (rows: string) => `created as (
  insert into runs (id, workspace_id, workflow_id, version_id, trigger_node_id, trigger_type, mode, state, seq, owner,
    epoch, priority, concurrency_key, concurrency_limit, parent_run_id, build, created_at, started_at, finished_at,
    error, nodes_settled, handled_failures, wake_at, idempotency_scope, idempotency_key, idempotency_hash)
  select * from ${rows} on conflict do nothing returning id
)`;

const updated = (rows: string) => `updated as (
  update runs r set seq = r.seq + u.n, state = coalesce(u.state, r.state),
    started_at = coalesce(u.started_at, r.started_at), finished_at = coalesce(u.finished_at, r.finished_at),
    error = coalesce(u.error, r.error), nodes_settled = r.nodes_settled + u.settled,
    handled_failures = r.handled_failures + u.handled,
    model_calls = r.model_calls + u.calls, unpriced_calls = r.unpriced_calls + u.unpriced,
    input_tokens = r.input_tokens + u.input, output_tokens = r.output_tokens + u.output, cost_nano = r.cost_nano + u.cost,
    wake_at = case when u.state is null then r.wake_at
      when u.state = 'waiting' and exists (select from waits w where w.run_id = r.id and (w.answered_at is not null
        or (w.kind = 'uncertain' and r.state = 'running' and r.wake_at is not null)))
        then now() else u.wake_at end
  from ${rows} as u(id, owner, epoch, expected, n, state, started_at, finished_at, error, settled, handled, wake_at,
    calls, unpriced, input, output, cost)
  where r.id = u.id and r.state in ('queued', 'running', 'waiting', 'compensating')
    and (u.owner is null or (r.owner = u.owner and r.epoch = u.epoch))
    and (u.expected is null or r.seq = u.expected)
  returning r.id, r.seq - u.n as base, coalesce(r.watched_until > now(), false) as watched
)`;

const chunks = (rows: string, blob: string) => `chunks as (
  insert into run_journal (run_id, seq_from, seq_to, step_key, workspace_id, events)
  select c.run_id, b.base + c.first, b.base + c.last, c.step_key, c.workspace_id, substring(${blob} from c.pos for c.len)
  from ${rows} as c(run_id, first, last, step_key, workspace_id, pos, len)
  join bases b on b.id = c.run_id
  on conflict do nothing returning run_id, seq_from
)`;

const put = (rows: string) => `put as (
  insert into waits (run_id, path, workspace_id, kind, deadline)
  select w.* from ${rows} as w(run_id, path, workspace_id, kind, deadline)
  join bases b on b.id = w.run_id
  on conflict (run_id, path) do update set kind = excluded.kind, deadline = excluded.deadline, answer = null,
    answered_at = null, answered_by = null
)`;

const dropped = (rows: string) => `dropped as (
  delete from waits w using ${rows} as d(run_id, path), bases b
  where w.run_id = d.run_id and w.path = d.path and b.id = d.run_id
)`;

const sent = (rows: string) => `sent as (
  insert into outbox (id, workspace_id, kind, run_id, payload)
  select o.* from ${rows} as o(id, workspace_id, kind, run_id, payload)
  join bases b on b.id = o.run_id
)`;

/** Rows are taken in the order of their key, after those of the runs: no two writers wait for each other. */
const used = (rows: string) => `used as (
  insert into model_usage_days as d (workspace_id, day, workflow_id, model, calls, failed_calls, cached_calls,
    unpriced_calls, input_tokens, output_tokens, cost_nano)
  select m.workspace_id, m.day, m.workflow_id, m.model, sum(m.calls), sum(m.failed), sum(m.cached), sum(m.unpriced),
    sum(m.input), sum(m.output), sum(m.cost)
  from ${rows} as m(run_id, workspace_id, workflow_id, day, model, calls, failed, cached, unpriced, input, output, cost)
  join bases b on b.id = m.run_id
  group by m.workspace_id, m.day, m.workflow_id, m.model order by m.workspace_id, m.day, m.workflow_id, m.model
  ${addToDay}
)`;
