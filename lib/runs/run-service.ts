import "server-only";
import { limits } from "../config/limits.ts";
import { type JournalEntry, terminalStates } from "../engine/events.ts";
import { compileTemplate } from "../engine/expressions/compile.ts";
import type { RunGraph } from "../engine/graph.ts";
import type { Json } from "../engine/json.ts";
import { AppError } from "../errors.ts";
import { newId } from "../ids.ts";
import type { LocalRuntime } from "./adapters/local/local-runtime.ts";
import { answerOf } from "./answer-of.ts";
import {
  encodeEvent,
  type NewRun,
  type RunAnswer,
  type RunService,
  type RunStore,
  type StartOutcome,
  type StartRun,
  type StoredRun,
} from "./ports.ts";
import type { PreparedGraph } from "./prepared-graph.ts";
import type { RunFeed } from "./run-feed.ts";
import { WalkStopped } from "./run-log.ts";
import type { ProgressStore } from "./share-progress.ts";
import { type StartValues, startValues, type WorkspaceValues } from "./start-values.ts";
import { graphOf, type LoadedVersion, type VersionSource } from "./version-source.ts";
import { type WatchSources, watchRun } from "./watch-run.ts";
import type { WatchesElsewhere } from "./watches-elsewhere.ts";

/** Hands admitted runs to a runtime outside this process (Inngest). */
export interface RemoteRuntime {
  /** What the run's row names as its owner. */
  owner: string;
  /** Told after the commit of a run's request, cancel or answer: sends what is in the outbox without waiting for a poll. */
  nudge(): void;
  /** Walks of its runs that are being made in this process now; told to stop when their run has ended. */
  walks?: { readonly active: string[]; abort(runId: string): void };
}

export interface RunServiceOptions {
  store: RunStore;
  versions: VersionSource;
  local: LocalRuntime;
  /** Set where effects are driven by another runtime; runs without effects are walked here all the same. */
  remote?: RemoteRuntime;
  feed: RunFeed;
  /** Set where other processes may walk runs too. */
  elsewhere?: WatchesElsewhere | undefined;
  /** What nodes write on other processes. */
  progress?: ProgressStore | undefined;
  owner: string;
  build: string;
  /** Default: a workspace has no variables, and times are in UTC. */
  workspace?: WorkspaceValues;
  /** False on a process that serves only doors: its effects are taken on by a worker. */
  walksEffects: boolean;
  /** Watches the states of a workspace's runs where other processes may walk them; else the feed knows them all. */
  watchChanges?: RunService["watchWorkspace"] | undefined;
  /** Tells processes that work to look for what is to be done, without waiting for their next look. */
  wakeWorkers?: (() => void) | undefined;
  now(): number;
}

