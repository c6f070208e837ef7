import type { Fact, IterationNode, RunError } from "../engine/events.ts";
import type { GraphNode } from "../engine/graph.ts";
import type { Json } from "../engine/json.ts";
import type { Breath } from "./breath.ts";
import { type IterationEnd, isBreak, iterationOutput } from "./iteration-end.ts";
import { LoopStopped } from "./loop-stopped.ts";
import { insert, remove } from "./node-order.ts";
import { evaluatePure } from "./pure-node.ts";
import { WalkStopped } from "./run-log.ts";
import type { WalkState } from "./walk-state.ts";

/** One round of a container in which nothing touches the world: settled at once, and told as a whole. */
export async function settleIteration(state: WalkState, breath: Breath): Promise<IterationEnd> {
  const iteration = new PureIteration(state, breath);
  return iteration.settle();
}

class PureIteration {
  readonly #state: WalkState;
  readonly #breath: Breath;
  readonly #nodes: IterationNode[] = [];
  readonly #ready: GraphNode[] = [];
  readonly #responded = new Map<GraphNode, Json>();
  #first: GraphNode | null = null;
  #error: RunError | undefined;
  #broke = false;

  constructor(state: WalkState, breath: Breath) {
    this.#state = state;
    this.#breath = breath;
  }

  async settle(): Promise<IterationEnd> {
    const { trigger } = this.#state.options.prepared.graph;
    this.#state.outputs.enter(trigger, this.#state.entry);
    this.#apply(trigger, { status: "completed", ports: ["out"] });
    for (let node = this.#ready.shift(); node; node = this.#ready.shift()) {
      if (node.body) await this.#settleInner(node);
      else this.#settleNode(node);
      if (this.#error || this.#broke) break;
    }
    if (this.#error || this.#broke) this.#cancelRest();
    const status = this.#error ? "failed" : "completed";
    return {
      status,
      output: this.#error ? null : iterationOutput(this.#state, this.#first, this.#responded),
      ...(this.#error ? { error: this.#error } : {}),
      broke: this.#broke,
      nodes: this.#nodes,
    };
  }

  #settleNode(node: GraphNode): void {
    const clock = performance.now();
    const state = this.#state;
    const input = state.input(node);
    try {
      const result = evaluatePure(state, node, input);
      if (node.type === "control.respond" && !node.disabled) this.#responded.set(node, input);
      this.#completed(node, result, clock);
    } catch (thrown) {
      this.#failed(node, thrown, clock);
    }
  }

  async #settleInner(node: GraphNode): Promise<void> {
    const clock = performance.now();
    try {
      const collect = (index: number, nodes: IterationNode[]) => {
        for (const inner of nodes) this.#nodes.push({ ...inner, key: `${node.key}[${index}]/${inner.key}` });
      };
      const output = await this.#state.containers.settle(this.#state, node, this.#breath, collect);
      this.#completed(node, { ports: ["out"], output }, clock);
    } catch (thrown) {
      if (thrown instanceof WalkStopped || thrown instanceof LoopStopped) throw thrown;
      this.#failed(node, thrown, clock);
    }
  }

  #completed(node: GraphNode, { ports, output, read }: ReturnType<typeof evaluatePure>, clock: number): void {
    const state = this.#state;
    const path = state.path(node);
    this.#note(node, { status: "completed", ports }, clock, {
      ...(read ? { read } : {}),
      ...state.store(path, output),
    });
    state.outputs.set(node, path, output, 0);
    if (!node.disabled) {
      if (node.type === "control.output") this.#first ??= node;
      if (node.type === "control.respond") state.onRespond(path, node, output);
      if (isBreak(node)) this.#broke = true;
    }
    this.#apply(node, { status: "completed", ports });
  }

  /** Rule E2. */
  #failed(node: GraphNode, thrown: unknown, clock: number): void {
    const state = this.#state;
    const error = state.runError(thrown, node);
    const { onError } = node.policy;
    const handled = onError !== "fail";
    // It is JSON; an optional member makes the type wider than it is.
    const output = { error: { ...error, attempts: 1 } } as unknown as Json;
    const ports = onError === "continue" ? ["out"] : onError === "port" ? ["error"] : [];
    const fact: Fact = { status: onError === "continue" ? "completed" : "failed", ports };
    this.#note(node, fact, clock, { error, handled, ...(handled ? { output } : {}) });
    if (handled) state.outputs.set(node, state.path(node), output, 0);
    else this.#error ??= error;
    this.#apply(node, fact);
  }

  #note(node: GraphNode, fact: Fact, clock: number, more: Partial<IterationNode> = {}): void {
    const ms = Math.round((performance.now() - clock) * 1000) / 1000;
    this.#state.times.set(node, this.#state.options.now());
    this.#nodes.push({ key: node.key, status: fact.status, ports: fact.ports, ms, ...more });
  }

  #closed(node: GraphNode, status: "skipped" | "cancelled"): void {
    this.#state.outputs.release(node);
    this.#told(node, status);
  }

  #told(node: GraphNode, status: "skipped" | "cancelled"): void {
    this.#nodes.push({ key: node.key, status, ports: [], ms: 0 });
  }

  #apply(node: GraphNode, fact: Fact): void {
    const decisions = this.#state.settlement.apply(node, fact);
    this.#state.outputs.release(node);
    for (const skipped of decisions.skipped) this.#closed(skipped, "skipped");
    for (const cancelled of decisions.cancelled) this.#closed(cancelled, "cancelled");
    for (const next of decisions.run) if (!decisions.abort.includes(next)) insert(this.#ready, next);
    // Nothing is in flight here: what is no longer needed (E5) has not begun.
    for (const running of decisions.abort) {
      // One that was stopped before it can have stopped this one too.
      if (this.#state.settlement.isSettled(running)) continue;
      remove(this.#ready, running);
      this.#told(running, "cancelled");
      this.#apply(running, { status: "cancelled", ports: [] });
    }
  }

  /** Nothing new starts after a failure or a break. */
  #cancelRest(): void {
    for (const node of this.#state.options.prepared.graph.nodes)
      if (node.key !== "" && !this.#state.settlement.isSettled(node)) this.#closed(node, "cancelled");
  }
}
