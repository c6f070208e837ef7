import type { GraphNode, RunGraph } from "../engine/graph.ts";
import type { ContainerRun } from "./container-run.ts";
import { done } from "./node-results.ts";
import type { StepRunner } from "./ports.ts";
import type { WalkState } from "./walk-state.ts";

/** Steps that one loop may make: in the run's own function, where there may be others, and in one that walks nothing else. */
export interface FunctionSteps {
  here: number;
  chunk: number;
}

/** Inngest takes 1,000 steps of one function. */
const FUNCTION_STEPS: FunctionSteps = { here: 100, chunk: 800 };
/** A loop with more chunks than these has chunks of chunks. */
const MOST_CHUNKS = 100;
/** Steps that a container inside of a round makes at most: batches, chunks, or as many as are made here. */
const STEPS_OF_A_CONTAINER = 100;
/** Sub-steps that a node is taken to make: how many it will be is not known before. */
const STEPS_OF_AN_AGENT = 50;

/** Rounds of a container, `from` to `to` (not included), as a function of the runtime walks them. */
export interface Part {
  /** Path of the container. */
  container: string;
  from: number;
  to: number;
}

/**
 * Where each step costs a request and a function has only so many (Inngest), rounds that wait, have sub-steps or containers
 * in them are walked by functions of their own, many by each. They journal the rounds; what these came to is read from there.
 */
export async function chunkRounds(
  state: WalkState,
  node: GraphNode,
  run: ContainerRun,
  { from, to, isChunk }: { from: number; to: number; isChunk: boolean },
  steps: StepRunner,
): Promise<void> {
  const { here } = state.options.functionSteps ?? FUNCTION_STEPS;
  const whole = roundsOfChunk(state, node);
  const size = isChunk ? whole : Math.floor(here / stepsIn(node.body?.graph));
  if (to - from <= size || !steps.invoke) return run.rounds(from, to, steps);
  const { path } = run;
  // What leads to the container is journalled before others begin in the middle of it.
  await steps.run(`${path}[${from}-${to}]:parts`, `${node.label}: in parts`, async () => {
    await state.options.log.flush();
    return done;
  });
  const part = Math.max(1, Math.ceil((to - from) / MOST_CHUNKS / whole)) * whole;
  for (let first = from; first < to && !run.isOver && !run.isCancelled; first += part) {
    const end = Math.min(first + part, to);
    const key = `${path}[${first}-${end}]`;
    // The run does not sleep while a part of it may be at work.
    state.sleep.atWork.add(key);
    await steps.invoke(key, `${node.label}: from ${first + 1}`, { container: path, from: first, to: end });
    state.sleep.atWork.delete(key);
    if (!run.takeStored(first, end)) return;
  }
}

/** Rounds of the container that a chunk walks itself. */
export function roundsOfChunk({ options }: WalkState, node: GraphNode): number {
  const { chunk } = options.functionSteps ?? FUNCTION_STEPS;
  return Math.max(1, Math.floor(chunk / stepsIn(node.body?.graph)));
}

/** Steps that a round makes at most. */
function stepsIn(graph: RunGraph | undefined): number {
  let count = 0;
  for (const { effect, disabled } of graph?.nodes ?? []) {
    if (disabled || effect === "step") count += 1;
    // A question, a sleep and its end.
    else if (effect === "wait") count += 3;
    else if (effect === "steps") count += STEPS_OF_AN_AGENT;
    else if (effect === "container") count += STEPS_OF_A_CONTAINER;
  }
  // The step that stops what is under way in a round that fails.
  return count + 1;
}
