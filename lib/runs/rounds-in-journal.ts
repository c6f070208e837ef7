import type { Replay, StoredIteration } from "./replay.ts";

/** Which of the rounds `from` to `to` (not included) of the container at `path` failed first, by the order of the journal. */
export function firstFailure(
  { iterations }: Replay,
  path: string,
  from: number,
  to: number,
): { index: number; stored: StoredIteration } | undefined {
  let first: { index: number; stored: StoredIteration } | undefined;
  if (iterations.size === 0) return first;
  for (let index = from; index < to; index++) {
    const stored = iterations.get(`${path}[${index}]`);
    if (stored?.status === "failed" && stored.seq < (first?.stored.seq ?? Number.POSITIVE_INFINITY))
      first = { index, stored };
  }
  return first;
}

/** Rounds of the container at `path` that something is journalled of, and no end. */
export function begunRounds({ histories, facts, iterations }: Replay, path: string): number[] {
  const begun = new Set<number>();
  for (const inside of [...histories.keys(), ...facts.keys()])
    if (inside.startsWith(`${path}[`)) begun.add(Number.parseInt(inside.slice(path.length + 1), 10));
  return [...begun].filter((index) => !iterations.has(`${path}[${index}]`));
}
