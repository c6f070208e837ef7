const dollars = new Intl.NumberFormat("en-US", {
  style: "currency",
  currency: "USD",
  minimumFractionDigits: 2,
  maximumFractionDigits: 2,
});
const count = new Intl.NumberFormat("en-US");
const short = new Intl.NumberFormat("en-US", { notation: "compact", maximumFractionDigits: 1 });

/** `$1.20`, `$0.0034`, `price unknown`. A small cost keeps two figures, so that it is not shown as nothing. */
export function formatCost(cost: number | null): string {
  if (cost === null) return "price unknown";
  if (cost === 0 || cost >= 0.1) return dollars.format(cost);
  return `$${cost.toFixed(Math.min(9, 1 - Math.floor(Math.log10(cost))))}`;
}

/** `1 token`, `1,234 tokens`, `1.2M tokens`. */
export function formatTokens(tokens: number): string {
  return `${shortTokens(tokens)} ${tokens === 1 ? "token" : "tokens"}`;
}

export function shortTokens(tokens: number): string {
  return tokens < 100_000 ? count.format(tokens) : short.format(tokens);
}

/**
 * What several calls cost together. What is not known is never shown as nothing: `$0.12 + 2 calls of unknown price`.
 * @param unpriced calls of no known price
 */
export function formatCosts({ cost, unpriced, calls }: { cost: number; unpriced: number; calls: number }): string {
  if (unpriced === 0) return formatCost(cost);
  if (unpriced === calls) return formatCost(null);
  return `${formatCost(cost)} + ${unpriced} ${unpriced === 1 ? "call" : "calls"} of unknown price`;
}
