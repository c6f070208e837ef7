import type { Fact, RunError } from "../engine/events.ts";
import type { GraphNode } from "../engine/graph.ts";
import type { Json } from "../engine/json.ts";
import type { Decisions } from "../engine/settlement.ts";
import type { Breath } from "./breath.ts";
import { isBreak } from "./iteration-end.ts";
import { LoopStopped } from "./loop-stopped.ts";
import { completedEntry, failedEntry } from "./node-entries.ts";
import { insert, remove } from "./node-order.ts";
import type { SettledFact } from "./ports.ts";
import { isEarlyJoin } from "./prepared-graph.ts";
import { evaluatePure } from "./pure-node.ts";
import type { WalkEffects } from "./walk-effects.ts";
import type { WalkState } from "./walk-state.ts";

/** Whose graph a frame walks: the run itself, or an iteration of a container. */
export interface FrameOwner {
  /** True once nothing new may start (E10, or a break). */
  isEnding(): boolean;
  /** True once even pure work that has begun is to be given up (E10, E16). */
  mustStop(): boolean;
  /** A failure under `fail` ends all of it. */
  readonly endsOnFailure: boolean;
  /** A failure under `fail`. */
  failed(node: GraphNode, error: RunError): void;
  /** A node has completed, for the first time or as the journal has it; it may be late. */
  completed(node: GraphNode): void;
  /** Something arrived or broke off. */
  wakeUp(): void;
  breath: Breath;
}

/** What a node has come to, before anything follows from it. */
interface Settling {
  fact: Fact;
  /** Milliseconds since the epoch. */
  at: number;
  /** A failure under `fail`. */
  error?: RunError;
}

/** The turns over one run graph (SPEC.md, "Order of work"): what is decided, what is in flight, what has arrived. */
export class Frame {
  readonly state: WalkState;
  readonly #effects: WalkEffects;
  readonly #owner: FrameOwner;
  /** Decided nodes that have not started, by position. */
  readonly #pure: GraphNode[] = [];
  readonly ready: GraphNode[] = [];
  readonly #arrived: { node: GraphNode; fact: SettledFact }[] = [];
  #onArrival: () => void = () => {};
  crash: unknown;
  /** Input of each `control.respond`, which is what it counts with as a sink (E9). */
  readonly responded = new Map<GraphNode, Json>();

  constructor(state: WalkState, effects: WalkEffects, owner: FrameOwner) {
    this.state = state;
    this.#effects = effects;
    this.#owner = owner;
    const around = state.mustStop;
    state.mustStop = () => around() || this.#hasHeardOfEnd();
  }

  get hasArrived(): boolean {
    return this.#next() >= 0;
  }

  /**
   * Takes up what the journal has of this graph.
   * @param isOver it is being ended, for a reason that no fact tells: nothing follows any more
   */
  enter(isOver = false): void {
    const { state } = this;
    const { graph, hasEarlyJoin } = state.options.prepared;
    if (hasEarlyJoin)
      for (const node of graph.nodes) {
        const edges = isEarlyJoin(node) ? state.replay.joins.get(state.path(node)) : undefined;
        if (edges) state.settlement.recall(node, edges);
      }
    const isInside = state.prefix !== "";
    if (isInside) {
      state.outputs.enter(graph.trigger, state.entry);
      this.#apply(graph.trigger, { status: "completed", ports: ["out"] }, isOver || this.#owner.isEnding());
    } else if (!state.replay.facts.has(graph.trigger.key)) this.#pure.push(graph.trigger);
    for (const [node, fact] of state.storedFacts()) {
      if (state.settlement.isSettled(node)) continue;
      const path = state.path(node);
      if (fact.output !== undefined) state.outputs.set(node, path, fact.output, 0);
      state.facts.set(path, { status: fact.status, ports: fact.ports, seq: fact.seq });
      state.times.set(node, fact.at);
      this.#take(node, fact, fact.error, isOver);
    }
  }

