import type { GraphNode } from "../engine/graph.ts";
import { NodeError } from "../nodes/define.ts";
import { Breath } from "./breath.ts";
import { batchRounds } from "./container-batches.ts";
import { chunkRounds } from "./container-chunks.ts";
import { ContainerRun } from "./container-run.ts";
import type { Timing } from "./node-entries.ts";
import type { SettledFact } from "./ports.ts";
import { historyOf } from "./replay.ts";
import { since } from "./tries.ts";
import type { EffectContext } from "./walk-effects.ts";

/**
 * A container whose nodes touch the world, or that runs where the walk itself must not take long (Inngest). Its rounds are
 * journalled one by one; its own result follows from them.
 */
export async function runContainerNode(context: EffectContext, node: GraphNode): Promise<SettledFact> {
  const { state, results, signal } = context;
  const { now, steps, yieldAfterMs } = state.options;
  const path = state.path(node);
  const stored = state.facts.get(path);
  if (stored && !steps.replaysAll) return stored;
  const clock = performance.now();
  const timing = (): Timing => ({ at: now(), ms: since(clock), attempt: 1 });
  let run: ContainerRun | undefined;
  const stop = () => run?.cancel();
  signal.addEventListener("abort", stop, { once: true });
  try {
    // A batch is computed within a step, where others can have their turn.
    const isBetweenSteps = steps.replaysAll && !node.body?.batches;
    run = new ContainerRun(state, node, new Breath(isBetweenSteps ? null : yieldAfterMs));
    begin(context, node, run);
    if (signal.aborted) run.cancel();
    if (!steps.replaysAll) await run.rounds(0, Number.POSITIVE_INFINITY);
    else if (node.body?.batches) await batchRounds(context, node, run);
    else await chunkRounds(state, node, run, { from: 0, to: run.end, isChunk: false }, steps);
    if (!run.isOver) throw new NodeError("cancelled", "The run ended before this finished.", { retry: "never" });
    const output = run.output();
    return context.settled() ?? results.completeBuffered(node, { ports: ["out"], output }, timing());
  } catch (error) {
    if (error instanceof Error && error.name === "WalkStopped") throw error;
    const settled = context.settled();
    if (settled) return settled;
    if (signal.aborted) return results.cancelled(node, now());
    return results.failBuffered(node, state.runError(error, node), timing());
  } finally {
    signal.removeEventListener("abort", stop);
    run?.close();
  }
}

function begin({ state }: EffectContext, node: GraphNode, run: ContainerRun): void {
  const path = state.path(node);
  const history = historyOf(state.replay, path);
  if (history.started > 0 || state.replay.facts.has(path)) return;
  history.started = 1;
  const items = node.body?.kind === "for-each" ? { items: run.items.length } : {};
  state.options.log.emit({ type: "node.started", at: state.options.now(), path, attempt: 1, ...items });
}
