export interface Metrics {
  "recall@1": number;
  "recall@5": number;
  "recall@10": number;
  mrr: number;
  "ndcg@10": number;
}

/**
 * One section answers each question, so recall is the share of questions whose section is among the first k, the reciprocal
 * rank is 1 / its place, and the gain 1 / log2(1 + place); what is not among the first ten counts nothing.
 * @param places from 1; null where the section was not found
 */
export function metricsOf(places: readonly (number | null)[]): Metrics {
  const mean = (value: (place: number) => number) =>
    Math.round(
      (places.reduce<number>((sum, place) => sum + (place === null ? 0 : value(place)), 0) / places.length) * 1_000,
    ) / 1_000;
  return {
    "recall@1": mean((place) => (place <= 1 ? 1 : 0)),
    "recall@5": mean((place) => (place <= 5 ? 1 : 0)),
    "recall@10": mean((place) => (place <= 10 ? 1 : 0)),
    mrr: mean((place) => (place <= 10 ? 1 / place : 0)),
    "ndcg@10": mean((place) => (place <= 10 ? 1 / Math.log2(1 + place) : 0)),
  };
}
