import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type TestDatabase, testDatabase } from "#db/testing.ts";
import { type Append, encodeEvent, type NewRun, type RunStore } from "../ports.ts";
import { until } from "../testing/harness.ts";
import { insertWorkspace } from "../testing/remote-run.ts";
import { MemoryRunStore } from "./memory/memory-run-store.ts";
import { PostgresRunStore } from "./postgres/postgres-run-store.ts";

// An answer may come at the very moment at which its run goes to sleep over the question. Whoever is second must see the first.

let database: TestDatabase;
beforeEach(async () => {
  database = await testDatabase();
  await insertWorkspace(database.db);
  // The process that walks the run is alive: nobody takes it over.
  await database.db.engine.query(
    "insert into instances (id, role, epoch, build, started_at, heartbeat_at) values ('me', 'all', 1, 'test', now(), now())",
  );
});
afterEach(() => database.close());

const identity = { runId: "run_a", workspaceId: "ws_test", workflowId: "wf_test", lease: { owner: "me:1", epoch: 1 } };
const inAnHour = () => Date.now() + 3_600_000;

const toSleep = (): Append => ({
  ...identity,
  events: [encodeEvent({ type: "run.waiting", at: Date.now(), until: null })],
  patch: { state: "waiting", wakeAt: inAnHour() },
});

/** A run that has asked a person about `pay` and is still at work elsewhere. */
async function askingRun(store: RunStore): Promise<void> {
  const at = Date.now();
  const create: NewRun = {
    id: identity.runId,
    workspaceId: identity.workspaceId,
    workflowId: identity.workflowId,
    versionId: "ver_1",
    triggerNodeId: "n_start",
    triggerType: "manual",
    mode: "live",
    state: "running",
    owner: identity.lease.owner,
    epoch: identity.lease.epoch,
    priority: 0,
    concurrencyKey: null,
    concurrencyLimit: null,
    parentRunId: null,
    build: "test",
    createdAt: at,
    idempotency: null,
  };
  await store.append({
    ...identity,
    lease: null,
    create,
    events: [encodeEvent({ type: "node.waiting", at, path: "pay", kind: "uncertain", until: null })],
  });
  await store.append({
    ...identity,
    events: [encodeEvent({ type: "log", at, path: "pay", level: "info", message: "asked" })],
    waits: [{ op: "put", path: "pay", kind: "uncertain", deadline: null }],
  });
}

const answer = (store: RunStore) => store.answer(identity.runId, "pay", { action: "retry" }, null);
const claimed = (store: RunStore) => store.claim({ owner: "me:1", limit: 10, now: Date.now() });

for (const [name, open] of [
  ["memory", () => new MemoryRunStore()],
  ["PostgreSQL", () => new PostgresRunStore(database.db.engine, () => {})],
] as const) {
  describe(name, () => {
    it("wakes a run whose answer came before it fell asleep", async () => {
      const store = open();
      await askingRun(store);
      expect(await answer(store)).toBe(true);
      expect(await claimed(store)).toEqual([]);
      await store.append(toSleep());
      expect((await claimed(store)).map(({ id }) => id)).toEqual([identity.runId]);
    });

    it("wakes a run whose answer came after it fell asleep", async () => {
      const store = open();
      await askingRun(store);
      await store.append(toSleep());
      expect(await claimed(store)).toEqual([]);
      expect(await answer(store)).toBe(true);
      expect((await claimed(store)).map(({ id }) => id)).toEqual([identity.runId]);
    });
  });
}

for (const first of ["the sleep", "the answer"] as const) {
  it(`wakes a run when neither has seen the other's commit: ${first} is first in line`, async () => {
    const { engine } = database.db;
    const store = new PostgresRunStore(engine, () => {});
    await askingRun(store);
    const holder = await engine.connect();
    const inLine = async (count: number) => {
      const { rows } = await engine.query<{ count: number }>(
        `select count(*)::int as count from pg_locks where not granted and pid <> pg_backend_pid()
         and pid in (select pid from pg_stat_activity where datname = current_database())`,
      );
      return (rows[0]?.count ?? 0) >= count;
    };
    try {
      await holder.query("begin");
      await holder.query("select from runs where id = $1 for update", [identity.runId]);
      const acts: (() => Promise<unknown>)[] = [() => store.append(toSleep()), () => answer(store)];
      if (first === "the answer") acts.reverse();
      const both: Promise<unknown>[] = [];
      for (const act of acts) {
        let isDone = false;
        both.push(act().then(() => (isDone = true)));
        await until(async () => isDone || (await inLine(both.length)), "it waits for the run's row, or is through");
      }
      await holder.query("commit");
      await Promise.all(both);
    } finally {
      holder.release();
    }
    expect((await claimed(store)).map(({ id }) => id)).toEqual([identity.runId]);
  });
}
