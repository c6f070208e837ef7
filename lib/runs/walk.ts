import { limits } from "../config/limits.ts";
import type { RunError, RunState } from "../engine/events.ts";
import type { GraphNode } from "../engine/graph.ts";
import type { Json } from "../engine/json.ts";
import { Breath } from "./breath.ts";
import { runContainerNode } from "./container-node.ts";
import { settleContainer } from "./container-run.ts";
import { done } from "./node-results.ts";
import type { RunAnswer } from "./ports.ts";
import { RunDeadline } from "./run-deadline.ts";
import { WalkStopped } from "./run-log.ts";
import { WalkEffects } from "./walk-effects.ts";
import { completedEnd, failedEnd, journalFull, timeoutError } from "./walk-ending.ts";
import { Frame, type FrameOwner } from "./walk-frame.ts";
import { type WalkOptions, WalkState } from "./walk-state.ts";

/** How a walk came to its end: the run's, a sleep, or because the run is not this walk's any more. */
export type WalkEnd =
  | { kind: "ended"; state: RunState }
  | { kind: "parked"; until: number | null }
  | { kind: "stopped"; reason: "lost" | "reenter" | "aborted" }
  | { kind: "duplicate"; runId: string; hash: string };

/**
 * Walks a run as far as it goes, in turns (SPEC.md, "Order of work"). Being entered many times is normal: the journal as
 * of entry is taken up first, and what it holds is never computed again.
 */
export async function walk(options: WalkOptions): Promise<WalkEnd> {
  const current = new Walk(options);
  try {
    return await current.run();
  } catch (error) {
    if (!(error instanceof WalkStopped)) throw error;
    if (error.reason === "duplicate" && error.duplicate) return { kind: "duplicate", ...error.duplicate };
    return { kind: "stopped", reason: error.reason === "reenter" ? "reenter" : "lost" };
  } finally {
    current.close();
  }
}

class Walk implements FrameOwner {
  readonly breath: Breath;
  readonly #options: WalkOptions;
  readonly #state: WalkState;
  readonly #effects: WalkEffects;
  readonly #frame: Frame;
  #wake: (() => void) | undefined;
  #failing: { node: GraphNode | null; error: RunError } | null = null;
  #firstOutput: GraphNode | null = null;
  #answer: RunAnswer | null = null;
  /** Steps that belong to no node. */
  readonly #asides: Promise<unknown>[] = [];
  #answered = false;
  readonly #deadline: RunDeadline;

