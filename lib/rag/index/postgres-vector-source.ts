import "server-only";
import { sql } from "drizzle-orm";
import type { Database } from "#db/client.ts";
import { bytesVector } from "./vector-bytes.ts";
import type { IndexScope, VectorSpace } from "./vector-index.ts";
import type { OwnedBy, StoredVector, VectorSource } from "./vector-source.ts";

const BATCH = 2_000;

type Row = { id: string; document_id: string; seq: string; embedding: Buffer };

export function createPostgresVectorSource(db: Database): VectorSource {
  const inScope = <T extends Record<string, unknown>>({ workspaceId }: IndexScope, query: ReturnType<typeof sql>) =>
    db.withWorkspace({ workspaceId }, async (tx) => (await tx.execute<T>(query)).rows);
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
          sql`select chunk_id as id, document_id, seq, embedding from knowledge_vectors
              where base_id = ${scope.baseId} and generation = ${scope.generation}
                and seq <= ${upTo} and (seq, chunk_id) > (${from.seq}, ${from.id})
              order by seq, chunk_id limit ${BATCH}`,
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
        sql`select document_id, min(seq) as seq from knowledge_vectors
            where base_id = ${scope.baseId} and generation = ${scope.generation} group by document_id`,
      );
      return new Map(rows.map(({ document_id, seq }) => [document_id, Number(seq)]));
    },
    page: (space, after, limit) =>
      db.withEngine(async (tx) => {
        // A passage may have a vector of each generation: by both, none is read twice and none is left out.
        const [id = "", generation = "-1"] = after.split(":");
        const { rows } = await tx.execute<OwnedRow>(sql`
          select v.chunk_id as id, v.document_id, v.seq, v.embedding, v.workspace_id, v.base_id, v.generation
          from knowledge_vectors v join knowledge_bases b on b.id = v.base_id
          where (v.chunk_id, v.generation) > (${id}, ${Number(generation)}) and ${isOf(space)}
          order by v.chunk_id, v.generation limit ${limit}`);
        return rows.map((row) => ({ ...storedVector(row), ...ownerOf(row) }));
      }),
    counts: (space) =>
      db.withEngine(async (tx) => {
        const { rows } = await tx.execute<Owner & { count: number }>(sql`
          select b.workspace_id, b.id as base_id, g.generation, count(v.chunk_id)::int as count
          from knowledge_bases b
          cross join lateral (values (b.generation, b.dimensions), (b.next_generation, b.next_dimensions))
            as g(generation, dimensions)
          left join knowledge_vectors v on v.base_id = b.id and v.generation = g.generation
          where b.metric = ${space.metric} and g.dimensions = ${space.dimensions} and g.generation is not null
          group by b.workspace_id, b.id, g.generation`);
        return rows.map((row) => ({
          ...ownerOf(row),
          count: row.count,
        }));
      }),
  };
}

/** Vectors in use, and those that will be. */
function isOf({ metric, dimensions }: VectorSpace) {
  return sql`b.metric = ${metric} and (
    (v.generation = b.generation and b.dimensions = ${dimensions})
    or (v.generation = b.next_generation and b.next_dimensions = ${dimensions}))`;
}

type Owner = { workspace_id: string; base_id: string; generation: number };
type OwnedRow = Row & Owner;

function ownerOf({ workspace_id, base_id, generation }: Owner): OwnedBy {
  return { workspaceId: workspace_id, baseId: base_id, generation };
}

function storedVector(row: Row): StoredVector {
  return { id: row.id, documentId: row.document_id, seq: Number(row.seq), vector: bytesVector(row.embedding) };
}
