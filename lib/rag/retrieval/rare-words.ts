import "server-only";
import { sql } from "drizzle-orm";
import type { Tx } from "#db/client.ts";

/** From so many passages on it matters which words are looked for: in fewer, all that have any word are ranked in no time. */
const MANY = 20_000;
/** Passages that are ranked, about. */
const ENOUGH = 5_000;
/** Passages that tell how common words are, about. */
const SAMPLED = 1_000;
/** Of a long question the longest words are weighed: they are the rarest, mostly. */
const WEIGHED = 100;

interface Weighed {
  /** As an expression of full text has it. */
  word: string;
  /** Of all passages, the part that holds it. */
  part: number;
}

/**
 * The words of a question that choose which passages are ranked: the rarest, as many as find about enough. Null: all of them do.
 * How common each is, a sample of all passages tells, which is the same one until passages change.
 * @param language as PostgreSQL calls it
 * @returns an expression of full text
 */
export async function rareWords(tx: Tx, language: string, question: string): Promise<string | null> {
  const counted = await tx.execute<{ passages: number }>(
    sql`select greatest(reltuples, 0)::float8 as passages from pg_class where oid = 'knowledge_chunks'::regclass`,
  );
  const passages = counted.rows[0]?.passages ?? 0;
  if (passages < MANY) return null;
  const { rows } = await tx.execute<Weighed & Record<string, unknown>>(sql`
    with asked as (
      select '''' || replace(replace(lexeme, '\\', '\\\\'), '''', '''''') || '''' as word
      from unnest(to_tsvector(${language}::regconfig, ${question})) order by length(lexeme) desc, lexeme limit ${WEIGHED}),
    seen as (select words from knowledge_chunks tablesample system (${(100 * SAMPLED) / passages}) repeatable (1))
    select word, avg((seen.words @@ word::tsquery)::int)::float8 as part from asked cross join seen
    group by word order by part, word`);
  return chosen(rows, passages);
}

/** @param words the rarest first */
function chosen(words: readonly Weighed[], passages: number): string | null {
  let found = 0;
  const rare = words.filter(({ part }, index) => {
    found += part * passages;
    return index === 0 || found <= ENOUGH;
  });
  return rare.length === words.length ? null : rare.map(({ word }) => word).join(" | ");
}
