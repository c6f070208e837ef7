import { randomBytes } from "node:crypto";
import { createDatabase, type Database } from "#db/client.ts";
import type { Connection } from "#db/pool.ts";
import { createModelGuard, type ModelGuard } from "../ai/guard/model-guard.ts";
import { createWorkspaceAi } from "../ai/workspace-ai.ts";
import { createHostAuth, type HostAuth } from "../auth/host-auth.ts";
import { workspaceTimeZone } from "../auth/workspace.ts";
import type { Cache } from "../cache/cache.ts";
import { createCache } from "../cache/create-cache.ts";
import type { Env } from "../config/env.ts";
import { limits } from "../config/limits.ts";
import { forgetPreviousKey } from "../config/secret-key.ts";
import type { CredentialSource } from "../credentials/credential-source.ts";
import { createCredentialSource } from "../credentials/open-credential.ts";
import { rememberingSource } from "../credentials/remembering-source.ts";
import { rewrapCredentials } from "../credentials/rewrap.ts";
import { createVault, type Vault } from "../credentials/vault.ts";
import { startDemoServer } from "../demo/demo-server.ts";
import { withDemoServices } from "../demo/demo-services.ts";
import { createPostgresFileStore } from "../files/adapters/postgres-file-store.ts";
import type { FileStore } from "../files/file-store.ts";
import { createFormats } from "../formats/formats.ts";
import { createEventStreams, type EventStreams } from "../front/event-streams.ts";
import { browserAddress, listenAddress } from "../front/listen.ts";
import { createMemory } from "../memory/postgres-memory.ts";
import { catalogue } from "../nodes/catalog.ts";
import type { Catalogue } from "../nodes/define.ts";
import { loadExecutor } from "../nodes/executors.ts";
import { createOutboundGate, type OutboundGate } from "../outbound/gate.ts";
import { createStoredHostPolicy } from "../outbound/stored-host-policy.ts";
import { openVectorIndex } from "../rag/index/open-vector-index.ts";
import { createKnowledge, type Knowledge } from "../rag/knowledge.ts";
import { createRateLimit } from "../rate-limit/create-rate-limit.ts";
import type { RateLimit } from "../rate-limit/rate-limit.ts";
import { createRedisLink, type RedisLink, redisNamespace } from "../redis/redis-link.ts";
import { LocalRuntime } from "../runs/adapters/local/local-runtime.ts";
import { createPostgresProgressStore } from "../runs/adapters/postgres/postgres-progress-store.ts";
import { PostgresRunStore } from "../runs/adapters/postgres/postgres-run-store.ts";
import { changeTopic, watchChanges } from "../runs/changes-elsewhere.ts";
import { holdInstanceLease, type InstanceLease } from "../runs/instance-lease.ts";
import type { RunService } from "../runs/ports.ts";
import { RunFeed } from "../runs/run-feed.ts";
import { startRunPoller } from "../runs/run-poller.ts";
import { createRunService } from "../runs/run-service.ts";
import { ProgressSharing } from "../runs/share-progress.ts";
import { loadStoredVersion } from "../runs/stored-version.ts";
import { VersionSource } from "../runs/version-source.ts";
import { createWatchesElsewhere, runTopic, WORK_TOPIC } from "../runs/watches-elsewhere.ts";
import { createSandbox } from "../sandbox/sandbox.ts";
import { postgresLine } from "../signals/adapters/postgres-signals.ts";
import { upstashLine } from "../signals/adapters/upstash-signals.ts";
import { createSignals } from "../signals/create-signals.ts";
import { createTicker } from "../triggers/ticker.ts";
import { createWebhookIndex, type WebhookIndex } from "../triggers/webhook-index.ts";
import { readVariables } from "../variables/queries.ts";
import { buildName } from "./build.ts";
import { createFirstOwner } from "./first-owner.ts";
import { type InngestHost, type OpenInngest, openInngest } from "./open-inngest.ts";
import { startSweepers } from "./sweepers.ts";

