import type { JournalEntry, RunError } from "../engine/events.ts";
import type { GraphNode } from "../engine/graph.ts";
import type { Json } from "../engine/json.ts";
import { completedEntry, failedEntry, type NodeResult, type Timing } from "./node-entries.ts";
import { type EncodedEvent, encodeEvent, type SettledFact, type StepOutcome } from "./ports.ts";
import { historyOf } from "./replay.ts";
import type { WalkState } from "./walk-state.ts";

/** A sub-step's or pure bookkeeping's outcome: its value goes another way than through the fact. */
export const done: StepOutcome = { fact: { status: "completed", ports: [], seq: 0 } };

/** Facts of effects are numbered by the journal; one that waits in the buffer comes after all that are numbered. */
const BUFFERED = Number.MAX_SAFE_INTEGER;

/** Journals what nodes that touch the world came to, once, ever: what the journal already holds wins. */
export class NodeResults {
  readonly #state: WalkState;

  constructor(state: WalkState) {
    this.#state = state;
  }

  stored(path: string): StepOutcome | undefined {
    const fact = this.#state.facts.get(path);
    return fact ? { fact } : undefined;
  }

  async complete(node: GraphNode, result: NodeResult, timing: Timing): Promise<StepOutcome> {
    const state = this.#state;
    let made: ReturnType<typeof completedEntry>;
    try {
      made = completedEntry(state, node, result, timing);
    } catch (error) {
      return this.fail(node, state.runError(error, node), timing);
    }
    const written = await this.#write(node, made.encoded);
    if ("existing" in written) return this.#existing(node, written.existing);
    state.outputs.set(node, this.#state.path(node), result.output, made.bytes);
    return this.#settled(node, { status: "completed", ports: result.ports, seq: written.seq }, timing.at);
  }

  async fail(node: GraphNode, error: RunError, timing: Timing): Promise<StepOutcome> {
    const made = failedEntry(this.#state, node, error, timing);
    const written = await this.#write(node, made.encoded);
    if ("existing" in written) return this.#existing(node, written.existing);
    return { fact: this.#failed(node, error, made, written.seq, timing.at) };
  }

  /** Rule E5 and E10: the key of the result is taken, so that a late one is dropped. */
  async cancel(node: GraphNode, at: number): Promise<StepOutcome> {
    this.#place(node);
    const written = await this.#cancelPath(this.#state.path(node), at);
    if ("existing" in written) return this.#existing(node, written.existing);
    return this.#settled(node, { status: "cancelled", ports: [], seq: written.seq }, at);
  }

  /** The same where the fact is wanted. */
  async cancelled(node: GraphNode, at: number): Promise<SettledFact> {
    const outcome = await this.cancel(node, at);
    if (!("fact" in outcome)) throw new Error("a cancelled node has a fact");
    return outcome.fact;
  }

  /** The same for a node run that is known by its path alone: not where it has settled in the meantime. */
  async cancelUnsettled(path: string, at: number): Promise<void> {
    const { facts } = this.#state;
    if (facts.has(path)) return;
    // What comes to its end from now on finds that it is cancelled, before the journal has answered.
    facts.set(path, { status: "cancelled", ports: [], seq: BUFFERED });
    await this.#cancelPath(path, at);
  }

  async #cancelPath(path: string, at: number): Promise<{ seq: number } | { existing: JournalEntry[] }> {
    this.#state.checkWalked();
    const event = encodeEvent({ type: "node.cancelled", at, path });
    // No step: a run that waits for this does not sleep.
    return this.#state.sleep.rest(this.#state.options.log.result(path, [event], [{ op: "drop", path }]));
  }

  /** As `complete`, for a node whose result follows from journalled sub-steps: it leaves with the buffer. */
  completeBuffered(node: GraphNode, result: NodeResult, timing: Timing): SettledFact {
    const made = completedEntry(this.#state, node, result, timing);
    this.#place(node);
    this.#state.options.log.push(made.encoded);
    this.#state.outputs.set(node, this.#state.path(node), result.output, made.bytes);
    return this.#remember(node, { status: "completed", ports: result.ports, seq: BUFFERED }, timing.at);
  }

  failBuffered(node: GraphNode, error: RunError, timing: Timing): SettledFact {
    const made = failedEntry(this.#state, node, error, timing);
    this.#place(node);
    this.#state.options.log.push(made.encoded);
    return this.#failed(node, error, made, BUFFERED, timing.at);
  }

  #write(node: GraphNode, event: EncodedEvent): Promise<{ seq: number } | { existing: JournalEntry[] }> {
    this.#place(node);
    return this.#state.options.log.result(this.#state.path(node), [event], this.#drops(node));
  }

  /** Facts are decided upon in the order of the journal, whatever order they are heard of in. */
  #place(node: GraphNode): void {
    // Where others write too (Inngest), each entry decides in the order that the journal had.
    if (!this.#state.options.steps.replaysAll) this.#state.placed.add(node);
  }

  #failed(
    node: GraphNode,
    error: RunError,
    made: ReturnType<typeof failedEntry>,
    seq: number,
    at: number,
  ): SettledFact {
    if (made.output) this.#state.outputs.set(node, this.#state.path(node), made.output, 0);
    if (made.ends) this.#state.errors.set(node, error);
    const status = node.policy.onError === "continue" ? "completed" : "failed";
    return this.#remember(node, { status, ports: made.ports, seq }, at);
  }

  /** Another execution's result stands. */
  #existing(node: GraphNode, entries: JournalEntry[]): StepOutcome {
    const state = this.#state;
    const [first] = entries;
    if (!first) throw new Error(`the journal holds nothing under ${state.path(node)}`);
    const { event, seq } = first;
    if (event.type === "node.completed") {
      const output: Json = "output" in event ? event.output : (state.outputOf(event.outputOf) ?? null);
      state.outputs.set(node, this.#state.path(node), output, 0);
      return this.#settled(node, { status: "completed", ports: event.ports, seq }, event.at);
    }
    if (event.type === "node.failed") {
      if (event.output !== undefined) state.outputs.set(node, this.#state.path(node), event.output, 0);
      if (!event.handled) state.errors.set(node, event.error);
      return this.#settled(node, { status: "failed", ports: event.ports, seq }, event.at);
    }
    return this.#settled(node, { status: "cancelled", ports: [], seq }, event.at);
  }

  #drops(node: GraphNode): { op: "drop"; path: string }[] {
    return historyOf(this.#state.replay, this.#state.path(node)).waiting
      ? [{ op: "drop", path: this.#state.path(node) }]
      : [];
  }

  #settled(node: GraphNode, fact: SettledFact, at: number): StepOutcome {
    return { fact: this.#remember(node, fact, at) };
  }

  #remember(node: GraphNode, fact: SettledFact, at: number): SettledFact {
    this.#state.facts.set(this.#state.path(node), fact);
    this.#state.times.set(node, at);
    return fact;
  }
}
