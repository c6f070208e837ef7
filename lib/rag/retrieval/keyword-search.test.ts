import { sql } from "drizzle-orm";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { knowledgeDocuments } from "#db/schema/knowledge.ts";
import { newId } from "../../ids.ts";
import { type KnowledgeWorld, startKnowledgeWorld } from "../testing/knowledge-world.ts";
import { searchKeywords } from "./keyword-search.ts";
import { rareWords } from "./rare-words.ts";

// Where there are many passages, the rarer words of a question choose which are ranked.
const ROWS = 24_000;
let world: KnowledgeWorld;
let base: { id: string; workspaceId: string; language: string };
const documentId = newId("doc");
beforeAll(async () => {
  world = await startKnowledgeWorld();
  const scope = await world.base();
  base = { id: scope.baseId, workspaceId: scope.workspaceId, language: "english" };
  await world.db.withWorkspace(scope, async (tx) => {
    const place = { workspaceId: scope.workspaceId, baseId: scope.baseId };
    await tx
      .insert(knowledgeDocuments)
      .values({ id: documentId, ...place, name: "a", mediaType: "text/plain", source: "upload", state: "ready" });
    // Every passage is of harvest, a third of coffee, every two hundredth of frost, two of hail.
    await tx.execute(sql`
      insert into knowledge_chunks (id, workspace_id, base_id, document_id, number, text, headings, tokens, char_from, char_to, hash, words)
      select 'chk_' || lpad(n::text, 6, '0'), ${place.workspaceId}, ${place.baseId}, ${documentId}, n, t, '{}', 1, 0, 1, '',
        to_tsvector('english', t)
      from (select n, concat_ws(' ', 'the harvest', case when n % 3 = 0 then 'coffee' end,
        case when n % 200 = 0 then 'frost' end, case when n in (7, 11) then 'hail' end) as t
        from generate_series(1, ${ROWS}::int) as n) as made`);
  });
  const client = new pg.Client(world.owner);
  await client.connect();
  await client.query("analyze knowledge_chunks");
  await client.end();
});
afterAll(() => world?.close());

const find = async (query: string, count = 20) =>
  (await searchKeywords(world.db, base, { query, count, documents: null })).map(({ id }) => Number(id.slice(4)));
const rare = (query: string) => world.db.withEngine((tx) => rareWords(tx, "english", query));

describe("with many passages", () => {
  test("a rare word chooses, all of them rank", async () => {
    expect(await rare("the harvest of coffee after frost")).toBe("'frost'");
    const found = await find("the harvest of coffee after frost");
    expect(found).toHaveLength(20);
    expect(found.every((n) => n % 600 === 0)).toBe(true);
  });

  test("what the rare words find too little of, the others fill up, as if all had been looked for", async () => {
    const found = await find("harvest hail");
    expect(found.slice(0, 2)).toEqual([7, 11]);
    expect(found).toHaveLength(20);
  });

  test("a question of common words alone is answered too", async () => {
    expect(await find("harvest coffee", 5)).toEqual([3, 6, 9, 12, 15]);
    expect(await find("nothing of this kind")).toEqual([]);
    expect(await find("the of and")).toEqual([]);
  });

  test("the same question has the same answer", async () => {
    const answers = await Promise.all(Array.from({ length: 4 }, () => find("coffee frost harvest")));
    expect(new Set(answers.map(String)).size).toBe(1);
  });

  test("words stay words, whatever marks are in them", async () => {
    const odd = String.raw`frost' | 'x \' harvest \\ ( ! & :* <-> it''s`;
    expect((await find(odd)).length).toBe(20);
    expect(await rare(odd)).toContain("'frost'");
    expect((await find(`${"word ".repeat(1_000)} hail`, 2)).sort((a, b) => a - b)).toEqual([7, 11]);
  });
});

test("with few, every word chooses", async () => {
  const small = await startKnowledgeWorld();
  try {
    await small.base();
    expect(await small.db.withEngine((tx) => rareWords(tx, "english", "coffee frost"))).toBeNull();
  } finally {
    await small.close();
  }
});
