import { afterEach, beforeEach, expect, it } from "vitest";
import { type TestDatabase, testDatabase } from "#db/testing.ts";
import { createExecutions } from "../../executions.ts";
import { RunFeed } from "../../run-feed.ts";
import { startRunPoller } from "../../run-poller.ts";
import { compiledVersion } from "../../testing/compiled-version.ts";
import { call, documentOf } from "../../testing/documents.ts";
import { fixtureExecutors } from "../../testing/fixture-nodes.ts";
import { until } from "../../testing/harness.ts";
import { noOutside } from "../../testing/no-outside.ts";
import { insertWorkspace, storeRemoteRun } from "../../testing/remote-run.ts";
import { World } from "../../testing/world.ts";
import { VersionSource } from "../../version-source.ts";
import type { LocalRuntime } from "../local/local-runtime.ts";
import { INNGEST_OWNER, PostgresRunStore } from "../postgres/postgres-run-store.ts";
import { createInngestRuntime, type InngestRuntime } from "./inngest-runtime.ts";
import type { StepTools } from "./inngest-steps.ts";
import { startReconciler } from "./reconciler.ts";

let database: TestDatabase;
let store: PostgresRunStore;
let runtime: InngestRuntime;
let world: World;
const request = (epoch: number) => ({ runId: "run_a", workspaceId: "ws_test", epoch });
/** Steps as a server without memory gives them: each is executed. */
const tools: StepTools = {
  run: (_step, body) => body(),
  sleepUntil: async () => {},
  waitForSignal: async () => null,
  invoke: async () => null,
};
const retryAt = () => new Error("not due yet");

beforeEach(async () => {
  world = new World();
  database = await testDatabase();
  await insertWorkspace(database.db);
  store = new PostgresRunStore(database.db.engine, () => {});
  const document = documentOf({ ask: call("ask") }, ["start > ask"]);
  runtime = createInngestRuntime({
    store,
    feed: new RunFeed(),
    versions: new VersionSource(async (id) => compiledVersion(id, document), fixtureExecutors(world)),
    outside: noOutside(),
    executions: createExecutions("test", async () => false),
    now: () => Date.now(),
    build: "test",
    url: (id) => id,
  });
  await storeRemoteRun(store, "run_a");
  // Sent, taken, and lost by Inngest.
  await database.db.engine.query("delete from outbox");
});

afterEach(() => database.close());

const asked = async () =>
  (await database.db.engine.query<{ payload: string }>("select payload from outbox where kind = 'run.requested'")).rows;

it("asks again, under the next epoch, for a run whose event never led to a request; the old walk comes too late", async () => {
  let nudges = 0;
  const reconciler = startReconciler({
    pool: database.db.engine,
    nudge: () => {
      nudges += 1;
    },
    timeoutOf: async () => 0,
    now: () => Date.now(),
    log: () => {},
    patience: { notStartedMs: 50, graceMs: 600_000, roundMs: 20 },
  });
  const [row] = await until(async () => {
    const rows = await asked();
    return rows.length > 0 ? rows : null;
  }, "the second request");
  await reconciler.close();
  expect(nudges).toBeGreaterThan(0);
  const { epoch } = JSON.parse(row?.payload ?? "{}");
  expect(epoch).toBeGreaterThan(1);

  expect(await runtime.walk(request(1), tools, retryAt)).toEqual({ end: "stale" });
  expect(world.count("ask")).toBe(0);
  const current = (await store.run("run_a"))?.epoch ?? 0;
  expect(await runtime.walk(request(current), tools, retryAt)).toEqual({ end: "ended" });
  expect(world.count("ask")).toBe(1);
  expect((await store.run("run_a"))?.state).toBe("completed");
});

it("writes the end of what Inngest gave up, for the run's current request only", async () => {
  await database.db.engine.query("update runs set epoch = 2 where id = 'run_a'");
  await runtime.ended(request(1), "failed", "too many tries");
  expect((await store.run("run_a"))?.state).toBe("running");
  await runtime.ended(request(2), "failed", "too many tries");
  expect(await store.run("run_a")).toMatchObject({ state: "failed", error: { code: "internal" } });
  await runtime.ended(request(2), "cancelled", "");
  expect((await store.run("run_a"))?.state).toBe("failed");
});

it("tells a step to stop when its run was ended by another process", async () => {
  world.hold("ask");
  const walked = runtime.walk(request(1), tools, retryAt);
  const before = world.count("ask");
  await until(() => world.count("ask") === before + 1, "the call begins");
  expect(runtime.active).toEqual(["run_a"]);
  await database.db.engine.query("update runs set state = 'cancelled', finished_at = now() where id = 'run_a'");
  const remote = { owner: INNGEST_OWNER, nudge: () => {}, walks: runtime };
  const idle = { room: 0, active: [] } as unknown as LocalRuntime; // Nothing is walked here: only these two are looked at.
  const poller = startRunPoller({
    store,
    local: idle,
    owner: "test:1",
    remote,
    isSafe: () => true,
    now: () => Date.now(),
    log: () => {},
  });
  expect(await walked).toEqual({ end: "stopped" });
  await poller.close();
  expect(runtime.active).toEqual([]);
});
