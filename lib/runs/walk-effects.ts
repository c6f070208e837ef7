import { setTimeout as delay } from "node:timers/promises";
import { limits } from "../config/limits.ts";
import type { GraphNode } from "../engine/graph.ts";
import { portsOf } from "./execute-step.ts";
import { NodeResults } from "./node-results.ts";
import { plainJson } from "./plain-json.ts";
import type { SettledFact, StepOutcome } from "./ports.ts";
import type { NodeHistory } from "./replay.ts";
import { runStepsNode } from "./steps-node.ts";
import { tryOnce } from "./tries.ts";
import { runWaitNode } from "./wait-node.ts";
import type { WalkState } from "./walk-state.ts";

/** How often the journal is asked whether what others execute has come to its end. */
const LOOK_MS = 50;

/** What the nodes that touch the world share in one walk. */
export interface EffectContext {
  state: WalkState;
  results: NodeResults;
  /** Aborts when the node's result is not wanted any more. */
  signal: AbortSignal;
  /** What the node has come to, also where it is being cancelled and the journal has not answered yet. */
  settled(): SettledFact | Promise<SettledFact> | undefined;
}

/** Brings decided nodes that touch the world to their facts, and stops them when that is not wanted any more. */
export class WalkEffects {
  readonly #state: WalkState;
  readonly #results: NodeResults;
  /** Aborts once the run is failing (E10) or the walk is stopped. */
  readonly #all = new AbortController();
  readonly #each = new Map<GraphNode, AbortController>();
  readonly #cancelling = new Map<GraphNode, Promise<SettledFact>>();

  constructor(state: WalkState) {
    this.#state = state;
    this.#results = new NodeResults(state);
  }

  /** Stops with the run. What stands in a container is stopped by that. */
  listen(): void {
    const { signal, failing } = this.#state.options;
    signal.addEventListener("abort", () => this.stopAll(), { once: true });
    failing?.addEventListener("abort", () => this.stopAll(), { once: true });
    if (failing?.aborted) this.#all.abort();
  }

  stopAll(): void {
    this.#all.abort();
    for (const controller of this.#each.values()) controller.abort();
  }

  run(node: GraphNode): Promise<SettledFact> {
    const state = this.#state;
    const context: EffectContext = {
      state: this.#state,
      results: this.#results,
      signal: this.#signal(node),
      settled: () => state.facts.get(state.path(node)) ?? this.#cancelling.get(node),
    };
    const { steps } = state.options;
    if (node.disabled) return steps.run(state.path(node), node.label, () => passThrough(context, node));
    switch (node.effect) {
      case "step":
        return this.#pending(
          node,
          steps.run(state.path(node), node.label, () => tryNode(context, node)),
        );
      case "wait":
        return this.#pending(node, runWaitNode(context, node));
      case "steps":
        return runStepsNode(context, node);
      case "container":
        return state.containers.run(context, node);
      case "pure":
        throw new Error(`${state.path(node)} is pure and no effect`);
    }
  }

  /** Cancels a node for good, whatever it is doing (E5): its result, should one still come, is dropped. */
  async cancel(node: GraphNode): Promise<SettledFact> {
    this.#each.get(node)?.abort();
    const settled = this.#state.facts.get(this.#state.path(node));
    if (settled) return settled;
    const cancelled = this.#results.cancelled(node, this.#state.options.now());
    this.#cancelling.set(node, cancelled);
    return cancelled;
  }

  /**
   * Rule E10: cancels what is under way when all that is walked here ends, whatever stands before its key: begun in this entry
   * of the walk or in one before.
   */
  async cancelUnderWay(): Promise<void> {
    const { sleep, inFlight } = this.#state;
    const paths = new Set([...sleep.pending, ...this.#begun(), ...[...inFlight].map((node) => this.#state.path(node))]);
    const mine = [...paths].filter((path) => path.startsWith(this.#state.prefix) && !path.includes("#"));
    await Promise.all(mine.map((path) => this.#results.cancelUnsettled(path, this.#state.options.now())));
  }

  /**
   * The same where other deliveries may be executing what is in flight: they have heard of it as this one did, and what they
   * come to within the grace is waited for.
   */
  async endUnderWay(): Promise<void> {
    const { options, replay, facts } = this.#state;
    const open = [...replay.histories].flatMap(([path, history]) =>
      path.startsWith(this.#state.prefix) && isBeingTried(history) && !facts.has(path) && !replay.steps.has(path)
        ? [path]
        : [],
    );
    const until = performance.now() + limits.abortGraceMs;
    while (open.length > 0 && performance.now() < until) {
      const settled = await options.log.settledAfter(replay.lastSeq);
      if (open.every((path) => settled.has(path))) break;
      await delay(LOOK_MS);
    }
    await this.cancelUnderWay();
  }

  /** Paths of node runs that were started or asked and have no fact, as far as this entry knows. */
  *#begun(): Generator<string> {
    const { replay, facts, prefix } = this.#state;
    for (const [path, history] of replay.histories) {
      if (!path.startsWith(prefix) || facts.has(path) || replay.facts.has(path) || path.includes("#")) continue;
      if (history.started > 0 || history.waiting !== null) yield path;
    }
  }

  #pending(node: GraphNode, fact: Promise<SettledFact>): Promise<SettledFact> {
    const { sleep, replay } = this.#state;
    const path = this.#state.path(node);
    if (replay.facts.has(path)) return fact;
    sleep.pending.add(path);
    return fact.finally(() => sleep.pending.delete(path));
  }

  #signal(node: GraphNode): AbortSignal {
    const controller = new AbortController();
    if (this.#all.signal.aborted) controller.abort();
    this.#each.set(node, controller);
    return controller.signal;
  }
}

function isBeingTried({ started, startedBy, ended, waiting }: NodeHistory): boolean {
  return startedBy !== null && started > ended && waiting === null;
}

async function passThrough({ state, results }: EffectContext, node: GraphNode): Promise<StepOutcome> {
  const timing = { at: state.options.now(), ms: 0, attempt: 1 };
  const result = { ports: [node.ports[0] ?? "out"], output: state.input(node) };
  return results.stored(state.path(node)) ?? results.complete(node, result, timing);
}

/** One try of a step node. */
async function tryNode({ state, results, signal }: EffectContext, node: GraphNode): Promise<StepOutcome> {
  const executor = state.executor(node);
  if (executor.effect !== "step") throw new Error(`${state.path(node)} is no step`);
  const stored = results.stored(state.path(node));
  if (stored) return stored;
  const input = state.input(node);
  let config: unknown;
  try {
    config = state.config(node, input, state.nowOf(node));
  } catch (error) {
    return results.fail(node, state.runError(error, node), { at: state.options.now(), ms: 0, attempt: 1 });
  }
  return tryOnce(state, {
    node,
    path: state.path(node),
    repeat: node.repeat,
    signal,
    work: async (ctx) => {
      const result = await executor.run({ config, input, ctx });
      return { ...result, ports: portsOf(result, node), output: plainJson(result.output) };
    },
    succeeded: ({ ports, output, read }, timing) =>
      results.complete(node, { ports, output, ...(read ? { read } : {}) }, timing),
    failed: (error, timing) => results.fail(node, state.runError(error, node), timing),
    cancelled: ({ at }) => results.cancel(node, at),
    completed: (output, timing) => results.complete(node, { ports: [node.ports[0] ?? "out"], output }, timing),
  });
}
