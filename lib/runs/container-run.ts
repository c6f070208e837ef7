import { limits } from "../config/limits.ts";
import type { IterationNode, RunError, RunEvent } from "../engine/events.ts";
import type { ContainerBody, GraphNode } from "../engine/graph.ts";
import type { Json } from "../engine/json.ts";
import { NodeError } from "../nodes/define.ts";
import type { Breath } from "./breath.ts";
import { EndedBy, tooManyRounds } from "./container-config.ts";
import { ContainerFields, type RoundRoots } from "./container-fields.ts";
import { EachResults } from "./each-results.ts";
import type { IterationEnd } from "./iteration-end.ts";
import { IterationWalk } from "./iteration-walk.ts";
import { LoopStopped } from "./loop-stopped.ts";
import { checkSize } from "./node-entries.ts";
import { encodeEvent, type StepRunner } from "./ports.ts";
import type { PreparedGraph } from "./prepared-graph.ts";
import { settleIteration } from "./pure-iteration.ts";
import type { IterationRecord } from "./replay.ts";
import { RoundTimes } from "./round-times.ts";
import { begunRounds, firstFailure } from "./rounds-in-journal.ts";
import type { WalkState } from "./walk-state.ts";
import { WhileState } from "./while-state.ts";

/** Takes what happened in a round of a container that stands in a round of another. */
export type Collect = (index: number, nodes: IterationNode[]) => void;

/** A container in which nothing touches the world: all of it at once. @throws what ends it, LoopStopped */
export async function settleContainer(
  state: WalkState,
  node: GraphNode,
  breath: Breath,
  collect?: Collect,
): Promise<Json> {
  const run = new ContainerRun(state, node, breath, { collect, isSettled: true });
  try {
    await run.rounds(0, Number.POSITIVE_INFINITY);
    return run.output();
  } finally {
    run.close();
  }
}

/** The rounds of one container (rule E13). */
export class ContainerRun {
  readonly path: string;
  /** Items of a `for-each`; empty for a `while`. */
  readonly items: readonly Json[];
  readonly #state: WalkState;
  readonly #node: GraphNode;
  readonly #body: ContainerBody;
  readonly #prepared: PreparedGraph;
  readonly #breath: Breath;
  readonly #collect: Collect | undefined;
  /** Between two turns of the walk: only its own rests interrupt it. */
  readonly #isSettled: boolean;
  readonly #fields: ContainerFields;
  readonly #times: RoundTimes;
  /** What its rounds have come to, by its kind; the other one has none. */
  readonly #results: EachResults;
  readonly #while: WhileState;
  readonly #walks = new Set<IterationWalk>();
  #held = 0;
  #isCancelled = false;

  /** @throws NodeError, ExpressionError: its config cannot be evaluated */
  constructor(
    state: WalkState,
    node: GraphNode,
    breath: Breath,
    { collect, isSettled = false }: { collect?: Collect | undefined; isSettled?: boolean } = {},
  ) {
    this.#state = state;
    this.#node = node;
    this.#breath = breath;
    this.#collect = collect;
    this.#isSettled = isSettled;
    this.path = state.path(node);
    this.#body = node.body as ContainerBody;
    this.#prepared = state.options.prepared.bodies[node.index] as PreparedGraph;
    const now = state.nowOf(node);
    this.#times = new RoundTimes(now, this.#body.concurrency);
    this.#times.recall(this.path, state.replay.iterations);
    this.#fields = new ContainerFields(state, node, now);
    const isWhile = this.#body.kind === "while";
    this.items = isWhile ? [] : this.#fields.items();
    this.#results = new EachResults(this.items, this.#body);
    this.#while = new WhileState(isWhile ? this.#fields.initial() : null);
  }

  /** True when no further round follows. */
  get isOver(): boolean {
    return this.#outcome.isOver;
  }