/** Everything that holds state, made once per process by `createHost` and closed with it. */
export interface Host {
  env: Env;
  /** Names the code of this process. */
  build: string;
  db: Database;
  /** What signing in needs; made by `createHostAuth` (lib/auth/host-auth.ts). */
  auth: HostAuth;
  catalogue: Catalogue;
  runs: RunService;
  /** Published webhooks; `invalidate()` after publishing. */
  webhooks: WebhookIndex;
  /** Set where Inngest may enter runs: with HEDDLE_RUNTIME=inngest, except on a process for pages alone (HEDDLE_ROLE=web). */
  inngest: InngestHost | null;
  /** Opened credentials for the doors, a few seconds old at most. */
  credentials: CredentialSource;
  /** Seals and opens what credentials hold. */
  vault: Vault;
  /** The one door to the outside, also for what is tried by hand. */
  gate: Pick<OutboundGate, "fetch" | "addressesOf">;
  /** Files of all workspaces; each call names its own. */
  files: FileStore;
  /** Knowledge bases of all workspaces. */
  knowledge: Knowledge;
  /** What holds models back; `workspaces.forget()` after changing prices or rules. */
  models: ModelGuard;
  /** Open event streams; closed before `runs` is. */
  events: EventStreams;
  /** What does too much is told so; shared by all processes where there is a Redis. */
  rateLimit: RateLimit;
  /** What can be had again; shared likewise. */
  cache: Cache;
  /** What stands in `/api/ready`. */
  health(): Promise<Health>;
  close(): Promise<void>;
}

/** Each part with what is wrong with it, or null. */
export interface Health {
  /** Without one of these nothing works. */
  parts: Record<string, string | null>;
  /** Without one of these everything works, but less well. */
  degraded: Record<string, string | null>;
}

/** What both runtimes walk with. */
type Walks = Pick<
  ConstructorParameters<typeof LocalRuntime>[0],
  "store" | "versions" | "outside" | "now" | "build" | "url" | "workspace"
>;

/** Runs under way get this long to come to an end when the process is told to stop. */
const GRACE_MS = 10_000;
const ENGINE_CONNECTIONS = 8;

export interface HostOptions {
  env: Env;
  connection: Connection;
  /** Address without a pooler, for the engine's connections. Default: `connection`. */
  direct?: Connection;
  log(line: string): void;
}

