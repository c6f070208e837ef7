import { afterAll, beforeAll, expect, test } from "vitest";
import { type TestDatabase, testDatabase } from "#db/testing.ts";
import { newId } from "../ids.ts";
import { pruneRuns } from "./prune-runs.ts";

const DAY = 24 * 60 * 60 * 1_000;
const now = Date.parse("2026-11-30T12:00:00Z");

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
  await asOwner(
    `insert into workspaces (id, slug, name, retention_days) values ('ws_a', 'a', 'A', 30), ('ws_b', 'b', 'B', 7)`,
  );
});
afterAll(() => database.close());

async function asOwner(text: string, values: unknown[] = []): Promise<Record<string, unknown>[]> {
  const { default: pg } = await import("pg");
  const client = new pg.Client(database.owner);
  await client.connect();
  try {
    return (await client.query(text, values)).rows;
  } finally {
    await client.end();
  }
}

/** A run with an entry in its journal, a wait, a message and a text under way. */
async function makeRun(
  workspace: string,
  state: string,
  days: { made: number; ended: number | null },
): Promise<string> {
  const made = now - days.made * DAY;
  const id = newId("run", made);
  const ended = days.ended === null ? null : new Date(now - days.ended * DAY);
  await asOwner(
    `insert into runs (id, workspace_id, workflow_id, version_id, trigger_node_id, trigger_type, mode, state, seq, epoch, build, created_at, finished_at)
     values ($1, $2, 'wf', 'ver', 'n', 'manual', 'live', $3, 1, 1, 'test', $4, $5)`,
    [id, workspace, state, new Date(made), ended],
  );
  await asOwner(
    `insert into run_journal (run_id, seq_from, seq_to, workspace_id, events) values ($1, 1, 1, $2, '\\x00')`,
    [id, workspace],
  );
  await asOwner(`insert into waits (run_id, path, workspace_id, kind) values ($1, 'node', $2, 'timer')`, [
    id,
    workspace,
  ]);
  await asOwner(
    `insert into model_holds (id, workspace_id, run_id, path, attempt, alive_until) values ($1, $2, $3, 'node', 1, now())`,
    [newId("hld"), workspace, id],
  );
  await asOwner(
    `insert into outbox (id, workspace_id, kind, run_id, payload) values ($1, $2, 'run.requested', $3, '{}')`,
    [newId("obx"), workspace, id],
  );
  await asOwner(`insert into run_progress (run_id, path, workspace_id, seq, text) values ($1, 'node', $2, 1, '""')`, [
    id,
    workspace,
  ]);
  return id;
}

const prune = () => database.db.withEngine((tx) => pruneRuns(tx, now));

test("removes what ended longer ago than its workspace keeps runs, with all that belongs to it", async () => {
  const kept = [
    await makeRun("ws_a", "completed", { made: 29, ended: 29 }),
    await makeRun("ws_a", "completed", { made: 90, ended: 29 }),
    await makeRun("ws_a", "waiting", { made: 300, ended: null }),
    await makeRun("ws_a", "running", { made: 300, ended: null }),
    await makeRun("ws_b", "failed", { made: 6, ended: 6 }),
    await makeRun("ws_b", "queued", { made: 300, ended: null }),
  ];
  const gone = [
    await makeRun("ws_a", "completed", { made: 31, ended: 31 }),
    await makeRun("ws_a", "failed", { made: 90, ended: 40 }),
    await makeRun("ws_a", "cancelled", { made: 31, ended: 31 }),
    await makeRun("ws_b", "completed", { made: 8, ended: 8 }),
  ];
  expect(await prune()).toEqual({ removed: gone.length, mayBeMore: false });
  for (const [table, column] of [
    ["runs", "id"],
    ["run_journal", "run_id"],
    ["waits", "run_id"],
    ["run_progress", "run_id"],
    ["outbox", "run_id"],
    ["model_holds", "run_id"],
  ] as const) {
    const left = (await asOwner(`select ${column} as id from ${table}`)).map(({ id }) => id);
    expect(left.sort(), table).toEqual([...kept].sort());
  }
  expect(await prune()).toEqual({ removed: 0, mayBeMore: false });
});

test("goes in bites", async () => {
  await asOwner(
    `insert into runs (id, workspace_id, workflow_id, version_id, trigger_node_id, trigger_type, mode, state, seq, epoch, build, created_at, finished_at)
     select 'run_0000000000' || lpad(n::text, 16, '0'), 'ws_a', 'wf', 'ver', 'n', 'manual', 'live', 'completed', 0, 1, 'test', $1, $1
     from generate_series(1, 250) as n`,
    [new Date(now - 60 * DAY)],
  );
  expect(await prune()).toEqual({ removed: 200, mayBeMore: true });
  expect(await prune()).toEqual({ removed: 50, mayBeMore: false });
});
