import "server-only";
import { type RunEvent, terminalStates } from "../../../engine/events.ts";
import type { Json } from "../../../engine/json.ts";
import { YIELD_AFTER_MS } from "../../breath.ts";
import type { FunctionSteps } from "../../container-chunks.ts";
import type { Outside } from "../../execute-step.ts";
import type { Executions } from "../../executions.ts";
import { encodeEvent, type RunStore, type StoredRun } from "../../ports.ts";
import type { RunFeed } from "../../run-feed.ts";
import { RunLog } from "../../run-log.ts";
import { startValues, type WorkspaceValues } from "../../start-values.ts";
import { graphOf, type VersionSource } from "../../version-source.ts";
import { type WalkEnd, walk } from "../../walk.ts";
import { walkPart } from "../../walk-part.ts";
import type { WalkOptions } from "../../walk-state.ts";
import { LocalSteps } from "../local/local-steps.ts";
import { INNGEST_OWNER } from "../postgres/postgres-run-store.ts";
import { InngestSteps, type PartRequest, type RunRequest, type StepTools } from "./inngest-steps.ts";

/** Rounds of a loop that are executed in one step wait in it for so long only. */
const PARK_AFTER_MS = 1_000;

export interface InngestRuntimeOptions {
  store: RunStore;
  feed: RunFeed;
  versions: VersionSource;
  outside: Outside;
  executions: Executions;
  now(): number;
  build: string;
  /** Default: a workspace has no variables, and times are in UTC. */
  workspace?: WorkspaceValues;
  url(runId: string): string;
  /** Default: what Inngest takes. */
  functionSteps?: FunctionSteps | undefined;
  /** Milliseconds of work within a step after which others get their turn; default: `YIELD_AFTER_MS`. */
  yieldAfterMs?: number;
}

/** Walks runs inside requests of Inngest: what the functions in inngest/functions call. */
export interface InngestRuntime {
  /** One entry of a walk. Resolves when nothing is left to do in this request. */
  walk(
    request: RunRequest,
    tools: StepTools,
    retryAt: (at: Date) => Error,
  ): Promise<{ end: WalkEnd["kind"] | "stale" }>;
  /** One entry of the walk of a part. */
  walkPart(
    request: PartRequest,
    tools: StepTools,
    retryAt: (at: Date) => Error,
  ): Promise<{ end: "done" | "stopped" | "stale" }>;
  /** Inngest gave a function up: writes the end if the journal has none and the request is the run's current one. */
  ended(request: RunRequest, how: "failed" | "cancelled", message: string): Promise<void>;
  /** Runs with an entry of their walk in this process now. */
  readonly active: string[];
  /** Tells the entries of a run's walk here that the run was ended by someone else. */
  abort(runId: string): void;
}

function isEnd(type: string): boolean {
  return type === "run.completed" || type === "run.failed" || type === "run.cancelled";
}

/** Rule E10: a failure that nothing takes care of, outside of containers. */
function endsRun(event: RunEvent): boolean {
  return event.type === "node.failed" && !event.handled && !event.path.includes("/");
}

export function createInngestRuntime(options: InngestRuntimeOptions): InngestRuntime {
  const { store, versions, now } = options;

  async function current({ runId, epoch }: RunRequest): Promise<StoredRun | null> {
    const run = await store.run(runId);
    return run && run.owner === INNGEST_OWNER && run.epoch === epoch ? run : null;
  }

  /** Several requests may be in one run's walk at the same time. */
  const entered = new Map<AbortController, string>();

  /** Reads what a walk is entered with, and has it walked. */
  async function enter<T>(
    request: RunRequest,
    tools: StepTools,
    retryAt: (at: Date) => Error,
    go: (options: WalkOptions) => Promise<T>,
  ): Promise<T | { end: "stale" }> {
    const run = await current(request);
    if (!run || terminalStates.has(run.state)) return { end: "stale" };
    const [version, entries, waits] = await Promise.all([
      versions.get(run.versionId),
      store.read(run.id),
      store.waits(run.id),
    ]);
    const values = await startValues(version, entries, options.workspace);
    const answers = new Map<string, Json>();
    for (const wait of waits) if (wait.answer !== undefined) answers.set(wait.path, wait.answer);
    const log = new RunLog(
      store,
      {
        runId: run.id,
        workspaceId: run.workspaceId,
        workflowId: run.workflowId,
        owner: INNGEST_OWNER,
        epoch: run.epoch,
      },
      { seq: entries.at(-1)?.seq ?? 0, events: entries.length, ordered: true },
    );
    // Other requests of this run hear on this process when it was cancelled or has failed.
    const controller = new AbortController();
    entered.set(controller, run.id);
    const failing = new AbortController();
    const prepared = graphOf(version, run.triggerNodeId);
    const goesOnAfterFailure = prepared.graph.settings.onFailure?.branches === "finish";
    const stopListening = options.feed.subscribe(run.id, {
      entries: (written) => {
        if (written.some(({ event }) => isEnd(event.type))) controller.abort();
        if (!goesOnAfterFailure && written.some(({ event }) => endsRun(event))) failing.abort();
      },
      delta: () => {},
    });
    return go({
      run,
      prepared,
      entries,
      answers,
      log,
      steps: new InngestSteps(tools, request, now, retryAt),
      roots: {
        run: { id: run.id, startedAt: new Date(run.createdAt).toISOString(), url: options.url(run.id) },
        workflow: { id: version.workflowId, name: version.workflowName },
        ...values,
      },
      stepsInside: () => new LocalSteps(now, answers, PARK_AFTER_MS),
      functionSteps: options.functionSteps,
      outside: options.outside,
      executions: options.executions,
      build: options.build,
      now,
      signal: controller.signal,
      failing: failing.signal,
      yieldAfterMs: options.yieldAfterMs ?? YIELD_AFTER_MS,
      onAnswer: () => {},
    }).finally(() => {
      entered.delete(controller);
      stopListening();
    });
  }

  return {
    get active() {
      return [...new Set(entered.values())];
    },
    abort(runId) {
      for (const [controller, id] of entered) if (id === runId) controller.abort();
    },
    walk: (request, tools, retryAt) =>
      enter(request, tools, retryAt, async (options) => ({ end: (await walk(options)).kind })),
    walkPart: (request, tools, retryAt) =>
      enter(request, tools, retryAt, async (options) => ({ end: await walkPart(options, request) })),
    async ended(request, how, message) {
      const run = await current(request);
      if (!run || terminalStates.has(run.state)) return;
      const at = now();
      const error = { code: "internal", message: `Inngest gave this run up: ${message}` };
      await store.append({
        runId: run.id,
        workspaceId: run.workspaceId,
        workflowId: run.workflowId,
        lease: { owner: INNGEST_OWNER, epoch: run.epoch },
        events: [
          encodeEvent(
            how === "failed"
              ? { type: "run.failed", at, error }
              : { type: "run.cancelled", at, by: null, reason: "cancelled in Inngest" },
          ),
        ],
        patch: { state: how, finishedAt: at, wakeAt: null, ...(how === "failed" ? { error } : {}) },
      });
    },
  };
}
