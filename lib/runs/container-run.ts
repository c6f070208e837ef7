import { limits } from "../config/limits.ts";
import { evaluateConfig } from "../engine/evaluate-config.ts";
import type { IterationNode, RunError, RunEvent } from "../engine/events.ts";
import type { ExpressionScope } from "../engine/expressions/types.ts";
import type { ContainerBody, GraphNode } from "../engine/graph.ts";
import type { Json, JsonObject } from "../engine/json.ts";
import { NodeError } from "../nodes/define.ts";
import type { Breath } from "./breath.ts";
import { EndedBy, fieldOf, itemsOf, tooManyRounds } from "./container-config.ts";
import { ContainerScope } from "./container-scope.ts";
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
  /** True when no further round follows. */
  isOver = false;
  /** Error that ends it. */
  #failure: RunError | undefined;
  readonly #state: WalkState;
  readonly #node: GraphNode;
  readonly #body: ContainerBody;
  readonly #prepared: PreparedGraph;
  readonly #breath: Breath;
  readonly #collect: Collect | undefined;
  /** Between two turns of the walk: only its own rests interrupt it. */
  readonly #isSettled: boolean;
  readonly #scope: ExpressionScope;
  readonly #times: RoundTimes;
  readonly #results: Json[];
  readonly #taken: Uint8Array;
  /** Rounds that completed or failed. */
  #ended = 0;
  readonly #errors: { index: number; item: Json; error: RunError }[] = [];
  readonly #walks = new Set<IterationWalk>();
  /** Of a `while`: what the next round is given, and its number. */
  #value: Json = null;
  #round = 0;
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
    this.#scope = state.scope(node, state.input(node), now);
    this.items = this.#body.kind === "for-each" ? itemsOf(this.#field("items", this.#scope)) : [];
    this.#taken = new Uint8Array(this.items.length);
    this.#results = new Array<Json>(this.items.length).fill(null);
    if (this.#body.kind === "while") this.#value = this.#field("initial", this.#scope) ?? null;
    else this.#endEach();
  }

  /** Its output, once it is over. @throws the error that ended it */
  output(): Json {
    if (this.#failure) throw new EndedBy(this.#failure);
    if (this.#body.kind === "while") return { state: this.#value, iterations: this.#round };
    const errors = this.#errors.sort((a, b) => a.index - b.index) as unknown as Json[];
    return { results: this.#results, errors };
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
    const entry = this.#body.kind === "while" ? this.#value : (this.items[index] ?? null);
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
      if (this.#taken[index] === 1) continue;
      const stored = this.#state.replay.iterations.get(`${this.path}[${index}]`);
      if (stored && stored.status !== "cancelled") this.#took(index, stored);
      else areThere = false;
    }
    this.#endEach();
    return areThere || this.isOver;
  }

  /** A `for-each` is over once each of its rounds has come to its end, and not only been stopped. */
  #endEach(): void {
    if (this.#ended === this.items.length) this.isOver = true;
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
    this.#endEach();
  }

  #took(index: number, end: IterationRecord): void {
    if (this.#taken[index] === 1) return;
    this.#taken[index] = 1;
    if (end.status !== "cancelled") this.#ended += 1;
    if (end.status === "completed") this.#results[index] = end.output;
    if (end.broke) this.isOver = true;
    if (end.status !== "failed" || !end.error) return;
    const { onItemError } = this.#body;
    if (onItemError === "collect") this.#errors.push({ index, item: this.items[index] as Json, error: end.error });
    if (onItemError !== "stop") return;
    this.#failure ??= end.error;
    this.isOver = true;
    for (const walk of this.#walks) walk.cancel();
  }

  /** A `while`, up to round `to`. */
  async #repeat(to: number, steps: StepRunner | undefined): Promise<void> {
    while (this.#round < to && this.#goesOn()) {
      const own = { state: this.#value, index: this.#round };
      this.#tookRound(await this.#iterate(this.#round, this.#value, own, steps));
      await this.#pause();
    }
  }

  #takeRepeated(to: number): boolean {
    while (this.#round < to && this.#goesOn()) {
      const stored = this.#state.replay.iterations.get(`${this.path}[${this.#round}]`);
      if (!stored) return false;
      this.#tookRound(stored);
    }
    return true;
  }

  /** @throws NodeError once it has gone round too often */
  #goesOn(): boolean {
    if (this.isOver || this.#isCancelled) return false;
    const index = this.#round;
    if (!this.#field("condition", this.#within({ state: this.#value, index }))) this.isOver = true;
    else if (index >= this.#body.maxIterations) throw tooManyRounds(this.#node, this.#body.maxIterations);
    return !this.isOver;
  }

  #tookRound(end: IterationRecord): void {
    if (end.status === "cancelled") this.#isCancelled = true;
    else if (end.status === "failed") {
      this.#failure = end.error;
      this.isOver = true;
    } else {
      this.#round += 1;
      if (end.broke) this.isOver = true;
      else this.#value = end.state ?? null;
    }
  }

  #within(own: { [name: string]: Json }): ExpressionScope {
    const { now, seed, timeZone } = this.#scope;
    const inside = new ContainerScope(this.#node.key, own, this.#scope);
    const root = (name: string) => inside.root(name);
    return { root, nullReason: (name) => inside.nullReason(name), now, timeZone, seed: `${seed}[${own.index}]` };
  }

  async #iterate(
    index: number,
    entry: Json,
    own: { [name: string]: Json },
    steps: StepRunner | undefined,
  ): Promise<IterationRecord> {
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
    const own: { [name: string]: Json } =
      this.#body.kind === "while" ? { state: entry, index } : { item: entry, index };
    return this.#state.inside({
      prefix: `${this.path}[${index}]/`,
      prepared: this.#prepared,
      entry,
      at: this.#times.begin(index),
      around: new ContainerScope(this.#node.key, own, this.#scope),
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

  /** What a `while` goes on with: `next` sees the state, the keys of the body, and `result`. */
  #next(
    state: WalkState,
    own: { [name: string]: Json },
    end: IterationEnd,
  ): { state?: Json; error?: RunError; status?: "failed" } {
    if (this.#body.kind !== "while" || end.status !== "completed" || end.broke) return {};
    const inside = new ContainerScope(this.#node.key, { ...own, result: end.output }, this.#scope);
    const { byKey } = this.#prepared.graph;
    const root = (name: string) => {
      const node = byKey.get(name);
      return node ? (state.outputs.get(node) ?? null) : inside.root(name);
    };
    const { now, seed, timeZone } = this.#scope;
    const scope = {
      root,
      nullReason: (name: string) => inside.nullReason(name),
      now,
      timeZone,
      seed: `${seed}[${own.index}]/next`,
    };
    try {
      const next = this.#field("next", scope);
      return { state: next === undefined || next === "" ? end.output : next };
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

  /** A field of its config. */
  #field(name: string, scope: ExpressionScope): Json | undefined {
    const template = fieldOf(this.#node.config, name);
    if (!template) return undefined;
    return (evaluateConfig({ kind: "object", entries: [[name, template]] }, scope) as JsonObject)[name];
  }
}
