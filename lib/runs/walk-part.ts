import type { GraphNode } from "../engine/graph.ts";
import { Breath } from "./breath.ts";
import { chunkRounds, type Part, roundsOfChunk } from "./container-chunks.ts";
import { runContainerNode } from "./container-node.ts";
import { ContainerRun, settleContainer } from "./container-run.ts";
import { isOfNode } from "./node-errors.ts";
import { done } from "./node-results.ts";
import type { StepRunner } from "./ports.ts";
import type { Replay } from "./replay.ts";
import { RunDeadline } from "./run-deadline.ts";
import { WalkStopped } from "./run-log.ts";
import { WalkEffects } from "./walk-effects.ts";
import { Frame, type FrameOwner } from "./walk-frame.ts";
import { type WalkOptions, WalkState } from "./walk-state.ts";

/** On the way to the part nothing is asked for: whoever walks the run does that. */
const silent: StepRunner = {
  replaysAll: true,
  isElsewhere: true,
  run: () => new Promise(() => {}),
  sleepUntil: () => new Promise(() => {}),
};

/**
 * Walks some rounds of one container of a run that is walked elsewhere: the journal leads to the container, and the rounds are
 * journalled as they come to their end. Being entered many times is normal.
 */
export async function walkPart(options: WalkOptions, part: Part): Promise<"done" | "stopped"> {
  const state = new WalkState({ ...options, steps: silent }, { settle: settleContainer, run: runContainerNode });
  if (state.replay.ended) return "stopped";
  if (isSettled(state.replay, part)) return "done";
  let run: ContainerRun | undefined;
  const stop = () => run?.cancel();
  const deadline = new RunDeadline(state, stop);
  const { signal, failing } = options;
  signal.addEventListener("abort", stop, { once: true });
  failing?.addEventListener("abort", stop, { once: true });
  try {
    const found = descend(state, part);
    // Asking for anything more would keep this function until a wait that nobody needs any more is over.
    if (isJournalled(found, part)) return "done";
    run = found.run;
    deadline.start();
    if (signal.aborted || failing?.aborted || deadline.isReached) run.cancel();
    await walkRounds(found, part, options);
    return "done";
  } catch (error) {
    if (error instanceof WalkStopped) return "stopped";
    throw error;
  } finally {
    deadline.close();
    signal.removeEventListener("abort", stop);
    failing?.removeEventListener("abort", stop);
    run?.close();
  }
}

interface Found {
  state: WalkState;
  node: GraphNode;
  run: ContainerRun;
}

async function walkRounds({ state, node, run }: Found, part: Part, { steps, log }: WalkOptions): Promise<void> {
  const { from, to } = part;
  if (node.body?.kind === "while") run.takeStored(0, from);
  // Without a step of their own, rounds are computed in the one that journals them, where others can have their turn.
  const areComputed = isPure(node) && to - from <= roundsOfChunk(state, node);
  if (!areComputed) await walked(chunkRounds(state, node, run, { from, to, isChunk: true }, steps));
  await steps.run(`${part.container}[${from}-${to}]:end`, "End of the part", async () => {
    if (areComputed) await walked(run.rounds(from, to, steps));
    await log.flush();
    return done;
  });
}

/** What ends the container is found again by whoever asked for this part. */
async function walked(rounds: Promise<void>): Promise<void> {
  try {
    await rounds;
  } catch (error) {
    if (!isOfNode(error)) throw error;
  }
}

function isPure({ body }: GraphNode): boolean {
  return body?.graph.pure === true;
}

/** Has the container come to its end, or anything that it stands in? */
function isSettled({ facts, iterations }: Replay, { container }: Part): boolean {
  const steps = container.split("/");
  return steps.some((step, index) => {
    const around = steps.slice(0, index).map((one) => `${one}/`);
    const round = `${around.join("")}${step}`;
    return facts.has(round.replace(/\[\d+\]$/, "")) || iterations.has(round);
  });
}

/** Are all rounds of the part there, or what ended the container? */
function isJournalled({ state, node }: Found, { from, to }: Part): boolean {
  const probe = new ContainerRun(state, node, new Breath(null));
  try {
    return probe.takeStored(node.body?.kind === "while" ? 0 : from, to);
  } catch (error) {
    if (isOfNode(error)) return true;
    throw error;
  } finally {
    probe.close();
  }
}

/** Goes down into the rounds that lead to the container, as the journal has them. */
function descend(top: WalkState, { container }: Part): Found {
  let state = top;
  for (const step of container.split("/")) {
    const [, key = "", index] = /^([^[]+)(?:\[(\d+)\])?$/.exec(step) ?? [];
    new Frame(state, new WalkEffects(state), onTheWay).enter();
    const node = state.options.prepared.graph.byKey.get(key);
    if (!node?.body) throw new Error(`${container} is no container of this run`);
    const breath = new Breath(isPure(node) ? top.options.yieldAfterMs : null);
    const run = new ContainerRun(state, node, breath);
    if (index === undefined) return { state, node, run };
    state = run.enter(Number(index));
  }
  throw new Error(`${container} is the path of a round`);
}

/** Nothing is settled on the way. */
const onTheWay: FrameOwner = {
  breath: new Breath(null),
  isEnding: () => false,
  mustStop: () => false,
  endsOnFailure: false,
  failed: () => {},
  completed: () => {},
  wakeUp: () => {},
};