/** Wires the product: the one place that knows all parts. */
export async function createHost(options: HostOptions): Promise<Host> {
  const { env, log } = options;
  const build = buildName();
  const now = () => Date.now();
  const db = createDatabase({
    connection: options.connection,
    ...(options.direct ? { direct: options.direct } : {}),
    engineMax: ENGINE_CONNECTIONS,
  });
  const link = openRedis(env, log);
  try {
    await createFirstOwner(db, env);
    const demo = await startDemoServer();
    const gate = createOutboundGate({
      allowLoopback: env.HEDDLE_ALLOW_LOOPBACK,
      allowedOrigins: [demo.origin],
      hostPolicy: createStoredHostPolicy(db),
    });
    const { fetch, stream } = withDemoServices(gate, demo.origin);
    const sandbox = createSandbox();
    const formats = createFormats();
    const vault = createVault({
      current: env.HEDDLE_SECRET_KEY ?? randomBytes(32).toString("base64url"),
      previous: env.HEDDLE_SECRET_KEY_PREVIOUS,
    });
    const credentials = createCredentialSource(db, vault);
    if (await rewrapCredentials(db, vault, log)) forgetPreviousKey(env.HEDDLE_DATA_DIR);
    const files = createPostgresFileStore(db);
    const rateLimit = createRateLimit(link);
    const cache = createCache(link);
    const models = createModelGuard({ db, rateLimit, cache });
    const feed = new RunFeed();
    const signals = createSignals([
      ...(link ? [upstashLine(link)] : []),
      postgresLine({ pool: db.engine, direct: options.direct ?? options.connection }),
    ]);
    // The built-in database lets one process in: nobody else walks its runs.
    const isShared = env.DATABASE_URL !== undefined;
    let hasOthers = () => false;
    const progress = isShared ? createPostgresProgressStore(db.engine) : undefined;
    const sharing = progress && new ProgressSharing({ store: progress, signals, feed });
    if (sharing) feed.onWrote = (runId) => hasOthers() && sharing.wrote(runId);
    const store = new PostgresRunStore(db.engine, (append, entries, isWatched) => {
      const last = entries.at(-1);
      if (isWatched && last) signals.publish(runTopic(append.runId), last.seq);
      feed.committed(append.runId, entries);
      sharing?.committed(append.runId, entries);
      const state = append.patch?.state ?? append.create?.state;
      if (!state) return;
      feed.changed(append.workspaceId, { runId: append.runId, workflowId: append.workflowId, state });
      if (isShared && hasOthers()) signals.publish(changeTopic(append.workspaceId, append.runId), 0);
    });
    const versions = new VersionSource((versionId) => loadStoredVersion(db, catalogue, versionId), loadExecutor);
    let local: LocalRuntime | undefined;
    const lease: InstanceLease = await holdInstanceLease({
      pool: db.engine,
      dataDir: env.HEDDLE_DATA_DIR,
      role: env.HEDDLE_ROLE,
      build,
      log,
      onLost: () => local?.abortAll(),
    });
    const { owner } = lease;
    hasOthers = lease.hasOthers;
    const walksEffects = env.HEDDLE_ROLE !== "web";
    const address = env.HEDDLE_URL ?? browserAddress(listenAddress(env.HOSTNAME), env.PORT);
    const knowledge = createKnowledge({
      db,
      files,
      index: await openVectorIndex(db, env),
      ...createWorkspaceAi({ stream, credentials, guard: models }),
      stream,
      address,
      ...(walksEffects && { work: { owner, isSafe: lease.isSafe } }),
      log,
    });
    const walks: Walks = {
      store,
      versions,
      build,
      now,
      outside: {
        fetch,
        stream,
        files,
        credentials,
        formats,
        knowledge,
        memory: createMemory(db),
        sandbox,
        models,
        emit: (...delta) => feed.delta(...delta),
      },
      url: (runId) => `${address}/runs/${runId}`,
      workspace: {
        variables: (workspaceId) => readVariables(db, workspaceId),
        timeZone: (workspaceId) => db.withEngine((tx) => workspaceTimeZone(tx, workspaceId)),
      },
    };
    local = new LocalRuntime({ ...walks, owner, log, room: limits.activeRuns });
    const inngest: OpenInngest | undefined =
      env.HEDDLE_RUNTIME === "inngest"
        ? await openInngest({ ...walks, feed, env, owner, pool: db.engine, log })
        : undefined;
    const remote = inngest ? { remote: inngest.remote } : {};
    const elsewhere = isShared
      ? createWatchesElsewhere({ signals, mark: (runIds, forMs) => store.markWatched(runIds, forMs) })
      : undefined;
    const others = isShared && {
      elsewhere,
      progress,
      wakeWorkers: () => signals.publish(WORK_TOPIC, 0),
      watchChanges: watchChanges.bind(null, {
        feed,
        signals,
        read: (workspaceId, runIds) => store.states(workspaceId, runIds),
        readSince: (workspaceId, since) => store.statesSince(workspaceId, since),
      }),
    };
    const runs = createRunService({ ...walks, local, feed, owner, walksEffects, ...others, ...remote });
    const poller = walksEffects
      ? startRunPoller({ store, local, owner, isSafe: lease.isSafe, now, log, ...remote })
      : undefined;
    // Where one process does everything, what is to be done is known without a signal.
    const stopListening =
      env.HEDDLE_ROLE === "worker" && poller ? signals.subscribe(WORK_TOPIC, () => poller.wake()) : undefined;
    const ticker = createTicker({ db, runs, log });
    if (walksEffects) ticker.start();
    const stopSweepers = walksEffects ? startSweepers(db, catalogue, log) : undefined;
    const events = createEventStreams();
    return {
      env,
      build,
      db,
      auth: createHostAuth({ secretKey: env.HEDDLE_SECRET_KEY ?? "", url: env.HEDDLE_URL }),
      catalogue,
      runs,
      webhooks: createWebhookIndex(db),
      inngest: walksEffects ? (inngest?.host ?? null) : null,
      credentials: rememberingSource(credentials),
      vault,
      gate: { fetch, addressesOf: gate.addressesOf },
      files,
      knowledge,
      models,
      events,
      rateLimit,
      cache,
      health: async () => ({
        parts: { database: await databaseProblem(db), instance: lease.isSafe() ? null : "no heartbeat" },
        degraded: {
          ...(link && { redis: await withoutRedis(link) }),
          signals: signals.problem(),
          vectors: await knowledge.problem(),
        },
      }),
      async close() {
        events.close();
        await ticker.stop();
        await stopSweepers?.();
        await knowledge.close();
        stopListening?.();
        await poller?.close();
        await inngest?.close();
        await local.close(GRACE_MS);
        await sharing?.close();
        elsewhere?.close();
        await signals.close();
        link?.close();
        await store.release(owner).catch((error: unknown) => log(`Runs could not be given up: ${String(error)}`));
        await lease.close();
        await sandbox.close();
        await formats.close();
        await gate.close();
        await demo.close();
        await db.close();
      },
    };
  } catch (error) {
    link?.close();
    await db.close();
    throw error;
  }
}

function openRedis(env: Env, log: (line: string) => void): RedisLink | undefined {
  const { UPSTASH_REDIS_REST_URL: url, UPSTASH_REDIS_REST_TOKEN: token } = env;
  if (url === undefined || token === undefined) return undefined;
  return createRedisLink({ url, token, namespace: redisNamespace(env.HEDDLE_SECRET_KEY ?? token), log });
}

async function withoutRedis(link: RedisLink): Promise<string | null> {
  const problem = await link.check();
  return problem && `Redis does not answer (${problem}). Until it does, each process counts and remembers for itself.`;
}

async function databaseProblem(db: Database): Promise<string | null> {
  try {
    await db.engine.query("select 1");
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
