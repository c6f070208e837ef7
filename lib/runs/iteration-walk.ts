import { limits } from "../config/limits.ts";
import type { RunError } from "../engine/events.ts";
import type { GraphNode } from "../engine/graph.ts";
import type { Breath } from "./breath.ts";
import { type IterationEnd, isBreak, iterationOutput } from "./iteration-end.ts";
import { done } from "./node-results.ts";
import { WalkEffects } from "./walk-effects.ts";
import { Frame, type FrameOwner } from "./walk-frame.ts";
import type { WalkState } from "./walk-state.ts";

/** One round of a container whose nodes touch the world: walked as a run is, with a journal entry for each of them. */
export class IterationWalk implements FrameOwner {
  readonly breath: Breath;
  readonly endsOnFailure = true;
  readonly #state: WalkState;
  readonly #effects: WalkEffects;
  readonly #frame: Frame;
  #wake: (() => void) | undefined;
  #error: RunError | undefined;
  #first: GraphNode | null = null;
  #broke = false;
  #isCancelled = false;

  constructor(state: WalkState, breath: Breath) {
    this.#state = state;
    this.breath = breath;
    this.#effects = new WalkEffects(state);
    this.#frame = new Frame(state, this.#effects, this);
  }

  /** The container or the run does not want it any more. */
  cancel(): void {
    this.#isCancelled = true;
    this.#effects.stopAll();
    this.wakeUp();
  }

  async run(): Promise<IterationEnd> {
    const frame = this.#frame;
    frame.enter();
    for (;;) {
      await frame.settlePureNodes();
      if (this.isEnding()) break;
      frame.startEffects();
      if (this.#state.inFlight.size === 0) return this.#end();
      await this.#arrival();
      frame.takeArrived();
    }
    await this.#stop();
    return this.#end();
  }

  isEnding(): boolean {
    return this.#isCancelled || this.#error !== undefined || this.#broke;
  }

  mustStop(): boolean {
    return this.isEnding();
  }

  failed(_node: GraphNode, error: RunError): void {
    this.#error ??= error;
  }

  completed(node: GraphNode): void {
    if (node.type === "control.output") this.#first ??= node;
    if (node.type === "control.respond")
      this.#state.onRespond(this.#state.path(node), node, this.#state.outputs.get(node));
    if (isBreak(node) && !this.isEnding()) this.#broke = true;
  }

  wakeUp(): void {
    this.#wake?.();
    this.#wake = undefined;
  }

  async #arrival(): Promise<void> {
    this.#state.sleep.noteSleep();
    if (!this.#frame.hasArrived && !this.#frame.crash && !this.#isCancelled)
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    if (this.#frame.crash) throw this.#frame.crash;
  }

  /** As rule E10 has it for a run: the signal, two seconds, and what is left is cancelled. */
  async #stop(): Promise<void> {
    const { steps, signal } = this.#state.options;
    this.#effects.stopAll();
    if (steps.replaysAll) {
      // Asked for whether or not something is in flight: an entry that comes later must ask for the same steps.
      await steps.run(`${this.#state.prefix}stop`, "Stops what is not needed any more", async () => {
        await this.#effects.endUnderWay();
        return done;
      });
      return;
    }
    const stopLooking = this.#state.sleep.onRested(() => this.wakeUp());
    const until = performance.now() + limits.abortGraceMs;
    while (this.#state.inFlight.size > 0 && !signal.aborted) {
      const left = until - performance.now();
      if (left <= 0 || steps.parked?.()) break;
      const timer = setTimeout(() => this.wakeUp(), left);
      // Nobody else sees that something is being waited for: the run is not to fall asleep over it.
      if (!this.#frame.hasArrived && !this.#frame.crash)
        await this.#state.sleep.rest(
          new Promise<void>((resolve) => {
            this.#wake = resolve;
          }),
        );
      clearTimeout(timer);
      if (this.#frame.crash) break;
      this.#frame.takeArrived();
    }
    stopLooking();
    if (this.#frame.crash) throw this.#frame.crash;
    if (!signal.aborted) await this.#effects.cancelUnderWay();
  }

  #end(): IterationEnd {
    if (this.#error) return { status: "failed", output: null, error: this.#error, broke: false, nodes: [] };
    if (this.#isCancelled && !this.#broke) return { status: "cancelled", output: null, broke: false, nodes: [] };
    const output = iterationOutput(this.#state, this.#first, this.#frame.responded);
    return { status: "completed", output, broke: this.#broke, nodes: [] };
  }
}
