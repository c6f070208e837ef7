/** A stage of a search, and the place it gave each result; null where it did not find it. */
export interface RankedStage {
  name: string;
  ranks: readonly (number | null)[];
}

export interface RankPoint {
  result: number;
  stage: number;
  x: number;
  y: number;
  rank: number;
}

export interface RankThread {
  result: number;
  d: string;
  /** Pieces that pass a stage which did not find the result. */
  passed: string;
}

export interface RankChart {
  width: number;
  height: number;
  /** Middle of each stage. */
  columns: readonly number[];
  points: readonly RankPoint[];
  threads: readonly RankThread[];
}

const ROW = 17;
const TOP = 14;
const SIDE = 24;

/**
 * Results woven from stage to stage. In each stage they stand in the order it gave them, below each other without gaps, whatever
 * place that was: a place of 40 must not stretch the picture. What a stage did not find passes below those it did.
 */
export function rankChart(stages: readonly RankedStage[], results: number, width: number): RankChart {
  const columns = stages.map((_, at) =>
    stages.length === 1 ? width / 2 : SIDE + (at * (width - 2 * SIDE)) / (stages.length - 1),
  );
  const rows = stages.map(({ ranks }) => rowsOf(ranks, results));
  const points: RankPoint[] = [];
  const threads: RankThread[] = [];
  let lowest = 0;
  for (let result = 0; result < results; result += 1) {
    const places = stages.map(({ ranks }, stage) => {
      const row = rows[stage]?.get(result);
      const rank = ranks[result] ?? null;
      lowest = Math.max(lowest, row?.row ?? 0);
      const place = { x: columns[stage] as number, y: TOP + ROW * (row?.row ?? 0) };
      if (rank !== null) points.push({ result, stage, rank, ...place });
      return { ...place, found: rank !== null };
    });
    threads.push({ result, ...threadOf(places) });
  }
  return { width, height: TOP + ROW * lowest + TOP, columns, points, threads };
}

/** The row of each result in a stage: those found by their place, then the others. */
function rowsOf(ranks: readonly (number | null)[], results: number): Map<number, { row: number }> {
  const order = Array.from({ length: results }, (_, result) => result).sort(
    (a, b) => (ranks[a] ?? Number.POSITIVE_INFINITY) - (ranks[b] ?? Number.POSITIVE_INFINITY) || a - b,
  );
  return new Map(order.map((result, row) => [result, { row }]));
}

interface Place {
  x: number;
  y: number;
  found: boolean;
}

/** From the first stage that found it to the last one that did. */
function threadOf(places: readonly Place[]): { d: string; passed: string } {
  const first = places.findIndex(({ found }) => found);
  const last = places.findLastIndex(({ found }) => found);
  let d = "";
  let passed = "";
  for (let at = first; at >= 0 && at < last; at += 1) {
    const from = places[at] as Place;
    const to = places[at + 1] as Place;
    const middle = (from.x + to.x) / 2;
    const piece = `M${from.x} ${from.y}C${middle} ${from.y} ${middle} ${to.y} ${to.x} ${to.y}`;
    if (from.found && to.found) d += piece;
    else passed += piece;
  }
  return { d, passed };
}
