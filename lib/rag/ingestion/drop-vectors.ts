import "server-only";
import { sql } from "drizzle-orm";
import type { Database } from "#db/client.ts";
import { noteRemoval } from "../index/store-vectors.ts";
import type { IndexScope, VectorIndex } from "../index/vector-index.ts";

const ROWS = 2_000;

/** Takes away vectors that a base has no use for any more: from the database a few at a time, then from the index. */
export async function dropVectors(
  { db, index }: { db: Database; index: VectorIndex },
  scope: IndexScope,
  signal: AbortSignal,
): Promise<void> {
  for (;;) {
    signal.throwIfAborted();
    const { rowCount } = await db.withWorkspace(scope, async (tx) => {
      await noteRemoval(tx, scope.baseId);
      return tx.execute(sql`
        delete from knowledge_vectors where (chunk_id, generation) in (
          select v.chunk_id, v.generation from knowledge_vectors v
          where v.base_id = ${scope.baseId} and v.generation = ${scope.generation} limit ${ROWS})`);
    });
    if ((rowCount ?? 0) < ROWS) break;
  }
  await index.removeBase(scope, signal);
}
