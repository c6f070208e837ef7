import type { JournalEntry, RunError, RunEvent } from "../engine/events.ts";
import type { GraphNode } from "../engine/graph.ts";
import type { Json } from "../engine/json.ts";
import { type ExecutorResult, NodeError, type StepContext } from "../nodes/define.ts";
import { executeStep, portsOf } from "./execute-step.ts";
import { lostError, nextTry, toRunError } from "./node-errors.ts";
import { encodeEvent, type SettledFact, type StepOutcome } from "./ports.ts";
import { historyOf, type NodeHistory } from "./replay.ts";
import type { WalkState } from "./walk-state.ts";

import { limits } from "../config/limits.ts";

/** The decision of a person about an execution that was lost (stored as the answer of an `uncertain` wait). */
export type Resolution = { action: "retry" } | { action: "fail" } | { action: "complete"; output: Json };

/** Nodes that touch the world: each is one step, tried, journalled and remembered by these rules. */
export class WalkEffects {
  readonly #state: WalkState;
  /** Set once the run is failing: what is still in flight is told to stop (E10). */
  readonly #stop = new AbortController();
  /** Nodes whose execution a join no longer needs (E5). */
  readonly #cancelled = new Map<GraphNode, AbortController>();

  constructor(state: WalkState) {
    this.#state = state;
    state.options.signal.addEventListener("abort", () => this.#stop.abort(), { once: true });
  }

  stopAll(): void {
    this.#stop.abort();
  }

  cancel(node: GraphNode): void {
    this.#cancelled.get(node)?.abort();
  }

  /** Brings one decided effect to its fact. */
  run(node: GraphNode): Promise<SettledFact> {
    const { steps } = this.#state.options;
    const body = this.#state.executor(node);
    if (node.disabled) return steps.run(node.key, node.label, () => this.#passThrough(node));
    switch (body.effect) {
      case "step":
        return steps.run(node.key, node.label, () => this.#tryStep(node));
      case "wait":
        return this.#wait(node);
      case "steps":
        return this.#steps(node);
      case "pure":
        throw new Error(`${node.key} is pure and no effect`);
    }
  }

  #stored(path: string): StepOutcome | undefined {
    const fact = this.#state.facts.get(path);
    return fact ? { fact } : undefined;
  }

  async #passThrough(node: GraphNode): Promise<StepOutcome> {
    const stored = this.#stored(node.key);
    if (stored) return stored;
    const at = this.#state.options.now();
    return this.#complete(node, { ports: [node.ports[0] ?? "out"], output: this.#state.input(node) }, { at, ms: 0, attempt: 1 });
  }

  /** One try of a step node. */
  async #tryStep(node: GraphNode): Promise<StepOutcome> {
    const state = this.#state;
    const executor = state.executor(node);
    if (executor.effect !== "step") throw new Error(`${node.key} is no step`);
    const stored = this.#stored(node.key);
    if (stored) return stored;
    const input = state.input(node);
    let config: unknown;
    try {
      config = state.config(node, input, state.nowOf(node));
    } catch (error) {
      return this.#fail(node, toRunError(error, node), { at: state.options.now(), ms: 0, attempt: 1 });
    }
    return this.#try(node, node.key, async (ctx) => {
      const result = await executor.run({ config, input, ctx });
      return { ports: portsOf(result, node), output: plain(result.output), read: result.read };
    });
  }

  /** What every try goes through: history, `node.started`, time-out, result or the next try. */
  async #try(
    node: GraphNode,
    path: string,
    work: (ctx: StepContext) => Promise<{ ports: string[]; output: Json; read: ExecutorResult["read"] }>,
  ): Promise<StepOutcome> {
    const state = this.#state;
    const { log, now } = state.options;
    const history = historyOf(state.replay, path);
    const before = await this.#beforeTry(node, path, history);
    if (before) return before;
    const attempt = history.started + 1;
    const controller = new AbortController();
    this.#cancelled.set(node, controller);
    const started = now();
    const clock = performance.now();
    const begun = await log.started({ type: "node.started", at: started, path, attempt }, node.repeat === "unsafe");
    if (begun !== "go") return this.#elsewhere(begun.startedAt, node);
    history.started = attempt;
    try {
      const result = await executeStep(
        {
          runId: state.options.run.id,
          path,
          attempt,
          timeoutMs: node.policy.timeoutMs ?? limits.nodeTimeoutMs,
          now: state.nowOf(node),
          signal: AbortSignal.any([this.#stop.signal, controller.signal]),
          outside: state.options.outside,
          log: state.logger(path),
        },
        work,
      );
      return await this.#complete(
        node,
        { ports: result.ports, output: result.output, ...(result.read ? { read: result.read } : {}) },
        { at: now(), ms: since(clock), attempt },
      );
    } catch (error) {
      return await this.#afterFailure(node, path, history, error, attempt, since(clock));
    }
  }

  /** Lost tries, tries that are not due yet, and answers of people. Undefined: go on and execute. */
  async #beforeTry(node: GraphNode, path: string, history: NodeHistory): Promise<StepOutcome | undefined> {
    const state = this.#state;
    const losses = history.started - history.ended;
    const at = state.options.now();
    const timing = { at, ms: 0, attempt: Math.max(1, history.started) };
    if (losses > 0) {
      const answer = state.options.answers.get(path) as Resolution | undefined;
      if (answer?.action === "fail") return this.#fail(node, toRunError(lostError(node, losses), node), timing);
      if (answer?.action === "complete")
        return this.#complete(node, { ports: [firstPort(node)], output: answer.output }, timing);
      if (losses >= 3) return this.#fail(node, toRunError(lostError(node, losses), node), timing);
      const needsAnswer = node.repeat === "unsafe" && node.policy.onUncertain !== "retry" && !answer;
      if (needsAnswer && node.policy.onUncertain === "fail")
        return this.#fail(node, toRunError(lostError(node, losses), node), timing);
      if (needsAnswer) return this.#ask(node, path, history, losses);
      if (answer) this.#forgetAnswer(path, history);
    }
    if (history.retryAt !== null && history.retryAt > at) return { retryAt: history.retryAt };
    return undefined;
  }

  async #ask(node: GraphNode, path: string, history: NodeHistory, losses: number): Promise<StepOutcome> {
    const { log, now } = this.#state.options;
    if (history.waiting?.kind !== "uncertain") {
      const error = toRunError(lostError(node, losses), node);
      history.waiting = { kind: "uncertain", at: now(), until: null };
      log.emit({ type: "node.waiting", at: history.waiting.at, path, kind: "uncertain", until: null, error });
      log.wait({ op: "put", path, kind: "uncertain", deadline: null });
      await log.flush();
    }
    return { ask: true };
  }

  /** "Retry" holds for one execution: should that be lost too, the question is asked again. */
  #forgetAnswer(path: string, history: NodeHistory): void {
    this.#state.options.answers.delete(path);
    this.#state.options.log.wait({ op: "drop", path });
    history.waiting = null;
  }

  async #afterFailure(
    node: GraphNode,
    path: string,
    history: NodeHistory,
    error: unknown,
    attempt: number,
    ms: number,
  ): Promise<StepOutcome> {
    const { now, log, signal } = this.#state.options;
    // A walk that was stopped writes nothing: whoever has the run now decides.
    if (signal.aborted) return new Promise<never>(() => {});
    const at = now();
    const seen = toRunError(error, node);
    const wasStopped = this.#stop.signal.aborted && seen.code === "cancelled";
    if (wasStopped || this.#cancelled.get(node)?.signal.aborted) return this.#cancelledFact(node, at);
    const nextAt = this.#stop.signal.aborted ? null : nextTry(error, node, attempt, at, Math.random());
    if (nextAt === null) return this.#fail(node, seen, { at, ms, attempt });
    history.ended += 1;
    history.retryAt = nextAt;
    log.emit({ type: "node.retrying", at, path, attempt, error: seen, nextAt });
    await log.flush();
    return { retryAt: nextAt };
  }

  /** A younger `node.started` of the same lease is there: another delivery executes it. Look again after its time-out. */
  #elsewhere(startedAt: number, node: GraphNode): StepOutcome {
    return { retryAt: startedAt + (node.policy.timeoutMs ?? limits.nodeTimeoutMs) };
  }

  async #wait(node: GraphNode): Promise<SettledFact> {
    const state = this.#state;
    const { steps, log, now } = state.options;
    const executor = state.executor(node);
    if (executor.effect !== "wait") throw new Error(`${node.key} is no wait`);
    const input = state.input(node);
    const context = { now: () => state.nowOf(node), log: state.logger(node.key) };
    const history = historyOf(state.replay, node.key);
    let config: unknown;
    let until = history.waiting?.until ?? null;
    try {
      config = state.facts.has(node.key) ? undefined : state.config(node, input, state.nowOf(node));
      until ??= config === undefined ? 0 : executor.run.ask({ config, input, ctx: context }).until;
    } catch (error) {
      const failed = toRunError(error, node);
      return steps.run(node.key, node.label, async () => this.#stored(node.key) ?? this.#fail(node, failed, { at: now(), ms: 0, attempt: 1 }));
    }
    const deadline = until;
    await steps.run(`${node.key}:wait`, `${node.label}: ask`, async () => {
      if (!history.waiting && !state.facts.has(node.key)) {
        history.waiting = { kind: "time", at: now(), until: deadline };
        log.emit({ type: "node.waiting", at: history.waiting.at, path: node.key, kind: "time", until: deadline });
        log.wait({ op: "put", path: node.key, kind: "time", deadline });
        await log.flush();
      }
      return { fact: { status: "completed", ports: [], seq: 0 } };
    });
    if (!state.facts.has(node.key)) await steps.sleepUntil(node.key, deadline);
    else if (steps.replaysAll) await steps.sleepUntil(node.key, deadline);
    return steps.run(node.key, node.label, async () => {
      const stored = this.#stored(node.key);
      if (stored) return stored;
      const askedAt = history.waiting?.at ?? now();
      const timing = { at: now(), ms: 0, attempt: 1 };
      try {
        const result = executor.run.settle({ config, input, ctx: context, askedAt, until: deadline });
        return await this.#complete(node, { ports: portsOf(result, node), output: plain(result.output) }, timing, true);
      } catch (error) {
        if (isStopped(error)) throw error;
        return this.#fail(node, toRunError(error, node), timing, true);
      }
    });
  }

  /** A `steps` node: its executor runs in the walk, and each of its sub-steps is a step of the run. */
  async #steps(node: GraphNode): Promise<SettledFact> {
    const state = this.#state;
    const executor = state.executor(node);
    if (executor.effect !== "steps") throw new Error(`${node.key} has no sub-steps`);
    const stored = state.facts.get(node.key);
    if (stored && !state.options.steps.replaysAll) return stored;
    const { log, now } = state.options;
    const input = state.input(node);
    const clock = performance.now();
    const history = historyOf(state.replay, node.key);
    if (history.started === 0 && !stored) {
      history.started = 1;
      log.emit({ type: "node.started", at: now(), path: node.key, attempt: 1 });
    }
    const calls = new Map<string, number>();
    let inside = false;
    try {
      const config = state.config(node, input, state.nowOf(node));
      const result = await executor.run({
        config,
        input,
        ctx: {
          now: () => state.nowOf(node),
          log: state.logger(node.key),
          step: (name, fn, options) => {
            if (inside)
              throw new NodeError("internal", `${node.label} began a step inside a step, which cannot be remembered.`);
            const count = (calls.get(name) ?? 0) + 1;
            calls.set(name, count);
            const guarded: typeof fn = async (ctx) => {
              inside = true;
              try {
                return await fn(ctx);
              } finally {
                inside = false;
              }
            };
            return this.#subStep(node, name, `${node.key}/${name}#${count}`, guarded, options?.repeat ?? node.repeat);
          },
        },
      });
      const settled = state.facts.get(node.key);
      if (settled) return settled;
      const timing = { at: now(), ms: since(clock), attempt: 1 };
      return this.#buffered(node, { ports: portsOf(result, node), output: plain(result.output) }, timing);
    } catch (error) {
      if (isStopped(error)) throw error;
      const settled = state.facts.get(node.key);
      if (settled) return settled;
      return this.#bufferedFailure(node, toRunError(error, node), { at: now(), ms: since(clock), attempt: 1 });
    }
  }

  async #subStep<T extends Json>(
    node: GraphNode,
    name: string,
    key: string,
    fn: (ctx: StepContext) => Promise<T>,
    repeat: GraphNode["repeat"],
  ): Promise<T> {
    const state = this.#state;
    const { steps, log, now } = state.options;
    let failure: unknown;
    await steps.run(key, `${node.label}: ${name}`, async () => {
      if (state.replay.steps.has(key)) return done;
      const history = historyOf(state.replay, key);
      const asNode: GraphNode = { ...node, key, repeat };
      const before = await this.#beforeSubTry(asNode, key, history);
      if (before) return before;
      const attempt = history.started + 1;
      const clock = performance.now();
      const begun = await log.started({ type: "node.started", at: now(), path: key, attempt }, repeat === "unsafe");
      if (begun !== "go") return this.#elsewhere(begun.startedAt, node);
      history.started = attempt;
      let output: T;
      try {
        output = plain(
          await executeStep(
            {
              runId: state.options.run.id,
              path: key,
              attempt,
              timeoutMs: node.policy.timeoutMs ?? limits.nodeTimeoutMs,
              now: state.nowOf(node),
              signal: this.#stop.signal,
              outside: state.options.outside,
              log: state.logger(node.key),
            },
            fn,
          ),
        ) as T;
      } catch (error) {
        if (state.options.signal.aborted) return new Promise<never>(() => {});
        const nextAt = this.#stop.signal.aborted ? null : nextTry(error, asNode, attempt, now(), Math.random());
        if (nextAt === null) {
          failure = error;
          return done;
        }
        history.ended += 1;
        history.retryAt = nextAt;
        log.emit({ type: "node.retrying", at: now(), path: key, attempt, error: toRunError(error, node), nextAt });
        await log.flush();
        return { retryAt: nextAt };
      }
      const event: RunEvent = { type: "step.completed", at: now(), path: key, name, ms: since(clock), output };
      const written = await log.result(key, [encodeEvent(event)]);
      const first = "existing" in written ? written.existing[0]?.event : undefined;
      state.replay.steps.set(key, first?.type === "step.completed" ? first.output : output);
      return done;
    });
    if (failure !== undefined) throw failure;
    return state.replay.steps.get(key) as T;
  }

  /** As for nodes, but what a lost sub-step comes to is thrown into the executor, which may handle it. */
  async #beforeSubTry(node: GraphNode, key: string, history: NodeHistory): Promise<StepOutcome | undefined> {
    const state = this.#state;
    const losses = history.started - history.ended;
    if (losses > 0) {
      const answer = state.options.answers.get(key) as Resolution | undefined;
      if (answer?.action === "complete") {
        state.replay.steps.set(key, answer.output);
        const event: RunEvent = { type: "step.completed", at: state.options.now(), path: key, name: key, ms: 0, output: answer.output };
        await state.options.log.result(key, [encodeEvent(event)], [{ op: "drop", path: key }]);
        return done;
      }
      const asks = node.repeat === "unsafe" && node.policy.onUncertain !== "retry" && !answer;
      if (answer?.action === "fail" || losses >= 3 || (asks && node.policy.onUncertain === "fail"))
        throw lostError(node, losses);
      if (asks) return this.#ask(node, key, history, losses);
      if (answer) this.#forgetAnswer(key, history);
    }
    const at = state.options.now();
    return history.retryAt !== null && history.retryAt > at ? { retryAt: history.retryAt } : undefined;
  }

  async #complete(
    node: GraphNode,
    result: Parameters<WalkState["completed"]>[1],
    timing: { at: number; ms: number; attempt: number },
    waits = false,
  ): Promise<StepOutcome> {
    const state = this.#state;
    let made: ReturnType<WalkState["completed"]>;
    try {
      made = state.completed(node, result, timing);
    } catch (error) {
      return this.#fail(node, toRunError(error, node), timing, waits);
    }
    const drop = waits || historyOf(state.replay, node.key).waiting ? [{ op: "drop" as const, path: node.key }] : [];
    const written = await state.options.log.result(node.key, [made.encoded], drop);
    if ("existing" in written) return this.#existing(node, written.existing);
    state.outputs.set(node, node.key, result.output, made.bytes);
    return this.#settled(node, { status: "completed", ports: result.ports, seq: written.seq }, timing.at);
  }

  async #fail(
    node: GraphNode,
    error: RunError,
    timing: { at: number; ms: number; attempt: number },
    waits = false,
  ): Promise<StepOutcome> {
    const state = this.#state;
    const made = state.failed(node, error, timing);
    const drop = waits || historyOf(state.replay, node.key).waiting ? [{ op: "drop" as const, path: node.key }] : [];
    const written = await state.options.log.result(node.key, [made.encoded], drop);
    if ("existing" in written) return this.#existing(node, written.existing);
    if (made.output) state.outputs.set(node, node.key, made.output, 0);
    if (made.ends) state.errors.set(node, error);
    const status = node.policy.onError === "continue" ? "completed" : "failed";
    return this.#settled(node, { status, ports: made.ports, seq: written.seq }, timing.at);
  }

  /** Rule E5: the key of the result is taken, so that a late one is dropped. */
  async #cancelledFact(node: GraphNode, at: number): Promise<StepOutcome> {
    const event = encodeEvent({ type: "node.cancelled", at, path: node.key });
    const written = await this.#state.options.log.result(node.key, [event], [{ op: "drop", path: node.key }]);
    if ("existing" in written) return this.#existing(node, written.existing);
    return this.#settled(node, { status: "cancelled", ports: [], seq: written.seq }, at);
  }

  /** Cancels a node in flight for good: its result, should one come, is dropped. */
  async settleCancelled(node: GraphNode): Promise<SettledFact> {
    const outcome = this.#stored(node.key) ?? (await this.#cancelledFact(node, this.#state.options.now()));
    if (!("fact" in outcome)) throw new Error("a cancelled node has a fact");
    return outcome.fact;
  }

  /** The journal wins: another execution's result stands. */
  #existing(node: GraphNode, entries: JournalEntry[]): StepOutcome {
    const state = this.#state;
    const first = entries[0];
    if (!first) throw new Error(`the journal holds nothing under ${node.key}`);
    const { event, seq } = first;
    if (event.type === "node.completed") {
      const output = "output" in event ? event.output : (state.outputOf(event.outputOf) ?? null);
      state.outputs.set(node, node.key, output, 0);
      return this.#settled(node, { status: "completed", ports: event.ports, seq }, event.at);
    }
    if (event.type === "node.failed") {
      if (event.output !== undefined) state.outputs.set(node, node.key, event.output, 0);
      if (!event.handled) state.errors.set(node, event.error);
      return this.#settled(node, { status: "failed", ports: event.ports, seq }, event.at);
    }
    return this.#settled(node, { status: "cancelled", ports: [], seq }, event.at);
  }

  #buffered(
    node: GraphNode,
    result: Parameters<WalkState["completed"]>[1],
    timing: { at: number; ms: number; attempt: number },
  ): SettledFact {
    const made = this.#state.completed(node, result, timing);
    this.#state.options.log.push(made.encoded);
    this.#state.outputs.set(node, node.key, result.output, made.bytes);
    return this.#remember(node, { status: "completed", ports: result.ports, seq: Number.MAX_SAFE_INTEGER }, timing.at);
  }

  #bufferedFailure(node: GraphNode, error: RunError, timing: { at: number; ms: number; attempt: number }): SettledFact {
    const made = this.#state.failed(node, error, timing);
    this.#state.options.log.push(made.encoded);
    if (made.output) this.#state.outputs.set(node, node.key, made.output, 0);
    if (made.ends) this.#state.errors.set(node, error);
    const status = node.policy.onError === "continue" ? "completed" : "failed";
    return this.#remember(node, { status, ports: made.ports, seq: Number.MAX_SAFE_INTEGER }, timing.at);
  }

  #settled(node: GraphNode, fact: SettledFact, at: number): StepOutcome {
    return { fact: this.#remember(node, fact, at) };
  }

  #remember(node: GraphNode, fact: SettledFact, at: number): SettledFact {
    this.#state.facts.set(node.key, fact);
    this.#state.times.set(node, at);
    return fact;
  }
}

/** Outcome of bodies whose value goes another way than through the fact. */
const done: StepOutcome = { fact: { status: "completed", ports: [], seq: 0 } };

function firstPort(node: GraphNode): string {
  return node.ports[0] ?? "out";
}

/** What is journalled is what a replay will see: plain JSON, made once. */
function plain(value: unknown): Json {
  return value === undefined ? null : (JSON.parse(JSON.stringify(value)) as Json);
}

function since(clock: number): number {
  return Math.round((performance.now() - clock) * 100) / 100;
}

function isStopped(error: unknown): boolean {
  return error instanceof Error && error.name === "WalkStopped";
}
