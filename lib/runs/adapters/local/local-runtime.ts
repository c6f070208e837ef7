import type { JournalEntry } from "../../../engine/events.ts";
import type { Json } from "../../../engine/json.ts";
import { errorMessage } from "../../../errors.ts";
import { YIELD_AFTER_MS } from "../../breath.ts";
import type { Outside } from "../../execute-step.ts";
import { encodeEvent, type NewRun, type RunAnswer, type RunStore, type StoredRun } from "../../ports.ts";
import type { PreparedGraph } from "../../prepared-graph.ts";
import { RunLog, WalkStopped } from "../../run-log.ts";
import { type StartValues, startValues, type WorkspaceValues } from "../../start-values.ts";
import { graphOf, type LoadedVersion, type VersionSource } from "../../version-source.ts";
import { type WalkEnd, walk } from "../../walk.ts";
import { LocalSteps } from "./local-steps.ts";

/** Wait before a walk that broke off (a lost database connection, say) is entered again. */
const REENTER_AFTER_MS = 1_000;
/** The same walk breaking off this often in a row fails its run instead. */
const MOST_REENTRIES = 5;

export interface LocalRuntimeOptions {
  store: RunStore;
  versions: VersionSource;
  outside: Outside;
  /** Milliseconds since the epoch. */
  now(): number;
  build: string;
  /** `<instance>:<epoch>`: what this process writes runs under. */
  owner: string;
  /** Public address of a run, `run.url` in expressions. */
  url(runId: string): string;
  /** Default: a workspace has no variables, and times are in UTC. */
  workspace?: WorkspaceValues;
  /** Runs walked here at once; sleeping ones do not count. */
  room: number;
  /** Milliseconds of work after which other runs get their turn; default: `YIELD_AFTER_MS`. */
  yieldAfterMs?: number;
  log(line: string): void;
}

export interface StartedWalk {
  /** Resolves after the commit of the run's row. */
  accepted: Promise<void>;
  /** Null when the walk ended here without one: the run sleeps or goes on elsewhere, and its journal will tell. */
  answer: Promise<RunAnswer | null>;
  end: Promise<WalkEnd>;
}

/** What a walk is entered with. */
interface Entry {
  log: RunLog;
  entries: readonly JournalEntry[];
  input?: Json;
  values: StartValues;
  answers: Map<string, Json>;
}

interface Active {
  /** The lease it writes under. */
  epoch: number;
  controller: AbortController;
  steps: LocalSteps;
  answer: PromiseWithResolvers<RunAnswer | null>;
  end: Promise<WalkEnd>;
}

/** Walks runs in this process. Over PostgreSQL it is the embedded runtime, over memory the one of tests. */
export class LocalRuntime {
  readonly #options: LocalRuntimeOptions;
  readonly #active = new Map<string, Active>();
  readonly #timers = new Set<NodeJS.Timeout>();
  #closed = false;

  constructor(options: LocalRuntimeOptions) {
    this.#options = options;
  }

  /** Runs that may still be taken on. */
  get room(): number {
    return this.#closed ? 0 : Math.max(0, this.#options.room - this.#active.size);
  }

  get size(): number {
    return this.#active.size;
  }

  /** Starts a run that is not stored yet: its row goes with the first commit. */
  start(run: NewRun, version: LoadedVersion, prepared: PreparedGraph, input: Json, values: StartValues): StartedWalk {
    const log = this.#log(run, { seq: 0, events: 0, create: run });
    const active = this.#walk(run, version, prepared, { log, entries: [], input, values, answers: new Map() });
    return { accepted: log.accepted, answer: active.answer.promise, end: active.end };
  }