  /** First half of a turn: every decided pure node, in order, until none is left. */
  async settlePureNodes(): Promise<void> {
    const { log, prepared, steps } = this.state.options;
    const { placed } = this.state;
    if (prepared.hasEarlyJoin && steps.replaysAll) await this.#hearWhatIsSent();
    while (this.#pure.length > 0) {
      // What has its place before an early join must be decided upon before it (E4).
      if (prepared.hasEarlyJoin) await this.#takeUntil(() => placed.size === 0);
      const node = this.#pure.shift();
      if (!node || this.#owner.isEnding()) return;
      if (this.state.settlement.isSettled(node)) continue;
      const settling = node.body ? await this.#runContainer(node) : this.#runPure(node);
      if (settling === null) return this.#closed(node, "node.cancelled", this.state.options.now());
      this.state.facts.set(this.state.path(node), { ...settling.fact, seq: 0 });
      this.state.times.set(node, settling.at);
      // The same holds for what ends the frame (E10).
      const isOrdered = prepared.hasEarlyJoin || settling.error || isBreak(node);
      if (isOrdered && placed.size > 0) await this.#takeInOrder(node, settling);
      else this.#take(node, settling.fact, settling.error);
      if (log.isFull && !steps.replaysAll) void log.flush();
      const wait = log.pressure ?? this.#owner.breath.due();
      if (wait) {
        await this.state.sleep.rest(wait);
        this.#owner.breath.begin();
      }
    }
  }

  /** The same where others write too (Inngest): what is on its way from here is answered. */
  async #hearWhatIsSent(): Promise<void> {
    if (this.#pure.length === 0) return;
    const { log } = this.state.options;
    for (let pending = log.settled; pending; pending = this.takeArrived() ? log.settled : undefined)
      await this.state.sleep.rest(pending.then(() => new Promise((resolve) => setImmediate(resolve))));
  }

  /** Takes a node that was settled here when its turn has come among those whose fact is on its way. */
  async #takeInOrder(node: GraphNode, { fact, error }: Settling): Promise<void> {
    const { errors, placed, settlement } = this.state;
    if (error) errors.set(node, error);
    placed.add(node);
    this.#arrived.push({ node, fact: { ...fact, seq: 0 } });
    await this.#takeUntil(() => settlement.isSettled(node));
  }

