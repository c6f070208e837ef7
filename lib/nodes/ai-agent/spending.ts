import type { ModelUsage } from "../../ai/calls.ts";
import { addUp } from "../../ai/cost.ts";
import { countTokens } from "../../rag/chunking/tokens.ts";
import type { ModelTurn, ToolOutcome } from "./step-values.ts";

export type Limit = "turns" | "tokens" | "cost" | "time";

export interface AgentLimits {
  maxSteps: number;
  maxTokens?: number | undefined;
  maxCost?: number | undefined;
  timeoutMs?: number | undefined;
}

/** Providers write nothing that is shorter. */
const LEAST_TOKENS = 16;
const LEAST_MS = 50;

/** What an agent has spent, by what its sub-steps say: the same on every entry of the walk. */
export class Spending {
  readonly #limits: AgentLimits;
  turns = 0;
  ms = 0;
  cost: number | null = 0;
  usage: ModelUsage = { inputTokens: 0, outputTokens: 0, cachedInputTokens: 0, reasoningTokens: 0 };
  /** Calls that were made again, as nobody saw the end of the first; it may have been paid as well. */
  uncertain: { calls: number; cost: number | null } = { calls: 0, cost: 0 };
  /** Read and written, estimated where a provider does not count. */
  #tokens = 0;
  /** What may have been paid besides. */
  #lostTokens = 0;

  constructor(limits: AgentLimits) {
    this.#limits = limits;
  }

  /** @param asked what the model was given, for where its provider counts nothing */
  addTurn(turn: ModelTurn, asked: string, isOwnTurn = true): void {
    if (isOwnTurn) this.turns += 1;
    this.ms += turn.ms;
    const { inputTokens, outputTokens } = turn.usage;
    const tokens = (inputTokens ?? countTokens(asked)) + (outputTokens ?? countTokens(turn.text));
    this.#add(turn.usage, turn.cost, tokens, turn.lost);
  }

  /** Uses of tools that were under way together. */
  addOutcomes(outcomes: readonly ToolOutcome[]): void {
    this.ms += Math.max(0, ...outcomes.map(({ ms }) => ms));
    for (const { usage, cost, lost } of outcomes) {
      if (usage) this.#add(usage, cost, (usage.inputTokens ?? 0) + (usage.outputTokens ?? 0), lost);
      else if (lost > 0) this.uncertain.calls += lost;
    }
  }

  #add(usage: ModelUsage, cost: number | null, tokens: number, lost: number): void {
    const sum = (key: keyof ModelUsage) => {
      const [before, more] = [this.usage[key], usage[key]];
      return before === null || more === null ? null : before + more;
    };
    this.usage = {
      inputTokens: sum("inputTokens"),
      outputTokens: sum("outputTokens"),
      cachedInputTokens: sum("cachedInputTokens"),
      reasoningTokens: sum("reasoningTokens"),
    };
    this.cost = addUp([this.cost, cost]);
    this.#tokens += tokens;
    this.#lostTokens += tokens * lost;
    if (lost === 0) return;
    this.uncertain = {
      calls: this.uncertain.calls + lost,
      cost: addUp([this.uncertain.cost, ...Array.from({ length: lost }, () => cost)]),
    };
  }

  /** The limit that lets nothing more begin; null while there is room. What may have been paid counts as paid. */
  reached(): Limit | null {
    const { maxSteps, maxCost } = this.#limits;
    if (this.remainingMs < LEAST_MS) return "time";
    if (this.remainingTokens < LEAST_TOKENS) return "tokens";
    // Where it is not known what was spent, nothing more is.
    const spent = addUp([this.cost, this.uncertain.cost]);
    if (maxCost !== undefined && (spent === null || spent >= maxCost)) return "cost";
    return this.turns >= maxSteps ? "turns" : null;
  }

  get isLastTurn(): boolean {
    return this.turns === this.#limits.maxSteps - 1;
  }

  get remainingMs(): number {
    return (this.#limits.timeoutMs ?? Number.POSITIVE_INFINITY) - this.ms;
  }

  get remainingTokens(): number {
    return (this.#limits.maxTokens ?? Number.POSITIVE_INFINITY) - this.#tokens - this.#lostTokens;
  }
}