export function createRunService(options: RunServiceOptions): RunService {
  const { store, versions, local, feed, now } = options;

  async function start(request: StartRun): Promise<StartOutcome> {
    const version = versions.cached(request.versionId) ?? (await versions.get(request.versionId));
    if (version.workspaceId !== request.workspaceId) throw notFound();
    const prepared = graphOf(version, request.triggerNodeId);
    // Most versions read nothing of it: the door has no time to lose.
    const reads = version.readsVars || version.readsZone;
    const values = reads ? await startValues(version, [], options.workspace) : { vars: {} };
    const run = newRun(options, request, version, prepared, values);
    if (run.state === "running" && run.owner === options.owner)
      return startHere(run, version, prepared, request, values);
    return enqueue(run, request);
  }

  async function startHere(
    run: NewRun,
    version: LoadedVersion,
    prepared: PreparedGraph,
    request: StartRun,
    values: StartValues,
  ): Promise<StartOutcome> {
    const started = local.start(run, version, prepared, request.input, values);
    if (run.idempotency) {
      // Only the commit tells whether the key was free; a run that lost it is dropped with all it computed.
      try {
        await started.accepted;
      } catch (error) {
        if (!(error instanceof WalkStopped) || !error.duplicate) throw error;
        const { runId, hash } = error.duplicate;
        return { status: "duplicate", runId, sameRequest: hash === run.idempotency.hash };
      }
    }
    const later = started.answer.then((given) => given ?? finalAnswer(run.id));
    return { status: "started", runId: run.id, accepted: started.accepted, answer: later };
  }

  /** Stores a run that is walked later or elsewhere. */
  async function enqueue(run: NewRun, request: StartRun): Promise<StartOutcome> {
    const isQueued = run.state === "queued";
    if (isQueued && (await store.queued(run.workspaceId)) >= limits.queuedRunsPerWorkspace) throw queueFull();
    const event = encodeEvent({
      type: "run.queued",
      at: run.createdAt,
      trigger: run.triggerNodeId,
      input: request.input,
    });
    const result = await store.append({
      runId: run.id,
      workspaceId: run.workspaceId,
      workflowId: run.workflowId,
      lease: null,
      create: run,
      events: [event],
      ...(isQueued ? {} : { outbox: { kind: "run.requested", payload: { epoch: run.epoch } } }),
    });
    if (result.status === "duplicate")
      return { status: "duplicate", runId: result.runId, sameRequest: result.hash === run.idempotency?.hash };
    if (result.status !== "inserted") throw new Error(`a new run could not be stored: ${result.status}`);
    if (isQueued) void admitNow();
    else options.remote?.nudge();
    return { status: "started", runId: run.id, accepted: Promise.resolve(), answer: finalAnswer(run.id) };
  }

  async function admitNow(): Promise<void> {
    if (options.remote) {
      await store.admit({ owner: options.remote.owner, room: limits.activeRuns, now: now() }).catch(() => []);
      options.remote.nudge();
      return;
    }
    if (!options.walksEffects) return options.wakeWorkers?.();
    const admitted = await store.admit({ owner: options.owner, room: local.room, now: now() }).catch(() => []);
    for (const run of admitted) void local.adopt(run);
  }

  async function finalAnswer(runId: string): Promise<RunAnswer> {
    const given = await answer(runId, Number.POSITIVE_INFINITY);
    if (!given) throw new Error("an answer without a time limit always comes");
    return given;
  }

  async function answer(runId: string, timeoutMs: number): Promise<RunAnswer | null> {
    const here = local.answerOf(runId);
    const { promise, resolve } = Promise.withResolvers<RunAnswer | null>();
    const timer = Number.isFinite(timeoutMs) ? setTimeout(() => resolve(null), timeoutMs) : undefined;
    let entries: JournalEntry[] = [];
    // Until they are known, the end of a run would be taken for the answer that a Respond gave before it.
    let keys: ReadonlySet<string> | null = null;
    const look = () => {
      const found = keys && answerOf(entries, keys);
      if (found) resolve(found);
    };
    void here?.then((given) => given && resolve(given));
    const stop = watchRun(sourcesOf(runId), runId, 0, {
      entries(more) {
        entries = [...entries, ...more];
        look();
      },
      end: look,
    });
    try {
      keys = await respondKeys(runId);
      look();
      return await promise;
    } finally {
      clearTimeout(timer);
      stop();
    }
  }

  function sourcesOf(runId: string): WatchSources {
    const { elsewhere, progress } = options;
    return { store, feed, elsewhere, progress, isLocal: () => local.isActive(runId) };
  }

  async function respondKeys(runId: string): Promise<ReadonlySet<string>> {
    const run = await store.run(runId);
    const version = run && (await versions.get(run.versionId).catch(() => null));
    const graph = version?.graphs.get(run?.triggerNodeId ?? "")?.graph;
    return new Set(graph ? respondsIn(graph) : []);
  }

  async function owned(workspaceId: string, runId: string): Promise<StoredRun> {
    const run = await store.run(runId);
    if (!run || run.workspaceId !== workspaceId) throw notFound();
    return run;
  }

  return {
    start,
    answer,
    async cancel(workspaceId, runId, by, reason) {
      const run = await owned(workspaceId, runId);
      const at = now();
      const result = await store.append({
        runId,
        workspaceId,
        workflowId: run.workflowId,
        lease: null,
        events: [encodeEvent({ type: "run.cancelled", at, by, reason: reason ?? null })],
        patch: { state: "cancelled", finishedAt: at, wakeAt: null },
        ...(options.remote && run.owner === options.remote.owner
          ? { outbox: { kind: "run.cancel", payload: { epoch: run.epoch } } as const }
          : {}),
      });
      if (result.status !== "inserted") throw new AppError("run_ended", 409, "This run has ended already.");
      if (!local.isActive(runId)) options.wakeWorkers?.();
      local.abort(runId);
      options.remote?.nudge();
      return "cancelled";
    },
    async resolve(workspaceId, runId, path, decision, by) {
      const run = await owned(workspaceId, runId);
      const wait = (await store.waits(runId)).find((open) => open.path === path && open.answer === undefined);
      const isOpen = wait?.kind === "uncertain" && !terminalStates.has(run.state);
      if (!isOpen || !(await store.answer(runId, path, decision, by)))
        throw new AppError("not_waiting", 409, `${path} does not wait for a decision.`);
      if (options.remote && run.owner === options.remote.owner) return options.remote.nudge();
      if (local.answered(runId, path, decision)) return;
      if (!options.walksEffects) return options.wakeWorkers?.();
      const claimed = await store.claimOne(runId, options.owner);
      if (claimed) void local.adopt(claimed);
    },
    async journal(workspaceId, runId, after) {
      const run = await owned(workspaceId, runId);
      return { run, entries: await store.read(runId, after) };
    },
    watch: (runId, after, listener) => watchRun(sourcesOf(runId), runId, after, listener),
    watchWorkspace: (workspaceId, listener) =>
      options.watchChanges?.(workspaceId, listener) ?? feed.subscribeWorkspace(workspaceId, listener),
  };
}

