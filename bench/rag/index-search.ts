import { monitorEventLoopDelay } from "node:perf_hooks";
import { createEmbeddedVectorIndex } from "#lib/rag/index/adapters/embedded-vector-index.ts";
import { createPostgresVectorSource } from "#lib/rag/index/postgres-vector-source.ts";
import type { BenchDatabase } from "../database.ts";
import { median, percentile, rounded } from "../statistics.ts";
import { DIMENSIONS, type FilledBase } from "./filled-base.ts";

export interface SearchTimes {
  p50: number;
  p95: number;
  /** How late the event loop of the asking process was, 99 of 100 times. */
  loopDelayP99: number;
}

const WARM = 30;
const CALLS = 200;

/** Times of one call after the other, the medians of the rounds. */
export async function timesOf(repeats: number, call: () => Promise<unknown>): Promise<SearchTimes> {
  for (let n = 0; n < WARM; n += 1) await call();
  const rounds: SearchTimes[] = [];
  for (let round = 0; round < repeats; round += 1) {
    const delay = monitorEventLoopDelay({ resolution: 1 });
    delay.enable();
    const times: number[] = [];
    for (let n = 0; n < CALLS; n += 1) {
      const from = performance.now();
      await call();
      times.push(performance.now() - from);
    }
    delay.disable();
    rounds.push({
      p50: percentile(times, 0.5),
      p95: percentile(times, 0.95),
      loopDelayP99: delay.percentile(99) / 1e6,
    });
  }
  const middle = (key: keyof SearchTimes) => rounded(median(rounds.map((round) => round[key])));
  return { p50: middle("p50"), p95: middle("p95"), loopDelayP99: middle("loopDelayP99") };
}

/** The built-in index alone, its look into PostgreSQL for what is new included. */
export async function indexSearch({ db }: BenchDatabase, base: FilledBase, repeats: number) {
  const index = createEmbeddedVectorIndex(createPostgresVectorSource(db));
  const scope = { ...base, generation: 0, metric: "cosine" as const, dimensions: DIMENSIONS };
  const { signal } = new AbortController();
  const ask = () => index.search(scope, { vector: base.question().vector, count: 10 }, signal);
  const from = performance.now();
  await ask();
  const loadedMs = Math.round(performance.now() - from);
  try {
    return { loadedMs, ...(await timesOf(repeats, ask)) };
  } finally {
    await index.close();
  }
}
