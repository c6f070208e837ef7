import "server-only";
import { sql } from "drizzle-orm";
import type { Tx } from "#db/client.ts";
import { vectorBytes } from "./vector-bytes.ts";

/**
 * Puts vectors beside their passages. The base's row is locked until the transaction ends, so batches of one base are seen in
 * the order of their numbers.
 */
export async function storeVectors(
  tx: Tx,
  baseId: string,
  vectors: readonly { id: string; vector: Float32Array }[],
): Promise<void> {
  const { rows } = await tx.execute<{ seq: string }>(
    sql`update knowledge_bases set added_seq = added_seq + 1 where id = ${baseId} returning added_seq as seq`,
  );
  const seq = Number(rows[0]?.seq);
  const ids = sql.param(vectors.map(({ id }) => id));
  const embeddings = sql.param(vectors.map(({ vector }) => vectorBytes(vector)));
  await tx.execute(sql`
    update knowledge_chunks c set embedding = v.embedding, seq = ${seq}
    from unnest(${ids}::text[], ${embeddings}::bytea[]) as v(id, embedding)
    where c.id = v.id and c.base_id = ${baseId}`);
}

/** Vectors of the base have gone, or are about to in this transaction: indexes in memory will look what is left. */
export async function noteRemoval(tx: Tx, baseId: string): Promise<void> {
  await tx.execute(sql`update knowledge_bases set removed_seq = removed_seq + 1 where id = ${baseId}`);
}