function respondsIn({ nodes }: RunGraph): string[] {
  return nodes.flatMap((node) => {
    if (node.body) return respondsIn(node.body.graph);
    return node.type === "control.respond" && !node.disabled ? [node.key] : [];
  });
}

/** The row of a run that starts now, with admission's answer: it runs here, elsewhere, or waits for its turn. */
function newRun(
  options: RunServiceOptions,
  request: StartRun,
  version: LoadedVersion,
  prepared: PreparedGraph,
  { vars, timeZone }: StartValues,
): NewRun {
  const { settings } = version;
  const createdAt = request.now ?? options.now();
  const isLimited = settings.concurrency !== undefined || settings.budget !== undefined;
  const remote = prepared.graph.pure ? undefined : options.remote;
  const isRemote = remote !== undefined;
  const here = !isRemote && (options.walksEffects || prepared.graph.pure) && options.local.room > 0;
  const runs = !isLimited && (isRemote || here);
  const { owner } = remote ?? options;
  return {
    id: newId("run", createdAt),
    workspaceId: request.workspaceId,
    workflowId: request.workflowId,
    versionId: request.versionId,
    triggerNodeId: request.triggerNodeId,
    triggerType: request.triggerType,
    mode: request.mode,
    state: runs ? "running" : "queued",
    owner: runs ? owner : null,
    epoch: runs ? 1 : 0,
    priority: settings.priority ?? 0,
    concurrencyKey: concurrencyKey(settings.concurrency?.key, settings.timezone ?? timeZone, {
      trigger: request.input,
      workflow: { id: version.workflowId, name: version.workflowName },
      vars,
    }),
    concurrencyLimit: settings.concurrency?.limit ?? null,
    parentRunId: request.parentRunId ?? null,
    build: options.build,
    createdAt,
    idempotency: request.idempotency ?? null,
  };
}

/** @param roots all that is known before anything has run */
function concurrencyKey(
  template: string | undefined,
  timeZone: string | undefined,
  roots: Readonly<Record<string, Json>>,
): string | null {
  if (template === undefined) return null;
  const scope = {
    root: (name: string) => (Object.hasOwn(roots, name) ? roots[name] : undefined),
    now: 0,
    seed: "",
    timeZone,
  };
  const value = compileTemplate(template).evaluate(scope);
  return typeof value === "string" ? value : JSON.stringify(value);
}

function notFound(): AppError {
  return new AppError("not_found", 404, "There is no such run.");
}

function queueFull(): AppError {
  return new AppError(
    "queue_full",
    429,
    `${limits.queuedRunsPerWorkspace} runs of this workspace are waiting already. Try again in a minute.`,
    { headers: { "retry-after": "60" } },
  );
}