  constructor(options: WalkOptions) {
    this.#options = options;
    this.breath = new Breath(options.steps.replaysAll ? null : options.yieldAfterMs);
    this.#state = new WalkState(options, { settle: settleContainer, run: runContainerNode });
    this.#effects = new WalkEffects(this.#state);
    this.#effects.listen();
    this.#frame = new Frame(this.#state, this.#effects, this);
    this.#state.onRespond = (...given) => this.#noteRespond(...given);
    this.#deadline = new RunDeadline(this.#state, () => {
      this.#effects.stopAll();
      this.wakeUp();
    });
    options.steps.onChange?.(() => this.#state.sleep.stir());
    this.#state.sleep.onRested(() => this.wakeUp());
    options.signal.addEventListener("abort", () => this.wakeUp(), { once: true });
  }

  close(): void {
    this.#deadline.close();
  }

  async run(): Promise<WalkEnd> {
    if (this.#state.replay.ended) return { kind: "stopped", reason: "lost" };
    this.#enter();
    for (;;) {
      if (this.#deadline.isReached) this.#endBy(timeoutError);
      this.breath.begin();
      await this.#frame.settlePureNodes();
      if (this.#deadline.isReached) this.#endBy(timeoutError);
      if (this.#options.log.count > limits.journalEvents) this.#endBy(journalFull);
      if (this.isEnding()) return await this.#failNow();
      this.#frame.startEffects();
      if (this.#state.inFlight.size === 0) return await this.#finish();
      this.#sendAnswer();
      const parked = await this.#nextArrival();
      if (this.#options.signal.aborted) return { kind: "stopped", reason: "aborted" };
      if (parked) return await this.#park(parked.until);
      this.#frame.takeArrived();
    }
  }

  /** Takes up the journal, or begins it. */
  #enter(): void {
    const { replay } = this.#state;
    const { graph } = this.#options.prepared;
    const { log, now, build } = this.#options;
    if (!replay.started) {
      const at = this.#options.entries.length === 0 ? this.#options.run.createdAt : now();
      const input = replay.input ? {} : { input: this.#state.trigger };
      const { vars, timeZone } = this.#options.roots;
      const read = {
        ...(Object.keys(vars).length > 0 && { vars }),
        ...(timeZone !== undefined && { timeZone }),
      };
      log.emit({ type: "run.started", at, trigger: graph.trigger.id, ...input, ...read, build });
    } else if (!this.#options.steps.replaysAll || replay.build !== build)
      log.emit({ type: "run.resumed", at: now(), build });
    this.#deadline.start();
    this.#frame.enter(this.#deadline.isReached);
  }

  /** Ends the run here and now, also where a failure lets the others finish. */
  #endBy(error: RunError): void {
    if (!this.isEnding()) this.#failing = { node: null, error };
  }

  failed(node: GraphNode, error: RunError): void {
    this.#failing ??= { node, error };
  }

  /** Rule E9: the first of its kind counts. */
  completed(node: GraphNode): void {
    if (node.type === "control.output") this.#firstOutput ??= node;
    if (node.type === "control.respond") this.#noteRespond(this.#state.path(node), node, this.#state.outputs.get(node));
  }

  /** Rule E15, also for one that stands in a container. */
  #noteRespond(path: string, node: GraphNode, output: Json | undefined): void {
    const sent = output as { status: number; headers: Record<string, string>; body: Json };
    if (!this.#answer) {
      this.#answer = { kind: "respond", ...sent };
      if (this.#options.steps.replaysAll) this.#answerStep(path, node);
    } else if (!this.#state.replay.facts.has(path))
      this.#state.logger(path)("info", "The caller had its answer already; this one was not sent.");
  }

  /** Where writes are for steps alone, the commit that lets an answer leave is one of them. */
  #answerStep(path: string, { label }: GraphNode): void {
    const { steps, log } = this.#options;
    const written = steps.run(`${path}:answer`, `${label}: answers`, async () => {
      await log.flush();
      return done;
    });
    this.#asides.push(written);
  }

  /** Waits until a fact has come, or nothing will come here. */
  async #nextArrival(): Promise<{ until: number | null } | null> {
    const { steps, signal } = this.#options;
    for (;;) {
      if (this.#frame.crash) throw this.#frame.crash;
      if (this.#frame.hasArrived || signal.aborted || this.#deadline.isReached) return null;
      if (steps.parked?.() && !this.#state.sleep.isResting) {
        // A fact may be on its way through microtasks; only what still holds after them does.
        await new Promise<void>((resolve) => setImmediate(resolve));
        const parked = steps.parked();
        if (parked && !this.#state.sleep.isResting && !this.#frame.hasArrived && !this.#frame.crash) return parked;
        continue;
      }
      this.#state.sleep.noteSleep();
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }

  wakeUp(): void {
    this.#wake?.();
    this.#wake = undefined;
  }

  isEnding(): boolean {
    if (!this.#failing) return false;
    return this.#failing.node === null || this.endsOnFailure;
  }

  mustStop(): boolean {
    return this.isEnding() || this.#deadline.isReached;
  }

  get endsOnFailure(): boolean {
    return this.#options.prepared.graph.settings.onFailure?.branches !== "finish";
  }

  /** Rule E10: nothing new starts; what is in flight gets the signal and two seconds. */
  async #failNow(): Promise<WalkEnd> {
    this.#effects.stopAll();
    if (this.#options.steps.replaysAll) return this.#finish();
    const until = performance.now() + limits.abortGraceMs;
    while (this.#state.inFlight.size > 0) {
      const left = until - performance.now();
      if (left <= 0 || this.#options.signal.aborted) break;
      if (this.#options.steps.parked?.()) break;
      const timer = setTimeout(() => this.wakeUp(), left);
      if (!this.#frame.hasArrived && !this.#frame.crash)
        await new Promise<void>((resolve) => {
          this.#wake = resolve;
        });
      clearTimeout(timer);
      if (this.#frame.crash) throw this.#frame.crash;
      this.#frame.takeArrived();
    }
    if (this.#options.signal.aborted) return { kind: "stopped", reason: "aborted" };
    await this.#effects.cancelUnderWay();
    return this.#finish();
  }

  async #finish(): Promise<WalkEnd> {
    const { log, now, steps } = this.#options;
    const ending = () =>
      this.#failing
        ? failedEnd(this.#failing.error, now())
        : completedEnd(this.#state, this.#firstOutput, this.#frame.responded, now());
    let end = ending();
    // The end is the journal's last entry: nothing may be flushed with it before all else is written.
    const write = () => {
      log.emit(end.event);
      return log.flush({ patch: end.patch });
    };
    if (steps.replaysAll) {
      await Promise.all(this.#asides);
      await steps.run("run:end", "End", async () => {
        if (this.#failing) {
          await this.#effects.endUnderWay();
          end = ending();
        }
        await write();
        return done;
      });
    } else await write();
    this.#answer ??= end.answer;
    this.#giveAnswer();
    return { kind: "ended", state: end.patch.state };
  }

  async #park(until: number | null): Promise<WalkEnd> {
    const { log, now } = this.#options;
    const { oldestAt } = this.#deadline;
    const wakeAt = Math.min(until ?? oldestAt, oldestAt);
    log.emit({ type: "run.waiting", at: now(), until });
    await log.flush({ patch: { state: "waiting", wakeAt } });
    this.#giveAnswer();
    return { kind: "parked", until: wakeAt };
  }

  /** Rule E15: the answer leaves after the commit that holds it. */
  #sendAnswer(): void {
    if (!this.#answer || this.#answered || this.#options.steps.replaysAll) return;
    void this.#options.log.flush().then(
      () => this.#giveAnswer(),
      () => {},
    );
  }

  #giveAnswer(): void {
    if (!this.#answer || this.#answered) return;
    this.#answered = true;
    this.#options.onAnswer(this.#answer);
  }
}
