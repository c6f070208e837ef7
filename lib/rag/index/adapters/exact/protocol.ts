import type { Metric } from "../../../base-settings.ts";
import type { BlockBatch, BlockHit } from "./block.ts";

/** What the thread with the vectors is asked; `base` names a block. */
export type ExactTask =
  | { do: "add"; base: string; metric: Metric; dimensions: number; batch: BlockBatch }
  | { do: "keep"; base: string; living: ReadonlyMap<string, number> }
  | { do: "search"; base: string; vector: Float32Array; count: number; documents: readonly string[] | null }
  | { do: "forget"; base: string };

/** State of the block afterwards, and what was found. */
export interface ExactResult {
  count: number;
  bytes: number;
  hits: BlockHit[];
}

export interface ExactQuestion {
  number: number;
  task: ExactTask;
}
export type ExactAnswer = { number: number } & ({ result: ExactResult } | { problem: string });
