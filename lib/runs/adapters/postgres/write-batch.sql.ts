/**
 * One batch of the journal's group commit, one statement, one commit, whatever its size. Columns travel as arrays, the
 * events as one blob with offsets: $1-$26 new runs, $27-$38 changes of known runs, $39-$46 chunks, $47-$51 waits to put,
 * $52-$53 waits to drop, $54-$58 outbox.
 *
 * - A run's change is fenced by its lease (or by its state alone where `owner` is null) and, where `expected` is set, by
 *   its journal's last number.
 * - A run that goes to sleep although an answer has come meanwhile is woken at once.
 * - Chunks are numbered from the run's own row, so the number is decided under that row's lock. One whose step key is
 *   taken is left out and leaves a gap.
 */
export const writeBatchSql = `
with created as (
  insert into runs (id, workspace_id, workflow_id, version_id, trigger_node_id, trigger_type, mode, state, seq, owner,
    epoch, priority, concurrency_key, concurrency_limit, parent_run_id, build, created_at, started_at, finished_at,
    error, nodes_settled, handled_failures, wake_at, idempotency_scope, idempotency_key, idempotency_hash)
  select * from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[],
    $9::int[], $10::text[], $11::int[], $12::int[], $13::text[], $14::int[], $15::text[], $16::text[],
    $17::timestamptz[], $18::timestamptz[], $19::timestamptz[], $20::text[], $21::int[], $22::int[],
    $23::timestamptz[], $24::text[], $25::text[], $26::text[])
  on conflict do nothing
  returning id
), updated as (
  update runs r set seq = r.seq + u.n, state = coalesce(u.state, r.state),
    started_at = coalesce(u.started_at, r.started_at), finished_at = coalesce(u.finished_at, r.finished_at),
    error = coalesce(u.error, r.error), nodes_settled = r.nodes_settled + u.settled,
    handled_failures = r.handled_failures + u.handled,
    wake_at = case when u.state is null then r.wake_at
      when u.state = 'waiting' and exists (select from waits w where w.run_id = r.id and w.answered_at is not null)
        then now() else u.wake_at end
  from unnest($27::text[], $28::text[], $29::int[], $30::int[], $31::int[], $32::text[], $33::timestamptz[],
    $34::timestamptz[], $35::text[], $36::int[], $37::int[], $38::timestamptz[])
    as u(id, owner, epoch, expected, n, state, started_at, finished_at, error, settled, handled, wake_at)
  where r.id = u.id and r.state in ('queued', 'running', 'waiting', 'compensating')
    and (u.owner is null or (r.owner = u.owner and r.epoch = u.epoch))
    and (u.expected is null or r.seq = u.expected)
  returning r.id, r.seq - u.n as base
), bases as (
  select id, 0 as base from created union all select id, base from updated
), chunks as (
  insert into run_journal (run_id, seq_from, seq_to, step_key, workspace_id, events)
  select c.run_id, b.base + c.first, b.base + c.last, c.step_key, c.workspace_id, substring($45::bytea from c.pos for c.len)
  from unnest($39::text[], $40::int[], $41::int[], $42::text[], $43::text[], $44::int[], $46::int[])
    as c(run_id, first, last, step_key, workspace_id, pos, len)
  join bases b on b.id = c.run_id
  on conflict do nothing
  returning run_id, seq_from
), put as (
  insert into waits (run_id, path, workspace_id, kind, deadline)
  select w.* from unnest($47::text[], $48::text[], $49::text[], $50::text[], $51::timestamptz[])
    as w(run_id, path, workspace_id, kind, deadline)
  join bases b on b.id = w.run_id
  on conflict (run_id, path) do update set kind = excluded.kind, deadline = excluded.deadline, answer = null,
    answered_at = null, answered_by = null
), dropped as (
  delete from waits w using unnest($52::text[], $53::text[]) as d(run_id, path), bases b
  where w.run_id = d.run_id and w.path = d.path and b.id = d.run_id
), sent as (
  insert into outbox (id, workspace_id, kind, run_id, payload)
  select o.* from unnest($54::text[], $55::text[], $56::text[], $57::text[], $58::text[])
    as o(id, workspace_id, kind, run_id, payload)
  join bases b on b.id = o.run_id
)
select b.id, b.base, coalesce((select array_agg(c.seq_from) from chunks c where c.run_id = b.id), '{}') as written
from bases b`;
