import type { GraphNode } from "../engine/graph.ts";
import type { ContainerRun } from "./container-run.ts";
import { isOfNode } from "./node-errors.ts";
import { done } from "./node-results.ts";
import type { StepOutcome, StepsInside } from "./ports.ts";
import { since } from "./tries.ts";
import type { EffectContext } from "./walk-effects.ts";

/** Rounds in one step, as long as that makes no more steps than a runtime will have; then larger ones. */
const ROUNDS_A_STEP = 100;
const MOST_STEPS = 100;

/**
 * Where each step costs a request (Inngest), rounds of a container that neither wait nor have sub-steps are executed many in
 * one step. Each effect in them is journalled under its own key, so that nothing is executed again when the step is.
 */
export async function batchRounds(context: EffectContext, node: GraphNode, run: ContainerRun): Promise<void> {
  const { sleep, options } = context.state;
  const { steps, stepsInside } = options;
  if (!stepsInside) throw new Error("this runtime has no steps inside of steps");
  const isWhile = node.body?.kind === "while";
  const most = isWhile ? (node.body?.maxIterations ?? 0) : run.items.length;
  const size = Math.max(ROUNDS_A_STEP, Math.ceil(most / MOST_STEPS));
  // A `while` ends by itself, or by having gone round too often.
  const end = isWhile ? Number.POSITIVE_INFINITY : most;
  for (let from = 0; from < end && !run.isOver && !run.isCancelled; from += size) {
    const to = from + size;
    const key = `${run.path}[${from}-]`;
    // Where the rounds have effects, each of these says whether it sleeps.
    if (node.body?.graph.pure) sleep.atWork.add(key);
    await steps.run(key, `${node.label}: from ${from + 1}`, () =>
      execute(context, node, run, { from, to }, stepsInside()),
    );
    sleep.atWork.delete(key);
    if (!run.takeStored(from, to)) return;
  }
}

async function execute(
  context: EffectContext,
  node: GraphNode,
  run: ContainerRun,
  { from, to }: { from: number; to: number },
  steps: StepsInside,
): Promise<StepOutcome> {
  const { state } = context;
  const clock = performance.now();
  const asleep = Promise.withResolvers<StepOutcome>();
  const look = () => {
    // A result may be on its way through microtasks; only what still holds after them does.
    setImmediate(() => {
      const parked = steps.parked();
      if (parked && !state.sleep.isResting)
        asleep.resolve(
          parked.until === null ? { ask: true, path: parked.asks } : { retryAt: parked.until, fresh: true },
        );
    });
  };
  steps.onChange(() => state.sleep.stir());
  const stopLooking = state.sleep.onRested(look);
  try {
    const rounds = run.rounds(from, to, steps).then(
      () => done,
      (error: unknown) => endedBy(context, node, error, clock),
    );
    const outcome = await Promise.race([rounds, asleep.promise]);
    await state.options.log.flush();
    return outcome;
  } finally {
    stopLooking();
    steps.close();
  }
}

/** What ends the container is journalled where it is found: thrown, it would have the runtime execute the step again. */
function endedBy(
  { state, results }: EffectContext,
  node: GraphNode,
  error: unknown,
  clock: number,
): Promise<StepOutcome> {
  if (!isOfNode(error)) throw error;
  return results.fail(node, state.runError(error, node), { at: state.options.now(), ms: since(clock), attempt: 1 });
}
