import type { Fact, RunError } from "../engine/events.ts";
import type { GraphNode } from "../engine/graph.ts";
import type { Json } from "../engine/json.ts";
import type { Decisions } from "../engine/settlement.ts";
import type { Breath } from "./breath.ts";
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
  /** A failure under `fail`. */
  failed(node: GraphNode, error: RunError): void;
  /** A node has completed, for the first time or as the journal has it. */
  completed(node: GraphNode): void;
  /** Something arrived or broke off. */
  wakeUp(): void;
  breath: Breath;
}

/** The turns over one run graph (SPEC.md, "Order of work"): what is decided, what is in flight, what has arrived. */
export class Frame {
  readonly state: WalkState;
  readonly #effects: WalkEffects;
  readonly #owner: FrameOwner;
  /** Decided nodes that have not started, by position. */
  readonly #pure: GraphNode[] = [];
  readonly ready: GraphNode[] = [];
  #arrived: { node: GraphNode; fact: SettledFact }[] = [];
  crash: unknown;
  /** Input of each `control.respond`, which is what it counts with as a sink (E9). */
  readonly responded = new Map<GraphNode, Json>();

  constructor(state: WalkState, effects: WalkEffects, owner: FrameOwner) {
    this.state = state;
    this.#effects = effects;
    this.#owner = owner;
  }

  get hasArrived(): boolean {
    return this.#arrived.length > 0;
  }

  /** Takes up what the journal has of this graph. */
  enter(): void {
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
      this.#apply(graph.trigger, { status: "completed", ports: ["out"] });
    } else if (!state.replay.facts.has(graph.trigger.key)) this.#pure.push(graph.trigger);
    for (const [node, fact] of state.storedFacts()) {
      if (state.settlement.isSettled(node)) continue;
      const path = state.path(node);
      if (fact.output !== undefined) state.outputs.set(node, path, fact.output, 0);
      state.facts.set(path, { status: fact.status, ports: fact.ports, seq: fact.seq });
      state.times.set(node, fact.at);
      if (fact.error) this.#owner.failed(node, fact.error);
      this.#apply(node, fact);
    }
  }

  /** First half of a turn: every decided pure node, in order, until none is left. */
  async settlePureNodes(): Promise<void> {
    const { log, prepared, steps } = this.state.options;
    if (prepared.hasEarlyJoin && this.#pure.length > 0) {
      // Results that got a number before what follows must be decided upon before it (E4).
      for (let pending = log.settled; pending; pending = this.takeArrived() ? log.settled : undefined) {
        await this.state.rest(pending.then(() => new Promise((resolve) => setImmediate(resolve))));
      }
    }
    for (let node = this.#pure.shift(); node; node = this.#pure.shift()) {
      if (this.#owner.isEnding()) return;
      if (this.state.settlement.isSettled(node)) continue;
      if (node.body) await this.#settleContainer(node);
      else this.#settlePure(node);
      if (log.isFull && !steps.replaysAll) void log.flush();
      const wait = log.pressure ?? this.#owner.breath.due();
      if (wait) {
        await this.state.rest(wait);
        this.#owner.breath.begin();
      }
    }
  }

  #settlePure(node: GraphNode): void {
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
      this.#failed(node, thrown, at, clock);
      return;
    }
    this.#completed(node, result, at, clock);
  }

  async #settleContainer(node: GraphNode): Promise<void> {
    const at = this.state.options.now();
    const clock = performance.now();
    let output: Json;
    try {
      output = await this.state.containers.settle(this.state, node, this.#owner.breath);
    } catch (thrown) {
      if (thrown instanceof Error && thrown.name === "WalkStopped") throw thrown;
      return this.#failed(node, thrown, this.state.options.now(), clock);
    }
    this.#completed(node, { ports: ["out"], output }, at, clock);
  }

  #completed(node: GraphNode, result: ReturnType<typeof evaluatePure>, at: number, clock: number): void {
    const { state } = this;
    let made: ReturnType<WalkState["completed"]>;
    try {
      made = state.completed(node, result, timing(at, clock));
    } catch (thrown) {
      this.#failed(node, thrown, at, clock);
      return;
    }
    state.options.log.push(made.encoded);
    state.outputs.set(node, state.path(node), result.output, made.bytes);
    this.#settle(node, { status: "completed", ports: result.ports }, at);
  }

  #failed(node: GraphNode, thrown: unknown, at: number, clock: number): void {
    const { state } = this;
    const error = state.runError(thrown, node);
    const failed = state.failed(node, error, timing(at, clock));
    state.options.log.push(failed.encoded);
    if (failed.output) state.outputs.set(node, state.path(node), failed.output, failed.encoded.text.length);
    if (failed.ends) this.#owner.failed(node, error);
    const status = node.policy.onError === "continue" ? "completed" : "failed";
    this.#settle(node, { status, ports: failed.ports }, at);
  }

  #settle(node: GraphNode, fact: Fact, at: number): void {
    this.state.facts.set(this.state.path(node), { ...fact, seq: 0 });
    this.state.times.set(node, at);
    this.#apply(node, fact);
  }

  /** One fact, and what follows from it (E1-E5). */
  #apply(node: GraphNode, fact: Fact): void {
    const { state } = this;
    const { settlement, outputs, replay } = state;
    const decisions: Decisions = settlement.apply(node, fact);
    const isDone = fact.status === "completed" && !node.disabled;
    // What it was given is there only until it lets go of it.
    if (isDone && node.type === "control.respond" && !this.responded.has(node))
      this.responded.set(node, state.input(node));
    outputs.release(node);
    if (isDone) this.#owner.completed(node);
    const at = state.times.get(node) ?? state.options.now();
    for (const skipped of decisions.skipped) this.#closed(skipped, "node.skipped", at);
    for (const cancelled of decisions.cancelled) this.#closed(cancelled, "node.cancelled", at);
    for (const next of decisions.run) {
      const stored = replay.facts.has(state.path(next));
      const isPure = this.#isPure(next);
      // A stored fact is applied when its turn in the journal comes; Inngest wants to be asked for it all the same.
      if (stored && (isPure || !state.options.steps.replaysAll)) continue;
      if (decisions.abort.includes(next)) continue;
      if (stored) void this.#effects.run(next).catch(() => {});
      else insert(isPure ? this.#pure : this.ready, next);
    }
    for (const running of decisions.abort) this.#cancel(running);
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
    fact.then(
      (settled) => {
        this.#arrived.push({ node, fact: settled });
        this.#owner.wakeUp();
      },
      (error: unknown) => {
        this.crash ??= error;
        this.#owner.wakeUp();
      },
    );
  }

  /** Applies what has come in the order of the journal; true when there was anything. */
  takeArrived(): boolean {
    if (this.#arrived.length === 0) return false;
    const arrived = this.#arrived.sort((a, b) => a.fact.seq - b.fact.seq);
    this.#arrived = [];
    for (const { node, fact } of arrived) {
      this.state.inFlight.delete(node);
      if (this.state.settlement.isSettled(node)) continue;
      const error = this.state.errors.get(node);
      if (error) this.#owner.failed(node, error);
      this.#apply(node, fact);
    }
    return true;
  }

  /** Notes what has come while the frame is ending, and starts nothing that follows from it. */
  closeArrived(): void {
    for (const { node, fact } of this.#arrived.splice(0)) {
      this.state.inFlight.delete(node);
      if (!this.state.settlement.isSettled(node)) this.state.settlement.apply(node, fact);
    }
  }
}

function timing(at: number, clock: number) {
  return { at, ms: Math.round((performance.now() - clock) * 1000) / 1000, attempt: 1 };
}
