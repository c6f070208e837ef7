import type { ModelUsage } from "./calls.ts";
import { DEMO_PROVIDER } from "./demo-names.ts";
import { type ModelPrice, prices } from "./prices.ts";

export interface BilledUsage extends ModelUsage {
  /** Of the input: put into the provider's cache. */
  cacheWriteTokens: number | null;
}

const free: ModelPrice = { input: 0, output: 0, cacheRead: 0, cacheWrite: 0 };

/** What a model costs: as the workspace says, else as the list does; null where neither knows it. */
export function priceOf(model: string, own: ReadonlyMap<string, ModelPrice>): ModelPrice | null {
  const listed = Object.hasOwn(prices, model) ? prices[model] : undefined;
  return own.get(model) ?? listed ?? (model.startsWith(`${DEMO_PROVIDER}/`) ? free : null);
}

/** Dollars for one answer of a model; null where a price or a count is missing. */
export function costOf(usage: BilledUsage, price: ModelPrice): number | null {
  const { inputTokens, outputTokens } = usage;
  if (inputTokens === null || outputTokens === null) return null;
  const cached = usage.cachedInputTokens ?? 0;
  const written = usage.cacheWriteTokens ?? 0;
  const rate: Pick<ModelPrice, "input" | "output" | "cacheRead" | "cacheWrite"> =
    price.above && inputTokens > price.above.tokens ? price.above : price;
  if ((cached > 0 && rate.cacheRead === undefined) || (written > 0 && rate.cacheWrite === undefined)) return null;
  const plain = Math.max(0, inputTokens - cached - written);
  const millionths =
    plain * rate.input + cached * (rate.cacheRead ?? 0) + written * (rate.cacheWrite ?? 0) + outputTokens * rate.output;
  return rounded(millionths / 1_000_000);
}

/** The sum of what is known; null as soon as one part is not. */
export function addUp(costs: readonly (number | null)[]): number | null {
  return costs.reduce<number | null>((sum, cost) => (sum === null || cost === null ? null : rounded(sum + cost)), 0);
}

/** To a billionth of a dollar, so that sums stay readable. */
function rounded(dollars: number): number {
  return Math.round(dollars * 1e9) / 1e9;
}
