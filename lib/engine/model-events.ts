/** A call of a model, or one that was answered from the cache. Failed ones are told too, with what their provider counted. */
export type ModelCalled = {
  type: "model.called";
  at: number;
  /** Path of the node. */
  path: string;
  /** Tells it apart from the other calls of its node: `<sub-step>/<try>/<number>`. */
  call: string;
  /** `<kind of credential>/<model>`. */
  model: string;
  inputTokens: number;
  outputTokens: number;
  /** True where the provider did not say how many there were. */
  estimated?: true;
  /** US dollars; null where the price is not known. */
  cost: number | null;
  cached?: true;
  /** Code of the error that it ended with. */
  error?: string;
};

/** A call that was not made, as what there was to spend is spent. */
export type BudgetExceeded = {
  type: "budget.exceeded";
  at: number;
  path: string;
  /** Whose: this run's, or that of all workflows together for a day or a month. */
  budget: "run" | "day" | "month";
  unit: "usd" | "tokens";
  limit: number;
  spent: number;
};

/** What calls of models came to together. */
export interface ModelSums {
  calls: number;
  failed: number;
  cached: number;
  /** Of no known price: what they cost is not in `costNano`. */
  unpriced: number;
  inputTokens: number;
  outputTokens: number;
  /** Billionths of a US dollar, so that sums are exact. */
  costNano: number;
}

export const noCalls: ModelSums = {
  calls: 0,
  failed: 0,
  cached: 0,
  unpriced: 0,
  inputTokens: 0,
  outputTokens: 0,
  costNano: 0,
};

export function withCall(sums: ModelSums, call: Omit<ModelCalled, "type" | "at" | "path" | "call">): ModelSums {
  return {
    calls: sums.calls + 1,
    failed: sums.failed + (call.error === undefined ? 0 : 1),
    cached: sums.cached + (call.cached ? 1 : 0),
    unpriced: sums.unpriced + (call.cost === null ? 1 : 0),
    inputTokens: sums.inputTokens + call.inputTokens,
    outputTokens: sums.outputTokens + call.outputTokens,
    costNano: sums.costNano + toNano(call.cost ?? 0),
  };
}

export function toNano(dollars: number): number {
  return Math.round(dollars * 1e9);
}

/** UTC, as `2026-01-31`. @param at milliseconds since the epoch */
export function usageDay(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}