  /** Enters a stored run that this process has just become the owner of. */
  async adopt(run: StoredRun, tries = 0): Promise<void> {
    if (this.#closed) return;
    try {
      const [version, entries, waits] = await Promise.all([
        this.#options.versions.get(run.versionId),
        this.#options.store.read(run.id),
        this.#options.store.waits(run.id),
      ]);
      const values = await startValues(version, entries, this.#options.workspace);
      if (!(await this.#isFree(run)) || this.#closed) return;
      const prepared = graphOf(version, run.triggerNodeId);
      const answers = new Map<string, Json>();
      for (const wait of waits) if (wait.answer !== undefined) answers.set(wait.path, wait.answer);
      const log = this.#log(run, { seq: run.seq, events: entries.length });
      this.#walk(run, version, prepared, { log, entries, values, answers }, tries);
    } catch (error) {
      this.#brokeOff(run.id, error, tries);
    }
  }

  /**
   * An older walk of the run has lost it: mostly it has put the run to sleep and does not know yet that this is done.
   * False when a younger one is there.
   */
  async #isFree({ id, epoch }: StoredRun): Promise<boolean> {
    for (;;) {
      const active = this.#active.get(id);
      if (!active) return true;
      if (active.epoch >= epoch) return false;
      active.controller.abort();
      await active.end.catch(() => {});
    }
  }

  /** The answer of a run that is being walked here. */
  answerOf(runId: string): Promise<RunAnswer | null> | undefined {
    return this.#active.get(runId)?.answer.promise;
  }

  /** Runs walked here now. */
  get active(): string[] {
    return [...this.#active.keys()];
  }

  isActive(runId: string): boolean {
    return this.#active.has(runId);
  }

  /** Tells a walk that its run was ended by someone else. */
  abort(runId: string): void {
    this.#active.get(runId)?.controller.abort();
  }

  abortAll(): void {
    for (const { controller } of this.#active.values()) controller.abort();
  }

  /** Wakes a node that waits for an answer here; false when its run is not walked here. */
  answered(runId: string, path: string, answer: Json): boolean {
    const active = this.#active.get(runId);
    active?.steps.answered(path, answer);
    return active !== undefined;
  }

  /** Takes on nothing more, lets what runs come to an end for `graceMs`, then gives the rest up. */
  async close(graceMs: number): Promise<void> {
    this.#closed = true;
    for (const timer of this.#timers) clearTimeout(timer);
    const all = () => Promise.allSettled([...this.#active.values()].map(({ end }) => end));
    const { promise: over, resolve } = Promise.withResolvers<void>();
    const timer = setTimeout(resolve, graceMs);
    await Promise.race([all(), over]);
    clearTimeout(timer);
    this.abortAll();
    await all();
  }

  #log(run: NewRun | StoredRun, start: ConstructorParameters<typeof RunLog>[2]): RunLog {
    const { owner, store } = this.#options;
    const { id: runId, workspaceId, workflowId, epoch } = run;
    return new RunLog(store, { runId, workspaceId, workflowId, owner, epoch }, start);
  }

  #walk(
    run: NewRun | StoredRun,
    version: LoadedVersion,
    prepared: PreparedGraph,
    { values, ...entry }: Entry,
    tries = 0,
  ): Active {
    const { now, outside, build, url } = this.#options;
    const controller = new AbortController();
    const steps = new LocalSteps(now, entry.answers);
    const answer = Promise.withResolvers<RunAnswer | null>();
    const end = walk({
      run,
      prepared,
      ...entry,
      roots: {
        run: { id: run.id, startedAt: new Date(run.createdAt).toISOString(), url: url(run.id) },
        workflow: { id: version.workflowId, name: version.workflowName },
        ...values,
      },
      steps,
      outside,
      build,
      now,
      signal: controller.signal,
      yieldAfterMs: this.#options.yieldAfterMs ?? YIELD_AFTER_MS,
      onAnswer: answer.resolve,
    });
    const active: Active = { epoch: run.epoch, controller, steps, answer, end };
    this.#active.set(run.id, active);
    end.then(
      (how) => this.#ended(run.id, active, how),
      (error: unknown) => {
        this.#forget(run.id, active);
        this.#brokeOff(run.id, error, tries);
      },
    );
    return active;
  }

  #ended(runId: string, active: Active, how: WalkEnd): void {
    this.#forget(runId, active);
    if (how.kind === "stopped" && how.reason === "reenter") this.#later(runId, 0, 0);
  }

  #forget(runId: string, active: Active): void {
    active.steps.close();
    active.answer.resolve(null);
    if (this.#active.get(runId) === active) this.#active.delete(runId);
  }

  /** The journal is the truth: a walk that broke off is entered again from it. */
  #brokeOff(runId: string, error: unknown, tries: number): void {
    if (this.#closed || error instanceof WalkStopped) return;
    this.#options.log(
      `The walk of run ${runId} broke off: ${error instanceof Error ? error.stack : errorMessage(error)}`,
    );
    this.#later(runId, REENTER_AFTER_MS * (tries + 1), tries + 1, error);
  }

  #later(runId: string, afterMs: number, tries: number, error?: unknown): void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      this.#reenter(runId, tries, error).catch((failure) => this.#brokeOff(runId, failure, tries));
    }, afterMs);
    this.#timers.add(timer);
  }

  async #reenter(runId: string, tries: number, error: unknown): Promise<void> {
    const { store, owner, now } = this.#options;
    const run = await store.claimOne(runId, owner);
    if (!run) return;
    if (tries <= MOST_REENTRIES) return this.adopt(run, tries);
    const failure = { code: "internal", message: `The engine could not go on with this run: ${errorMessage(error)}` };
    await store.append({
      runId,
      workspaceId: run.workspaceId,
      workflowId: run.workflowId,
      lease: { owner, epoch: run.epoch },
      events: [encodeEvent({ type: "run.failed", at: now(), error: failure })],
      patch: { state: "failed", finishedAt: now(), error: failure, wakeAt: null },
    });
  }
}
