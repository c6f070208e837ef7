import "server-only";
import { sql } from "drizzle-orm";
import type { Database } from "#db/client.ts";
import { bytesVector } from "./vector-bytes.ts";
import type { IndexScope, VectorSpace } from "./vector-index.ts";
import type { StoredVector, VectorSource } from "./vector-source.ts";

const BATCH = 2_000;

interface Row {
  id: string;
  document_id: string;
  seq: string;
  embedding: Buffer;
}

export function createPostgresVectorSource(db: Database): VectorSource {
  const inScope = <T>({ workspaceId }: IndexScope, query: ReturnType<typeof sql>) =>
    db.withWorkspace({ workspaceId }, async (tx) => (await tx.execute(query)).rows as T[]);
  return {
    async revision(scope) {
      const [row] = await inScope<{ added: string; removed: string }>(
        scope,
        sql`select added_seq as added, removed_seq as removed from knowledge_bases where id = ${scope.baseId}`,
      );
      return row ? { added: Number(row.added), removed: Number(row.removed) } : null;
    },
    async *added(scope, { after, upTo }) {
      let from = { seq: after + 1, id: "" };
      for (;;) {
        const rows = await inScope<Row>(
          scope,
          sql`select id, document_id, seq, embedding from knowledge_chunks
              where base_id = ${scope.baseId} and seq <= ${upTo} and (seq, id) > (${from.seq}, ${from.id})
              order by seq, id limit ${BATCH}`,
        );
        if (rows.length > 0) yield rows.map(storedVector);
        const last = rows.at(-1);
        if (rows.length < BATCH || !last) return;
        from = { seq: Number(last.seq), id: last.id };
      }
    },
    async living(scope) {
      const rows = await inScope<{ document_id: string; seq: string }>(
        scope,
        sql`select document_id, min(seq) as seq from knowledge_chunks
            where base_id = ${scope.baseId} and seq is not null group by document_id`,
      );
      return new Map(rows.map(({ document_id, seq }) => [document_id, Number(seq)]));
    },
    page: ({ metric, dimensions }, after, limit) =>
      db.withEngine(async (tx) => {
        const { rows } = await tx.execute(sql`
          select c.id, c.document_id, c.seq, c.embedding, c.workspace_id, c.base_id
          from knowledge_chunks c join knowledge_bases b on b.id = c.base_id
          where c.id > ${after} and c.embedding is not null and b.metric = ${metric} and b.dimensions = ${dimensions}
          order by c.id limit ${limit}`);
        return (rows as unknown as (Row & { workspace_id: string; base_id: string })[]).map((row) => ({
          ...storedVector(row),
          workspaceId: row.workspace_id,
          baseId: row.base_id,
        }));
      }),
    counts: ({ metric, dimensions }: VectorSpace) =>
      db.withEngine(async (tx) => {
        const { rows } = await tx.execute(sql`
          select b.workspace_id, b.id as base_id, count(c.id)::int as count
          from knowledge_bases b left join knowledge_chunks c on c.base_id = b.id and c.embedding is not null
          where b.metric = ${metric} and b.dimensions = ${dimensions} group by b.workspace_id, b.id`);
        return (rows as unknown as { workspace_id: string; base_id: string; count: number }[]).map((row) => ({
          workspaceId: row.workspace_id,
          baseId: row.base_id,
          count: row.count,
        }));
      }),
  };
}

function storedVector(row: Row): StoredVector {
  return { id: row.id, documentId: row.document_id, seq: Number(row.seq), vector: bytesVector(row.embedding) };
}
