import { testDatabase } from "#db/testing.ts";
import { PostgresRunStore } from "../adapters/postgres/postgres-run-store.ts";
import { RunFeed } from "../run-feed.ts";
import { fillDatabase } from "./fill-database.ts";
import type { RuntimeHarness } from "./harness.ts";
import { enterStale, startProcess } from "./process.ts";
import { TEST_WORKSPACE, TestVersions } from "./test-versions.ts";
import { World } from "./world.ts";

/** The embedded runtime: the same process over a database of its own. */
export async function embeddedHarness(): Promise<RuntimeHarness> {
  const world = new World();
  const database = await testDatabase();
  const { engine } = database.db;
  await fillDatabase(database.db, world);
  const made = new TestVersions();
  const { load } = made;
  let boots = 0;
  const boot = async () => {
    boots += 1;
    await engine.query(
      `insert into instances (id, role, epoch, build, started_at, heartbeat_at) values ('test', 'all', $1, 'test', now(), now() + interval '1 hour')
       on conflict (id) do update set epoch = excluded.epoch`,
      [boots],
    );
    const feed = new RunFeed();
    const store = new PostgresRunStore(engine, (append, entries) => feed.committed(append.runId, entries));
    return { store, ...startProcess(store, feed, world, load, `test:${boots}`) };
  };
  let process = await boot();
  return {
    world,
    workspaceId: TEST_WORKSPACE,
    db: database.db,
    runs: () => process.runs,
    start: (document, input) => made.start(process.runs, document, input),
    entries: (runId) => process.store.read(runId),
    state: async (runId) => (await process.store.run(runId))?.state ?? null,
    dieAtWrite: (n, when) => process.cut.dieAt(n, when),
    enterAgain: (runId) =>
      enterStale(process.store, runId, startProcess(process.store, new RunFeed(), world, load, `test:${boots}`)),
    async crash() {
      process.cut.die();
      process.local.abortAll();
      void process.poller.close();
      process = await boot();
    },
    async close() {
      process.cut.die();
      process.local.abortAll();
      void process.poller.close();
      await database.close();
    },
  };
}
