import type { RunError, RunEvent } from "../engine/events.ts";
import type { GraphNode } from "../engine/graph.ts";
import type { Json } from "../engine/json.ts";
import { NodeError, type NodeErrorCode, subStepsOf } from "../nodes/define.ts";
import type { StepContext, StepOptions, StepsContext } from "../nodes/step-context.ts";
import { portsOf } from "./execute-step.ts";
import type { Timing } from "./node-entries.ts";
import { done } from "./node-results.ts";
import { plainJson } from "./plain-json.ts";
import { encodeEvent, type SettledFact, type StepOutcome } from "./ports.ts";
import { historyOf } from "./replay.ts";
import { stepNodes } from "./step-nodes.ts";
import { since, tryOnce } from "./tries.ts";
import type { EffectContext } from "./walk-effects.ts";

/**
 * A node that runs in the walk and does everything through sub-steps, each a step of the run of its own: what one of
 * them came to is journalled, and on the way back in taken from there.
 */
export async function runStepsNode(context: EffectContext, node: GraphNode): Promise<SettledFact> {
  const { state, results } = context;
  const executor = state.executor(node);
  const run = subStepsOf(executor);
  if (run === undefined) throw new Error(`${state.path(node)} has no sub-steps`);
  const stored = state.facts.get(state.path(node));
  if (stored && !state.options.steps.replaysAll) return stored;
  const { log, now } = state.options;
  const clock = performance.now();
  const history = historyOf(state.replay, state.path(node));
  if (history.started === 0 && !stored) {
    history.started = 1;
    log.emit({ type: "node.started", at: now(), path: state.path(node), attempt: 1 });
  }
  const timing = (): Timing => ({ at: now(), ms: since(clock), attempt: 1 });
  try {
    const input = state.input(node);
    const config = state.config(node, input, state.nowOf(node));
    const ctx: StepsContext = {
      now: () => state.nowOf(node),
      log: state.logger(state.path(node)),
      step: subSteps(context, node),
      nodes: stepNodes(state),
    };
    const result = await run({ config, input, ctx });
    const settled = context.settled();
    if (settled) return settled;
    return results.completeBuffered(node, { ports: portsOf(result, node), output: plainJson(result.output) }, timing());
  } catch (error) {
    if (error instanceof Error && error.name === "WalkStopped") throw error;
    const settled = context.settled();
    if (settled) return settled;
    // Told to stop, which is no failure of its own (E5, E10).
    if (context.signal.aborted) return results.cancelled(node, now());
    return results.failBuffered(node, state.runError(error, node), timing());
  }
}

type StepEvent = Extract<RunEvent, { type: `step.${string}` }>;

function subSteps(context: EffectContext, node: GraphNode): StepsContext["step"] {
  const calls = new Map<string, number>();
  let isInside = false;
  return (name, fn, options) => {
    if (isInside)
      throw new NodeError("internal", `${node.label} began a step inside a step, which cannot be remembered.`);
    const count = (calls.get(name) ?? 0) + 1;
    calls.set(name, count);
    const guarded: typeof fn = (ctx) => {
      // Only the synchronous part can be told apart from a step beside this one.
      isInside = true;
      try {
        return fn(ctx);
      } finally {
        isInside = false;
      }
    };
    return subStep(context, { node, name, path: `${context.state.path(node)}/${name}#${count}`, fn: guarded, options });
  };
}

interface SubStep<T> {
  node: GraphNode;
  name: string;
  path: string;
  fn(ctx: StepContext): Promise<T>;
  options: StepOptions<T> | undefined;
}

async function subStep<T extends Json>(
  { state, signal }: EffectContext,
  { node, name, path, fn, options = {} }: SubStep<T>,
): Promise<T> {
  let failure: { error: unknown } | undefined;
  const { steps, stepErrors } = state.replay;
  const isKnown = () => steps.has(path) || stepErrors.has(path);
  const write = async (event: StepEvent): Promise<StepOutcome> => {
    const drop = historyOf(state.replay, path).waiting ? [{ op: "drop" as const, path }] : [];
    const written = await state.options.log.result(path, [encodeEvent(event)], drop);
    const first = "existing" in written ? written.existing[0]?.event : undefined;
    const stands = first?.type === "step.completed" || first?.type === "step.failed" ? first : event;
    if (stands.type === "step.completed") steps.set(path, stands.output);
    else stepErrors.set(path, stands.error);
    return done;
  };
  const keep = (output: Json, { at, ms }: Timing) => write({ type: "step.completed", at, path, name, ms, output });
  const giveUp = async (error: unknown): Promise<StepOutcome> => {
    failure = { error };
    return done;
  };
  const failed = async (error: unknown, timing: Timing): Promise<StepOutcome> => {
    const seen = state.runError(error, node);
    const instead = options.failed?.(seen, timing.ms);
    if (instead !== undefined) return keep(instead, timing);
    return write({ type: "step.failed", at: timing.at, path, name, ms: timing.ms, error: seen });
  };
  if (!isKnown()) state.sleep.pending.add(path);
  await state.options.steps.run(path, `${node.label}: ${name}`, async () => {
    if (isKnown()) return done;
    return tryOnce(state, {
      node,
      path,
      repeat: options.repeat ?? node.repeat,
      noted: options.noted,
      timeoutMs: options.timeoutMs,
      signal,
      work: async (ctx) => plainJson(await fn(ctx)),
      succeeded: keep,
      failed,
      cancelled: () => giveUp(new NodeError("cancelled", "The run ended before this finished.", { retry: "never" })),
      completed: keep,
    });
  });
  state.sleep.pending.delete(path);
  if (failure) throw failure.error;
  const error = stepErrors.get(path);
  if (error) throw asNodeError(error);
  return steps.get(path) as T;
}

/** As it was thrown once: in another entry, and maybe in another process. */
function asNodeError({ code, message, details }: RunError): NodeError {
  // What steps fail with has one of these codes (node-errors.ts).
  return new NodeError(code as NodeErrorCode, message, {
    retry: "never",
    ...(details === undefined ? {} : { details }),
  });
}
