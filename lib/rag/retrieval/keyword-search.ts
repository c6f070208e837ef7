import "server-only";
import { sql } from "drizzle-orm";
import type { Database } from "#db/client.ts";

/**
 * Passages that hold words of the question, by PostgreSQL's full text. Any of the words is enough; more, and rarer places, rank
 * higher. As the engine: under row-level security PostgreSQL could not use its index on words. The ids it gives are read under
 * it afterwards.
 */
export async function searchKeywords(
  db: Database,
  base: { workspaceId: string; id: string; language: string },
  search: { query: string; count: number; documents: readonly string[] | null },
): Promise<{ id: string; score: number }[]> {
  const within =
    search.documents === null ? sql`` : sql`and c.document_id = any(${sql.param(search.documents)}::text[])`;
  const { rows } = await db.withEngine((tx) =>
    tx.execute(sql`
      with asked as (
        select replace(plainto_tsquery(${base.language}::regconfig, ${search.query})::text, ' & ', ' | ')::tsquery as words)
      select c.id, ts_rank(c.words, asked.words, 1) as score from knowledge_chunks c, asked
      where c.words @@ asked.words and c.workspace_id = ${base.workspaceId} and c.base_id = ${base.id} ${within}
      order by score desc, c.id limit ${search.count}`),
  );
  return rows as unknown as { id: string; score: number }[];
}
