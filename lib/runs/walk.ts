import { limits } from "../config/limits.ts";
import type { Fact, RunError, RunState } from "../engine/events.ts";
import type { GraphNode } from "../engine/graph.ts";
import type { Json } from "../engine/json.ts";
import type { Decisions } from "../engine/settlement.ts";
import { portsOf } from "./execute-step.ts";
import { toRunError } from "./node-errors.ts";
import { insert, remove } from "./node-order.ts";
import { done } from "./node-results.ts";
import type { RunAnswer, SettledFact } from "./ports.ts";
import { isEarlyJoin } from "./prepared-graph.ts";
import { RunDeadline } from "./run-deadline.ts";
import { WalkStopped } from "./run-log.ts";
import { WalkEffects } from "./walk-effects.ts";
import { completedEnd, failedEnd, journalFull, timeoutError } from "./walk-ending.ts";
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

class Walk {
  readonly #options: WalkOptions;
  readonly #state: WalkState;
  readonly #effects: WalkEffects;
  /** Decided nodes that have not started, by position. */
  readonly #pure: GraphNode[] = [];
  readonly #ready: GraphNode[] = [];
  #arrived: { node: GraphNode; fact: SettledFact }[] = [];
  #crash: unknown;
  #wake: (() => void) | undefined;
  #failing: { node: GraphNode | null; error: RunError } | null = null;
  #firstOutput: GraphNode | null = null;
  readonly #responded = new Map<GraphNode, Json>();
  #answer: RunAnswer | null = null;
  /** Steps that belong to no node. */
  readonly #asides: Promise<unknown>[] = [];
  #answered = false;
  #segment = 0;
  readonly #deadline: RunDeadline;

