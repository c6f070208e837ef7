import "server-only";
import { sql } from "drizzle-orm";
import type { Database, Tx } from "#db/client.ts";
import { rareWords } from "./rare-words.ts";

type KeywordHit = { id: string; score: number };
interface Base {
  workspaceId: string;
  id: string;
  language: string;
}
interface KeywordSearch {
  query: string;
  count: number;
  documents: readonly string[] | null;
}

/**
 * Passages that hold words of the question, by PostgreSQL's full text. Any of the words is enough; more, and rarer places, rank
 * higher. Where there are very many passages, the rarer words choose which are ranked, unless they find too few. As the engine:
 * under row-level security PostgreSQL could not use its index on words. The ids it gives are read under it afterwards.
 */
export function searchKeywords(db: Database, base: Base, search: KeywordSearch): Promise<KeywordHit[]> {
  return db.withEngine(async (tx) => {
    const rare = await rareWords(tx, base.language, search.query);
    const hits = rare === null ? [] : await ranked(tx, base, search, rare);
    return rare !== null && hits.length >= search.count ? hits : ranked(tx, base, search, null);
  });
}

async function ranked(
  tx: Tx,
  base: Base,
  { query, count, documents }: KeywordSearch,
  rare: string | null,
): Promise<KeywordHit[]> {
  const within = documents === null ? sql`` : sql`and c.document_id = any(${sql.param(documents)}::text[])`;
  const wanted = rare === null ? sql`asked.words` : sql`${rare}::tsquery`;
  const { rows } = await tx.execute<KeywordHit>(sql`
    with asked as (
      select replace(plainto_tsquery(${base.language}::regconfig, ${query})::text, ' & ', ' | ')::tsquery as words)
    select c.id, ts_rank(c.words, asked.words, 1) as score from knowledge_chunks c, asked
    where c.words @@ ${wanted} and c.workspace_id = ${base.workspaceId} and c.base_id = ${base.id} ${within}
    order by score desc, c.id limit ${count}`);
  return rows;
}