  get #outcome(): EachResults | WhileState {
    return this.#body.kind === "while" ? this.#while : this.#results;
  }

  /** Its output, once it is over. @throws the error that ended it */
  output(): Json {
    const { failure } = this.#outcome;
    if (failure) throw new EndedBy(failure);
    return this.#outcome.output();
  }

  /** Stops what is under way: nobody waits for it any more. */
  cancel(): void {
    this.#isCancelled = true;
    for (const walk of this.#walks) walk.cancel();
  }

  get isCancelled(): boolean {
    return this.#isCancelled;
  }

  /** What it held in memory goes. */
  close(): void {
    this.#state.outputs.hold(-this.#held);
    this.#held = 0;
  }

  /** Rounds there are at most. */
  get end(): number {
    // Whether a `while` has gone round too often is asked after its last round.
    return this.#body.kind === "while" ? this.#body.maxIterations + 1 : this.items.length;
  }

  /** The state of a round that others walk, to walk what stands in it. */
  enter(index: number): WalkState {
    if (this.#body.kind === "while") this.takeStored(0, index);
    const entry = this.#body.kind === "while" ? this.#while.value : (this.items[index] ?? null);
    return this.#inside(index, entry, undefined);
  }

  /** Rounds `from` to `to` (not included), or as far as there are any. `steps`: what their effects are executed with. */
  async rounds(from: number, to: number, steps?: StepRunner): Promise<void> {
    if (this.#body.kind === "while") await this.#repeat(to, steps);
    else await this.#each(from, Math.min(to, this.items.length), steps);
  }

  /**
   * Takes the rounds that the journal has, once they were walked: by others, or in this entry of the walk, which has them already.
   * @returns false when some are missing, and it is not over
   */
  takeStored(from: number, to: number): boolean {
    if (this.#body.kind === "while") return this.#takeRepeated(to);
    this.#takeFailure(from, to);
    let areThere = true;
    for (let index = from; index < Math.min(to, this.items.length) && !this.isOver; index++) {
      if (this.#results.has(index)) continue;
      const stored = this.#state.replay.iterations.get(`${this.path}[${index}]`);
      if (stored && stored.status !== "cancelled") this.#took(index, stored);
      else areThere = false;
    }
    this.#results.endIfDone();
    return areThere || this.isOver;
  }

  /** With `stop`, a round that has failed ends the others. */
  #takeFailure(from: number, to: number): void {
    if (this.#body.onItemError !== "stop") return;
    const first = firstFailure(this.#state.replay, this.path, from, Math.min(to, this.items.length));
    if (first) this.#took(first.index, first.stored);
  }

  /** Rounds that had begun when another failed, and were not stopped before the process was gone. */
  async #stopBegun(from: number, to: number, steps: StepRunner | undefined): Promise<void> {
    const open = begunRounds(this.#state.replay, this.path).filter((index) => index >= from && index < to);
    await Promise.all(
      open.map(async (index) => {
        const item = this.items[index] as Json;
        this.#took(index, await this.#iterate(index, item, { item, index }, steps));
      }),
    );
  }

  async #each(from: number, to: number, steps: StepRunner | undefined): Promise<void> {
    if (!(steps ?? this.#state.options.steps).replaysAll && !this.#isCancelled) {
      this.#takeFailure(from, to);
      if (this.isOver) await this.#stopBegun(from, to, steps);
    }
    let next = from;
    const worker = async () => {
      while (next < to && !this.isOver && !this.#isCancelled) {
        const index = next++;
        const item = this.items[index] as Json;
        this.#took(index, await this.#iterate(index, item, { item, index }, steps));
        await this.#pause();
      }
    };
    const workers = Math.min(this.#body.concurrency, to - from);
    await Promise.all(Array.from({ length: workers }, worker));
    this.#results.endIfDone();
  }

  #took(index: number, end: IterationRecord): void {
    if (!this.#results.take(index, end)) return;
    for (const walk of this.#walks) walk.cancel();
  }

  /** A `while`, up to round `to`. */
  async #repeat(to: number, steps: StepRunner | undefined): Promise<void> {
    while (this.#while.round < to && this.#goesOn()) {
      const { value: state, round: index } = this.#while;
      this.#tookRound(await this.#iterate(index, state, { state, index }, steps));
      await this.#pause();
    }
  }

  #takeRepeated(to: number): boolean {
    while (this.#while.round < to && this.#goesOn()) {
      const stored = this.#state.replay.iterations.get(`${this.path}[${this.#while.round}]`);
      if (!stored) return false;
      this.#tookRound(stored);
    }
    return true;
  }

  /** @throws NodeError once it has gone round too often */
  #goesOn(): boolean {
    if (this.isOver || this.#isCancelled) return false;
    const { value: state, round: index } = this.#while;
    if (!this.#fields.condition({ state, index })) this.#while.isOver = true;
    else if (index >= this.#body.maxIterations) throw tooManyRounds(this.#node, this.#body.maxIterations);
    return !this.isOver;
  }

  #tookRound(end: IterationRecord): void {
    if (end.status === "cancelled") this.#isCancelled = true;
    this.#while.take(end);
  }

  async #iterate(index: number, entry: Json, own: RoundRoots, steps: StepRunner | undefined): Promise<IterationRecord> {
    const { replay, options } = this.#state;
    const path = `${this.path}[${index}]`;
    const stored = replay.iterations.get(path);
    const isPure = this.#body.graph.pure;
    // Where the runtime remembers steps itself, each has to be asked for again on every entry.
    if (stored && (isPure || !(steps ?? options.steps).replaysAll)) return stored;
    const clock = performance.now();
    const state = this.#inside(index, entry, steps);
    const end = isPure ? await settleIteration(state, this.#breath) : await this.#walk(state);
    state.checkWalked();
    const next = this.#next(state, own, end);
    const ms = Math.round((performance.now() - clock) * 1000) / 1000;
    const at = stored?.at ?? options.now();
    const bytes = this.#write(state, path, { at, ms }, { ...end, ...next }, stored !== undefined);
    if (!stored) this.#times.ended(at);
    state.outputs.drop();
    this.#hold(bytes, end.output);
    // Walked to ask for its steps again: what the journal has of it holds.
    if (stored) return stored;
    const status = next.error ? "failed" : end.status;
    return { ...end, at, error: next.error ?? end.error, status, state: next.state };
  }

  #inside(index: number, entry: Json, steps: StepRunner | undefined): WalkState {
    const own: RoundRoots = this.#body.kind === "while" ? { state: entry, index } : { item: entry, index };
    return this.#state.inside({
      prefix: `${this.path}[${index}]/`,
      prepared: this.#prepared,
      entry,
      at: this.#times.begin(index),
      around: this.#fields.around(own),
      steps,
    });
  }

  async #walk(state: WalkState): Promise<IterationEnd> {
    const walk = new IterationWalk(state, this.#breath);
    this.#walks.add(walk);
    if (this.isOver) walk.cancel();
    try {
      return await walk.run();
    } finally {
      this.#walks.delete(walk);
    }
  }

  /** What a `while` goes on with. */
  #next(state: WalkState, own: RoundRoots, end: IterationEnd): { state?: Json; error?: RunError; status?: "failed" } {
    if (this.#body.kind !== "while" || end.status !== "completed" || end.broke) return {};
    try {
      return { state: this.#fields.next(state, own, end.output) };
    } catch (thrown) {
      return { status: "failed", error: this.#state.runError(thrown, this.#node) };
    }
  }

  /** @returns bytes of what was journalled */
  #write(
    state: WalkState,
    path: string,
    { at, ms }: { at: number; ms: number },
    end: IterationEnd & { state?: Json },
    isStored: boolean,
  ): number {
    if (this.#collect) {
      this.#collect(Number(path.slice(path.lastIndexOf("[") + 1, -1)), end.nodes);
      return 0;
    }
    if (isStored) return 0;
    const event: RunEvent = {
      type: "iteration.completed",
      at,
      path,
      ms,
      status: end.status,
      nodes: end.nodes,
      ...(end.error ? { error: end.error } : {}),
      ...(end.state === undefined ? {} : { state: end.state }),
      ...(end.broke ? { broke: true } : {}),
      ...state.storeResult(end.output),
    };
    const encoded = encodeEvent(event);
    checkSize(this.#state, this.#node, encoded.text.length);
    this.#state.options.log.push(encoded);
    return encoded.text.length;
  }

  /** Results are kept until the container is over. What is small is counted with all that was journalled of its round. */
  #hold(bytes: number, output: Json): void {
    const held = bytes > 4_096 ? JSON.stringify(output).length : bytes;
    this.#held += held;
    this.#state.outputs.hold(held);
  }

  async #pause(): Promise<void> {
    const { log, steps } = this.#state.options;
    if (log.isFull && !steps.replaysAll) void log.flush();
    const wait = log.pressure ?? this.#breath.due();
    if (!wait) return;
    await this.#state.sleep.rest(wait);
    this.#state.checkWalked();
    if (this.#isSettled && this.#state.mustStop()) throw new LoopStopped();
    if (log.count > limits.journalEvents)
      throw new NodeError("quota", `The run wrote more than ${limits.journalEvents} journal entries.`, {
        retry: "never",
      });
  }
}
