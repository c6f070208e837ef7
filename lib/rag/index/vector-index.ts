import type { Metric } from "../base-settings.ts";

/** Vectors that can be compared with each other: their index keeps them together. */
export type VectorSpace = {
  metric: Metric;
  /** Numbers of a vector. */
  dimensions: number;
};

/** One base of one workspace: every call names it, and sees nothing else. */
export interface IndexScope extends VectorSpace {
  workspaceId: string;
  baseId: string;
  /** Which of the base's vectors: while it is embedded anew it has those of two models, and they never meet. */
  generation: number;
}

export interface IndexEntry {
  /** Of the passage. */
  id: string;
  documentId: string;
  vector: Float32Array;
}

export interface VectorSearch {
  vector: Float32Array;
  /** Hits at most, from 1 to `limits.searchResults` times four: stages after it choose among more than they give. */
  count: number;
  /** Only in these documents. Default: in all of the base. */
  documents?: readonly string[];
}

export interface VectorHit {
  id: string;
  documentId: string;
  /**
   * More is nearer. `cosine`: -1 to 1. `dot`: the product. `l2`: 1 / (1 + distance), so 0 to 1.
   */
  score: number;
}

/**
 * Finds the nearest vectors. PostgreSQL holds them and is what counts: an index is told of what stands there already, may lag,
 * may be lost, and is never read back from. Whoever uses its hits reads the passages from PostgreSQL, and thereby leaves out
 * what is not there any more.
 *
 * Every call may reject with a NodeError: `network` and `timeout` while the index cannot be reached (worth another try),
 * `invalid_input` for a vector that does not fit, `quota` for what is too large for it; or with the signal's reason.
 */
export interface VectorIndex {
  /** How it is called where people see it. */
  readonly name: string;
  /** These passages have their vectors, in PostgreSQL already. Repeating it changes nothing. */
  upsert(scope: IndexScope, entries: readonly IndexEntry[], signal: AbortSignal): Promise<void>;
  /** These documents are gone from PostgreSQL. Afterwards the index holds nothing of them. */
  removeDocuments(scope: IndexScope, documentIds: readonly string[], signal: AbortSignal): Promise<void>;
  /** The base, or this generation of its vectors, is gone from PostgreSQL. */
  removeBase(scope: IndexScope, signal: AbortSignal): Promise<void>;
  /** Nearest first; of two that are as near, the one with the smaller id. */
  search(scope: IndexScope, search: VectorSearch, signal: AbortSignal): Promise<VectorHit[]>;
  /** Passages of the base that a search would look at now. */
  count(scope: IndexScope, signal: AbortSignal): Promise<number>;
  /**
   * Builds the index of a space anew from PostgreSQL, while searches are answered by the one there is.
   * @param cursor what `onProgress` was last told of a rebuild that was broken off
   */
  rebuild(
    space: VectorSpace,
    options: { cursor: string | null; onProgress(cursor: string): Promise<void>; signal: AbortSignal },
  ): Promise<void>;
  /** True when what the index holds of a space cannot be all: `rebuild` is due. */
  isIncomplete(space: VectorSpace, signal: AbortSignal): Promise<boolean>;
  /** What is wrong with it, in words; null when it answers. */
  problem(): Promise<string | null>;
  close(): Promise<void>;
}
