import type { GraphNode } from "../engine/graph.ts";
import type { Json } from "../engine/json.ts";
import { portsOf } from "./execute-step.ts";
import { toRunError } from "./node-errors.ts";
import { done } from "./node-results.ts";
import { plainJson } from "./plain-json.ts";
import type { SettledFact, StepOutcome } from "./ports.ts";
import { historyOf } from "./replay.ts";
import type { EffectContext } from "./walk-effects.ts";

/** A node that asks the world and sleeps: the question is stored first, then slept on, then settled. */
export async function runWaitNode(context: EffectContext, node: GraphNode): Promise<SettledFact> {
  const { state, results } = context;
  const { steps } = state.options;
  const isSettled = results.stored(node.key) !== undefined;
  const asked = isSettled ? { config: null, until: storedDeadline(context, node) } : question(context, node);
  if ("error" in asked) {
    const timing = { at: state.options.now(), ms: 0, attempt: 1 };
    return steps.run(node.key, node.label, () => results.fail(node, toRunError(asked.error, node), timing));
  }
  if (!isSettled || steps.replaysAll) {
    await steps.run(`${node.key}:wait`, `${node.label}: waits`, () => ask(context, node, asked.until));
    await steps.sleepUntil(node.key, asked.until);
  }
  return steps.run(node.key, node.label, () => settle(context, node, asked.config, asked.until));
}

/** The config and how long it says to wait; a deadline that is journalled holds, whatever is computed now. */
function question({ state }: EffectContext, node: GraphNode): { config: unknown; until: number } | { error: unknown } {
  const executor = state.executor(node);
  if (executor.effect !== "wait") throw new Error(`${node.key} is no wait`);
  try {
    const input = state.input(node);
    const config = state.config(node, input, state.nowOf(node));
    const journalled = historyOf(state.replay, node.key).waiting?.until;
    return { config, until: journalled ?? executor.run.ask({ config, input, ctx: pureContext(state, node) }).until };
  } catch (error) {
    return { error };
  }
}

function storedDeadline({ state }: EffectContext, node: GraphNode): number {
  return historyOf(state.replay, node.key).waiting?.until ?? 0;
}

async function ask({ state, results }: EffectContext, node: GraphNode, until: number): Promise<StepOutcome> {
  const { log, now } = state.options;
  const history = historyOf(state.replay, node.key);
  if (history.waiting || results.stored(node.key)) return done;
  history.waiting = { kind: "time", at: now(), until };
  log.emit({ type: "node.waiting", at: history.waiting.at, path: node.key, kind: "time", until });
  log.wait({ op: "put", path: node.key, kind: "time", deadline: until });
  await state.fallAsleep();
  return done;
}

async function settle(context: EffectContext, node: GraphNode, config: unknown, until: number): Promise<StepOutcome> {
  const { state, results } = context;
  const stored = results.stored(node.key);
  if (stored) return stored;
  const executor = state.executor(node);
  if (executor.effect !== "wait") throw new Error(`${node.key} is no wait`);
  await state.wake();
  const at = state.options.now();
  const askedAt = historyOf(state.replay, node.key).waiting?.at ?? at;
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
    return results.fail(node, toRunError(error, node), timing);
  }
  return results.complete(node, result, timing);
}

function pureContext(state: EffectContext["state"], node: GraphNode) {
  return { now: () => state.nowOf(node), log: state.logger(node.key) };
}
