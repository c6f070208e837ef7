import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { serve } from "inngest/node";
import { testDatabase } from "#db/testing.ts";
import { createInngestClient } from "#inngest/client.ts";
import { allFunctions } from "#inngest/functions/all.ts";
import { type StandInOptions, startInngestServer } from "../../testing/inngest-server.ts";
import { createInngestApi } from "../adapters/inngest/inngest-api.ts";
import { createInngestRuntime } from "../adapters/inngest/inngest-runtime.ts";
import { type Outbox, startOutbox } from "../adapters/inngest/outbox.ts";
import { type Reconciler, startReconciler } from "../adapters/inngest/reconciler.ts";
import { INNGEST_OWNER, PostgresRunStore } from "../adapters/postgres/postgres-run-store.ts";
import type { FunctionSteps } from "../container-chunks.ts";
import { createExecutions } from "../executions.ts";
import { RunFeed } from "../run-feed.ts";
import { VersionSource } from "../version-source.ts";
import { compiledVersion } from "./compiled-version.ts";
import { fillDatabase } from "./fill-database.ts";
import { fixtureExecutors } from "./fixture-nodes.ts";
import type { RuntimeHarness } from "./harness.ts";
import { outsideOf } from "./no-outside.ts";
import { startProcess } from "./process.ts";
import { TEST_WORKSPACE, TestVersions } from "./test-versions.ts";
import { World } from "./world.ts";

/**
 * The Inngest runtime: an app over the SDK's own HTTP handler, entered by the stand-in, or by a real server where
 * INNGEST_BASE_URL names one.
 */
export async function inngestHarness(
  options: StandInOptions & { functionSteps?: FunctionSteps } = {},
): Promise<RuntimeHarness> {
  const world = new World();
  const database = await testDatabase();
  const { engine } = database.db;
  await fillDatabase(database.db, world);
  const real = process.env.INNGEST_BASE_URL;
  const standIn = real ? undefined : await startInngestServer(options);
  const base = real ?? (standIn?.url as string);
  const made = new TestVersions();
  const { load } = made;
  const versions = new VersionSource(async (id) => compiledVersion(id, load(id)), fixtureExecutors(world));
  const api = createInngestApi({ events: base, api: base, eventKey: "test", signingKey: options.signingKey });
  let boots = 0;
  let port = 0;

  async function boot() {
    boots += 1;
    const boot = boots;
    const feed = new RunFeed();
    const store = new PostgresRunStore(engine, (append, entries) => feed.committed(append.runId, entries));
    const outbox: Outbox = startOutbox({ pool: engine, api, log: () => {} });
    const remote = { owner: INNGEST_OWNER, nudge: () => outbox.nudge() };
    const app = startProcess(store, feed, world, load, `test:${boots}`, { remote });
    const reconciler: Reconciler = startReconciler({
      pool: engine,
      nudge: outbox.nudge,
      now: () => Date.now(),
      timeoutOf: async () => 0,
      log: () => {},
      patience: { notStartedMs: 2_000, graceMs: 5_000, roundMs: 200 },
    });
    const runtime = createInngestRuntime({
      store: app.cut,
      feed,
      versions,
      now: () => Date.now(),
      executions: createExecutions(`test:${boot}`, async (by) => by === `test:${boots}`),
      build: "test",
      workspace: world.workspace,
      functionSteps: options.functionSteps,
      url: (runId) => `http://127.0.0.1/runs/${runId}`,
      outside: outsideOf(world),
    });
    const client = createInngestClient({
      baseUrl: base,
      eventKey: "test",
      isDev: !options.signingKey,
      signingKey: options.signingKey,
    });
    const http = createServer(
      serve({ client, functions: allFunctions(client, () => runtime), servePath: "/api/inngest" }),
    );
    await new Promise<void>((resolve) => http.listen(port, "127.0.0.1", resolve));
    port = (http.address() as AddressInfo).port;
    const registered = await fetch(`http://127.0.0.1:${port}/api/inngest`, {
      method: "PUT",
      headers: { connection: "close" },
    });
    if (!registered.ok) throw new Error(`the app could not be registered: ${await registered.text()}`);
    return { store, feed, outbox, reconciler, http, ...app };
  }

  async function kill(app: Awaited<ReturnType<typeof boot>>): Promise<void> {
    app.cut.die();
    app.local.abortAll();
    world.abandon();
    void app.poller.close();
    await Promise.all([app.outbox.close(), app.reconciler.close(), stop(app.http)]);
  }

  let current = await boot();
  return {
    world,
    workspaceId: TEST_WORKSPACE,
    db: database.db,
    runs: () => current.runs,
    start: (document, input) => made.start(current.runs, document, input),
    entries: (runId) => current.store.read(runId),
    state: async (runId) => (await current.store.run(runId))?.state ?? null,
    dieAtWrite: (n, when) => current.cut.dieAt(n, when),
    async enterAgain(runId) {
      // Only the stand-in can be told to; what a real server repeats, it repeats by itself.
      await standIn?.deliverAgain(runId);
    },
    async crash() {
      await kill(current);
      current = await boot();
    },
    async close() {
      await kill(current);
      await standIn?.close();
      await database.close();
    },
  };
}

async function stop(server: Server): Promise<void> {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
}