  constructor(options: WalkOptions) {
    this.#options = options;
    this.#state = new WalkState(options);
    this.#effects = new WalkEffects(this.#state);
    this.#deadline = new RunDeadline(this.#state, () => this.#wakeUp());
    options.steps.onChange?.(() => this.#wakeUp());
    options.signal.addEventListener("abort", () => this.#wakeUp(), { once: true });
  }

  close(): void {
    this.#deadline.close();
  }

  async run(): Promise<WalkEnd> {
    if (this.#state.replay.ended) return { kind: "stopped", reason: "lost" };
    this.#enter();
    for (;;) {
      if (this.#deadline.isReached) this.#failing ??= { node: null, error: timeoutError };
      await this.#settlePureNodes();
      if (this.#failing && this.#endsAtOnce()) return await this.#failNow();
      this.#startEffects();
      if (this.#state.inFlight.size === 0) return await this.#finish();
      this.#sendAnswer();
      const parked = await this.#nextArrival();
      if (this.#options.signal.aborted) return { kind: "stopped", reason: "aborted" };
      if (parked) return await this.#park(parked.until);
      this.#takeArrived();
    }
  }

  /** Takes up the journal, or begins it. */
  #enter(): void {
    const { replay, settlement } = this.#state;
    const { graph } = this.#options.prepared;
    const { log, now, build } = this.#options;
    if (!replay.started) {
      const at = this.#options.entries.length === 0 ? this.#options.run.createdAt : now();
      const input = replay.input ? {} : { input: this.#state.trigger };
      log.emit({ type: "run.started", at, trigger: graph.trigger.id, ...input, build });
    } else if (!this.#options.steps.replaysAll || replay.build !== build)
      log.emit({ type: "run.resumed", at: now(), build });
    this.#deadline.start();
    for (const [path, edges] of replay.joins) {
      const join = graph.byKey.get(path);
      if (join) settlement.recall(join, edges);
    }
    if (!replay.facts.has(graph.trigger.key)) this.#pure.push(graph.trigger);
    for (const [path, fact] of replay.facts) {
      const node = graph.byKey.get(path);
      if (!node || settlement.isSettled(node)) continue;
      if (fact.output !== undefined) this.#state.outputs.set(node, path, fact.output, 0);
      this.#state.facts.set(path, { status: fact.status, ports: fact.ports, seq: fact.seq });
      this.#state.times.set(node, fact.at);
      if (fact.error) this.#failing ??= { node, error: fact.error };
      this.#apply(node, fact);
    }
  }

  /** First half of a turn: every decided pure node, in order, until none is left. */
  async #settlePureNodes(): Promise<void> {
    const { log, prepared } = this.#options;
    this.#segment = performance.now();
    if (prepared.hasEarlyJoin && this.#pure.length > 0) {
      // Results that got a number before what follows must be decided upon before it (E4).
      for (let pending = log.settled; pending; pending = this.#takeArrived() ? log.settled : undefined) {
        await pending;
        await new Promise<void>((resolve) => setImmediate(resolve));
      }
    }
    for (let node = this.#pure.shift(); node; node = this.#pure.shift()) {
      if (this.#failing && this.#endsAtOnce()) return;
      if (this.#state.settlement.isSettled(node)) continue;
      this.#settlePure(node);
      if (log.isFull && !this.#options.steps.replaysAll) void log.flush();
      const wait = log.pressure ?? this.#breath();
      if (wait) {
        await wait;
        this.#segment = performance.now();
      }
      if (log.count > limits.journalEvents) this.#failing ??= { node: null, error: journalFull };
    }
  }

  #breath(): Promise<void> | undefined {
    const after = this.#options.yieldAfterMs;
    if (after === null || performance.now() - this.#segment < after) return undefined;
    return new Promise((resolve) => setImmediate(resolve));
  }

  #settlePure(node: GraphNode): void {
    const state = this.#state;
    const at = this.#options.now();
    const clock = performance.now();
    const executor = state.executor(node);
    const timing = () => ({ at, ms: Math.round((performance.now() - clock) * 1000) / 1000, attempt: 1 });
    if (isEarlyJoin(node) && !state.replay.joins.has(node.key)) {
      const edges = state.settlement.counted(node).map((edge) => this.#options.prepared.graph.edges[edge]?.id ?? "");
      this.#options.log.emit({ type: "join.decided", at, path: node.key, edges });
    }
    const input = state.input(node);
    try {
      let result: { ports: string[]; output: Json; read?: { [key: string]: Json } };
      if (node.disabled) result = { ports: [node.ports[0] ?? "out"], output: input };
      else {
        if (executor.effect !== "pure") throw new Error(`${node.key} is not pure`);
        const now = state.nowOf(node);
        const given = executor.run({
          config: state.config(node, input, now),
          input,
          ctx: { now: () => now, log: state.logger(node.key) },
        });
        result = { ports: portsOf(given, node), output: given.output, ...(given.read ? { read: given.read } : {}) };
      }
      const made = state.completed(node, result, timing());
      this.#options.log.push(made.encoded);
      state.outputs.set(node, node.key, result.output, made.bytes);
      if (node.type === "control.respond" && !node.disabled) this.#responded.set(node, input);
      this.#settle(node, { status: "completed", ports: result.ports }, at);
    } catch (thrown) {
      const error = toRunError(thrown, node);
      const failed = state.failed(node, error, timing());
      this.#options.log.push(failed.encoded);
      if (failed.output) state.outputs.set(node, node.key, failed.output, failed.encoded.text.length);
      if (failed.ends) this.#failing ??= { node, error };
      const status = node.policy.onError === "continue" ? "completed" : "failed";
      this.#settle(node, { status, ports: failed.ports }, at);
    }
  }

  #settle(node: GraphNode, fact: Fact, at: number): void {
    this.#state.facts.set(node.key, { ...fact, seq: 0 });
    this.#state.times.set(node, at);
    this.#apply(node, fact);
  }

  /** One fact, and what follows from it (E1-E5). */
  #apply(node: GraphNode, fact: Fact): void {
    const { settlement, outputs, replay } = this.#state;
    const decisions: Decisions = settlement.apply(node, fact);
    outputs.release(node);
    if (fact.status === "completed" && !node.disabled) this.#noteOutput(node);
    const at = this.#state.times.get(node) ?? this.#options.now();
    for (const skipped of decisions.skipped) this.#closed(skipped, "node.skipped", at);
    for (const cancelled of decisions.cancelled) this.#closed(cancelled, "node.cancelled", at);
    for (const next of decisions.run) {
      const stored = replay.facts.has(next.key);
      // A stored fact is applied when its turn in the journal comes; Inngest wants to be asked for it all the same.
      if (stored && !(this.#options.steps.replaysAll && next.effect !== "pure")) continue;
      if (decisions.abort.includes(next)) continue;
      if (stored) void this.#effects.run(next).catch(() => {});
      else insert(next.effect === "pure" ? this.#pure : this.#ready, next);
    }
    for (const running of decisions.abort) this.#cancel(running);
  }

  #closed(node: GraphNode, type: "node.skipped" | "node.cancelled", at: number): void {
    this.#state.outputs.release(node);
    this.#state.times.set(node, at);
    this.#state.facts.set(node.key, { status: type === "node.skipped" ? "skipped" : "cancelled", ports: [], seq: 0 });
    if (!this.#state.replay.facts.has(node.key)) this.#options.log.emit({ type, at, path: node.key });
  }

  /** Rule E5, for a node that was decided: in flight, asleep, or about to start. */
  #cancel(node: GraphNode): void {
    if (this.#state.replay.facts.has(node.key)) return;
    remove(this.#ready, node);
    remove(this.#pure, node);
    this.#track(node, this.#effects.cancel(node));
  }

  /** Rules E9 and E15: the first of its kind counts. */
  #noteOutput(node: GraphNode): void {
    if (node.type === "control.output") this.#firstOutput ??= node;
    if (node.type !== "control.respond") return;
    if (!this.#responded.has(node)) this.#responded.set(node, this.#state.input(node));
    const sent = this.#state.outputs.get(node) as { status: number; headers: Record<string, string>; body: Json };
    if (!this.#answer) {
      this.#answer = { kind: "respond", ...sent };
      if (this.#options.steps.replaysAll) this.#answerStep(node);
    } else if (!this.#state.replay.facts.has(node.key))
      this.#state.logger(node.key)("info", "The caller had its answer already; this one was not sent.");
  }

  /** Where writes are for steps alone, the commit that lets an answer leave is one of them. */
  #answerStep(node: GraphNode): void {
    const { steps, log } = this.#options;
    const written = steps.run(`${node.key}:answer`, `${node.label}: answers`, async () => {
      await log.flush();
      return done;
    });
    this.#asides.push(written);
  }

  #startEffects(): void {
    for (let node = this.#ready.shift(); node; node = this.#ready.shift()) this.#track(node, this.#effects.run(node));
  }

  #track(node: GraphNode, fact: Promise<SettledFact>): void {
    this.#state.inFlight.add(node);
    fact.then(
      (settled) => {
        this.#arrived.push({ node, fact: settled });
        this.#wakeUp();
      },
      (error: unknown) => {
        this.#crash ??= error;
        this.#wakeUp();
      },
    );
  }

  /** Waits until a fact has come, or nothing will come here. */
  async #nextArrival(): Promise<{ until: number | null } | null> {
    const { steps, signal } = this.#options;
    for (;;) {
      if (this.#crash) throw this.#crash;
      if (this.#arrived.length > 0 || signal.aborted || this.#deadline.isReached) return null;
      if (steps.parked?.()) {
        // A fact may be on its way through microtasks; only what still holds after them does.
        await new Promise<void>((resolve) => setImmediate(resolve));
        const parked = steps.parked();
        if (parked && this.#arrived.length === 0 && !this.#crash) return parked;
        continue;
      }
      this.#state.noteSleep();
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }

  #wakeUp(): void {
    this.#wake?.();
    this.#wake = undefined;
  }

  /** Applies what has come in the order of the journal; true when there was anything. */
  #takeArrived(): boolean {
    if (this.#arrived.length === 0) return false;
    const arrived = this.#arrived.sort((a, b) => a.fact.seq - b.fact.seq);
    this.#arrived = [];
    for (const { node, fact } of arrived) {
      this.#state.inFlight.delete(node);
      if (this.#state.settlement.isSettled(node)) continue;
      const error = this.#state.errors.get(node);
      if (error) this.#failing ??= { node, error };
      this.#apply(node, fact);
    }
    return true;
  }

  #endsAtOnce(): boolean {
    return this.#failing?.node === null || this.#options.prepared.graph.settings.onFailure?.branches !== "finish";
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
      const timer = setTimeout(() => this.#wakeUp(), left);
      if (this.#arrived.length === 0 && !this.#crash)
        await new Promise<void>((resolve) => {
          this.#wake = resolve;
        });
      clearTimeout(timer);
      if (this.#crash) throw this.#crash;
      for (const { node, fact } of this.#arrived.splice(0)) {
        this.#state.inFlight.delete(node);
        if (!this.#state.settlement.isSettled(node)) this.#state.settlement.apply(node, fact);
      }
    }
    if (this.#options.signal.aborted) return { kind: "stopped", reason: "aborted" };
    await this.#effects.cancelUnderWay(this.#ready);
    return this.#finish();
  }

  async #finish(): Promise<WalkEnd> {
    const { log, now, steps } = this.#options;
    const ending = () =>
      this.#failing
        ? failedEnd(this.#failing.error, now())
        : completedEnd(this.#state, this.#firstOutput, this.#responded, now());
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
          await this.#effects.endUnderWay(this.#ready);
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
