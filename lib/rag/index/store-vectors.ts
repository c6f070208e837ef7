import "server-only";
import { sql } from "drizzle-orm";
import type { Tx } from "#db/client.ts";
import { vectorBytes } from "./vector-bytes.ts";
import type { OwnedBy } from "./vector-source.ts";

/**
 * Puts vectors beside their passages; of passages that are gone, none. The base's row is locked until the transaction ends, so
 * batches of one base are seen in the order of their numbers.
 * @returns false when the base has no use for this generation any more
 */
export async function storeVectors(
  tx: Tx,
  { baseId, generation }: Pick<OwnedBy, "baseId" | "generation">,
  vectors: readonly { id: string; vector: Float32Array }[],
): Promise<boolean> {
  const { rows } = await tx.execute<{ seq: string }>(sql`
    update knowledge_bases set added_seq = added_seq + 1
    where id = ${baseId} and ${generation}::int in (generation, next_generation) returning added_seq as seq`);
  const [row] = rows;
  if (!row) return false;
  const ids = sql.param(vectors.map(({ id }) => id));
  const embeddings = sql.param(vectors.map(({ vector }) => vectorBytes(vector)));
  await tx.execute(sql`
    insert into knowledge_vectors (chunk_id, generation, workspace_id, base_id, document_id, embedding, seq)
    select c.id, ${generation}::int, c.workspace_id, c.base_id, c.document_id, v.embedding, ${Number(row.seq)}
    from unnest(${ids}::text[], ${embeddings}::bytea[]) as v(id, embedding)
    join knowledge_chunks c on c.id = v.id and c.base_id = ${baseId}
    on conflict (chunk_id, generation) do update set embedding = excluded.embedding, seq = excluded.seq`);
  return true;
}

/** Vectors of the base have gone, or are about to in this transaction: indexes in memory will look what is left. */
export async function noteRemoval(tx: Tx, baseId: string): Promise<void> {
  await tx.execute(sql`update knowledge_bases set removed_seq = removed_seq + 1 where id = ${baseId}`);
}