  async #takeUntil(isReached: () => boolean): Promise<void> {
    while (!isReached()) {
      if (this.crash) throw this.crash;
      if (this.takeArrived()) continue;
      const arrival = Promise.withResolvers<void>();
      this.#onArrival = arrival.resolve;
      await this.state.sleep.rest(arrival.promise);
    }
  }

  #runPure(node: GraphNode): Settling {
    const { state } = this;
    const at = state.options.now();
    const clock = performance.now();
    const path = state.path(node);
    if (isEarlyJoin(node) && !state.replay.joins.has(path)) {
      const { edges } = state.options.prepared.graph;
      const counted = state.settlement.counted(node).map((edge) => edges[edge]?.id ?? "");
      state.options.log.emit({ type: "join.decided", at, path, edges: counted });
    }
    const input = state.input(node);
    let result: ReturnType<typeof evaluatePure>;
    try {
      result = evaluatePure(state, node, input);
      if (node.type === "control.respond" && !node.disabled) this.responded.set(node, input);
    } catch (thrown) {
      return this.#failed(node, thrown, at, clock);
    }
    return this.#completed(node, result, at, clock);
  }

  /** @returns null when all that is walked here ended in the middle of it */
  async #runContainer(node: GraphNode): Promise<Settling | null> {
    const at = this.state.options.now();
    const clock = performance.now();
    let output: Json;
    try {
      output = await this.state.containers.settle(this.state, node, this.#owner.breath);
    } catch (thrown) {
      if (thrown instanceof Error && thrown.name === "WalkStopped") throw thrown;
      if (thrown instanceof LoopStopped) {
        await this.#takeUntil(() => this.#owner.isEnding() || this.state.mustStop());
        // What is around it hears of the end meanwhile, and cancels what would start here next.
        await this.state.sleep.rest(new Promise((resolve) => setImmediate(resolve)));
        return null;
      }
      return this.#failed(node, thrown, this.state.options.now(), clock);
    }
    return this.#completed(node, { ports: ["out"], output }, at, clock);
  }

  #completed(node: GraphNode, result: ReturnType<typeof evaluatePure>, at: number, clock: number): Settling {
    const { state } = this;
    let made: ReturnType<typeof completedEntry>;
    try {
      made = completedEntry(state, node, result, timing(at, clock));
    } catch (thrown) {
      return this.#failed(node, thrown, at, clock);
    }
    state.options.log.push(made.encoded);
    state.outputs.set(node, state.path(node), result.output, made.bytes);
    return { fact: { status: "completed", ports: result.ports }, at };
  }

  #failed(node: GraphNode, thrown: unknown, at: number, clock: number): Settling {
    const { state } = this;
    const error = state.runError(thrown, node);
    const failed = failedEntry(state, node, error, timing(at, clock));
    state.options.log.push(failed.encoded);
    if (failed.output) state.outputs.set(node, state.path(node), failed.output, failed.encoded.text.length);
    const status = node.policy.onError === "continue" ? "completed" : "failed";
    return { fact: { status, ports: failed.ports }, at, ...(failed.ends ? { error } : {}) };
  }

  /** Whether what has come ends all that is walked here, though a container in the way has kept it from being taken. */
  #hasHeardOfEnd(): boolean {
    if (this.#owner.mustStop()) return true;
    if (!this.#owner.endsOnFailure) return false;
    const { errors, options, settlement } = this.state;
    const ends = (node: GraphNode) => errors.has(node) && !settlement.isSettled(node);
    if (!options.prepared.hasEarlyJoin) return this.#arrived.some(({ node }) => ends(node));
    // What comes before it may decide a join that cancels what has failed (E5).
    const next = this.#arrived[this.#next()];
    return next !== undefined && ends(next.node);
  }

  /** One fact, in the order of the journal. What comes after the one that ends the frame is kept, and nothing follows from it (E10). */
  #take(node: GraphNode, fact: Fact, error: RunError | undefined, isOver = false): void {
    const isLate = this.#owner.isEnding();
    if (error && !isLate) this.#owner.failed(node, error);
    this.#apply(node, fact, isOver || isLate);
  }

  /** One fact, and what follows from it (E1-E5), unless it is late. */
  #apply(node: GraphNode, fact: Fact, isLate: boolean): void {
    const { state } = this;
    const { settlement, outputs } = state;
    const decisions: Decisions = settlement.apply(node, fact);
    const isDone = fact.status === "completed" && !node.disabled;
    // What it was given is there only until it lets go of it.
    if (isDone && node.type === "control.respond" && !this.responded.has(node))
      this.responded.set(node, state.input(node));
    outputs.release(node);
    if (isDone) this.#owner.completed(node);
    if (!isLate) this.#decided(decisions, state.times.get(node) ?? state.options.now());
    // What the journal has is asked for again all the same where the runtime remembers steps itself (Inngest).
    else for (const next of decisions.run) this.#askAgain(next);
  }

  #decided(decisions: Decisions, at: number): void {
    const { state } = this;
    for (const skipped of decisions.skipped) this.#closed(skipped, "node.skipped", at);
    for (const cancelled of decisions.cancelled) this.#closed(cancelled, "node.cancelled", at);
    for (const next of decisions.run) {
      if (decisions.abort.includes(next)) continue;
      // A stored fact is applied when its turn in the journal comes.
      if (state.replay.facts.has(state.path(next))) this.#askAgain(next);
      else insert(this.#isPure(next) ? this.#pure : this.ready, next);
    }
    for (const running of decisions.abort) this.#cancel(running);
  }

  #askAgain(node: GraphNode): void {
    const { state } = this;
    const { steps } = state.options;
    if (!steps.replaysAll || steps.isElsewhere || this.#isPure(node)) return;
    if (!state.replay.facts.has(state.path(node))) return;
    void this.#effects.run(node).catch(() => {});
  }

  /** A container of pure nodes is one too, except where nothing may take long between steps (Inngest). */
  #isPure(node: GraphNode): boolean {
    if (node.effect === "pure") return true;
    return node.body?.graph.pure === true && !this.state.options.steps.replaysAll;
  }

  #closed(node: GraphNode, type: "node.skipped" | "node.cancelled", at: number): void {
    const { state } = this;
    const path = state.path(node);
    state.outputs.release(node);
    state.times.set(node, at);
    state.facts.set(path, { status: type === "node.skipped" ? "skipped" : "cancelled", ports: [], seq: 0 });
    if (!state.replay.facts.has(path)) state.options.log.emit({ type, at, path });
  }

  /** Rule E5, for a node that was decided: in flight, asleep, or about to start. */
  #cancel(node: GraphNode): void {
    if (this.state.replay.facts.has(this.state.path(node))) return;
    remove(this.ready, node);
    remove(this.#pure, node);
    this.#track(node, this.#effects.cancel(node));
  }

  startEffects(): void {
    for (let node = this.ready.shift(); node; node = this.ready.shift()) this.#track(node, this.#effects.run(node));
  }

  #track(node: GraphNode, fact: Promise<SettledFact>): void {
    this.state.inFlight.add(node);
    const come = () => {
      this.#onArrival();
      this.#owner.wakeUp();
    };
    fact.then(
      (settled) => {
        this.#arrived.push({ node, fact: settled });
        come();
      },
      (error: unknown) => {
        this.crash ??= error;
        come();
      },
    );
  }

  /** Takes what has come, in the order of the journal; true when there was anything. */
  takeArrived(): boolean {
    const { errors, inFlight, placed, settlement } = this.state;
    let any = false;
    for (let at = this.#next(); at >= 0; at = this.#next()) {
      const [{ node, fact }] = this.#arrived.splice(at, 1) as [{ node: GraphNode; fact: SettledFact }];
      any = true;
      placed.delete(node);
      inFlight.delete(node);
      if (!settlement.isSettled(node)) this.#take(node, fact, errors.get(node));
    }
    return any;
  }

  /** Where the next one to take is among what has arrived; -1: those that come before have not. */
  #next(): number {
    const { placed } = this.state;
    const [first] = placed;
    let next = -1;
    for (const [at, { node, fact }] of this.#arrived.entries()) {
      if (placed.has(node) && node !== first) continue;
      if (next < 0 || fact.seq < (this.#arrived[next] as { fact: SettledFact }).fact.seq) next = at;
    }
    return next;
  }
}

function timing(at: number, clock: number) {
  return { at, ms: Math.round((performance.now() - clock) * 1000) / 1000, attempt: 1 };
}
