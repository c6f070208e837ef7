import type { IndexEntry, IndexScope, VectorSpace } from "./vector-index.ts";

export interface StoredVector extends IndexEntry {
  /** Of its base; goes up with each batch of vectors. */
  seq: number;
}

export interface BaseRevision {
  added: number;
  removed: number;
}

/** Whose vectors. */
export type OwnedBy = Pick<IndexScope, "workspaceId" | "baseId" | "generation">;

/** Where `page` goes on after this vector. */
export function pageCursor({ id, generation }: { id: string; generation: number }): string {
  return `${id}:${generation}`;
}

/** What indexes read vectors from: PostgreSQL. */
export interface VectorSource {
  /** Null when there is no such base. Changes whenever its vectors do. */
  revision(scope: IndexScope): Promise<BaseRevision | null>;
  /** Vectors with `after < seq <= upTo`, by seq. */
  added(scope: IndexScope, range: { after: number; upTo: number }): AsyncIterable<StoredVector[]>;
  /** The smallest seq of each document that has vectors: what is older, or of other documents, is gone. */
  living(scope: IndexScope): Promise<Map<string, number>>;
  /** Vectors of all workspaces, by passage and generation, after `pageCursor` of the last one; empty at the end. */
  page(space: VectorSpace, after: string, limit: number): Promise<(IndexEntry & OwnedBy)[]>;
  /** How many vectors each generation of each base of a space has. */
  counts(space: VectorSpace): Promise<(OwnedBy & { count: number })[]>;
}
