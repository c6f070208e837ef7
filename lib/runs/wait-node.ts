import type { GraphNode } from "../engine/graph.ts";
import type { Json } from "../engine/json.ts";
import { portsOf } from "./execute-step.ts";
import { done } from "./node-results.ts";
import { plainJson } from "./plain-json.ts";
import type { SettledFact, StepOutcome } from "./ports.ts";
import { historyOf } from "./replay.ts";
import type { EffectContext } from "./walk-effects.ts";

/** A node that asks the world and sleeps: the question is stored first, then slept on, then settled. */
export async function runWaitNode(context: EffectContext, node: GraphNode): Promise<SettledFact> {
  const { state, results } = context;
  const { steps } = state.options;
  const isSettled = results.stored(state.path(node)) !== undefined;
  const asked = isSettled ? { config: null, until: storedDeadline(context, node) } : question(context, node);
  if ("error" in asked) {
    const timing = { at: state.options.now(), ms: 0, attempt: 1 };
    return steps.run(state.path(node), node.label, () => results.fail(node, state.runError(asked.error, node), timing));
  }
  if (!isSettled || steps.replaysAll) {
    await steps.run(`${state.path(node)}:wait`, `${node.label}: waits`, () => ask(context, node, asked.until));
    await steps.sleepUntil(state.path(node), asked.until);
  }
  return steps.run(state.path(node), node.label, () => settle(context, node, asked.config, asked.until));
}

/** The config and how long it says to wait; a deadline that is journalled holds, whatever is computed now. */
function question({ state }: EffectContext, node: GraphNode): { config: unknown; until: number } | { error: unknown } {
  const executor = state.executor(node);
  if (executor.effect !== "wait") throw new Error(`${state.path(node)} is no wait`);
  try {
    const input = state.input(node);
    const config = state.config(node, input, state.nowOf(node));
    const journalled = historyOf(state.replay, state.path(node)).waiting?.until;
    return { config, until: journalled ?? executor.run.ask({ config, input, ctx: pureContext(state, node) }).until };
  } catch (error) {
    return { error };
  }
}

function storedDeadline({ state }: EffectContext, node: GraphNode): number {
  return historyOf(state.replay, state.path(node)).waiting?.until ?? 0;
}

async function ask({ state, results }: EffectContext, node: GraphNode, until: number): Promise<StepOutcome> {
  const { log, now } = state.options;
  const history = historyOf(state.replay, state.path(node));
  if (history.waiting || results.stored(state.path(node))) return done;
  history.waiting = { kind: "time", at: now(), until };
  log.emit({ type: "node.waiting", at: history.waiting.at, path: state.path(node), kind: "time", until });
  log.wait({ op: "put", path: state.path(node), kind: "time", deadline: until });
  await state.sleep.fallAsleep();
  return done;
}

async function settle(context: EffectContext, node: GraphNode, config: unknown, until: number): Promise<StepOutcome> {
  const { state, results } = context;
  const stored = results.stored(state.path(node));
  if (stored) return stored;
  const executor = state.executor(node);
  if (executor.effect !== "wait") throw new Error(`${state.path(node)} is no wait`);
  await state.sleep.wake();
  const at = state.options.now();
  const askedAt = historyOf(state.replay, state.path(node)).waiting?.at ?? at;
  const timing = { at, ms: 0, attempt: 1 };
  let result: { ports: string[]; output: Json };
  try {
    const given = executor.run.settle({
      config,
      input: state.input(node),
      ctx: pureContext(state, node),
      askedAt,
      until,
    });
    result = { ports: portsOf(given, node), output: plainJson(given.output) };
  } catch (error) {
    return results.fail(node, state.runError(error, node), timing);
  }
  return results.complete(node, result, timing);
}

function pureContext(state: EffectContext["state"], node: GraphNode) {
  return { now: () => state.nowOf(node), log: state.logger(state.path(node)) };
}
