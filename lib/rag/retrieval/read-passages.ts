import "server-only";
import { and, eq, inArray, sql } from "drizzle-orm";
import type { Tx } from "#db/client.ts";
import { knowledgeChunks, knowledgeDocuments, knowledgeSections } from "#db/schema/knowledge.ts";
import type { Passage } from "../step-types.ts";

/** Passages by id, of one base: what is not there any more is left out. */
export async function readPassages(
  tx: Tx,
  baseId: string,
  ids: readonly string[],
  { neighbours, sections }: { neighbours: number; sections: boolean },
): Promise<Map<string, Passage>> {
  if (ids.length === 0) return new Map();
  const rows = await tx
    .select({ chunk: knowledgeChunks, document: knowledgeDocuments, section: knowledgeSections.text })
    .from(knowledgeChunks)
    .innerJoin(knowledgeDocuments, eq(knowledgeDocuments.id, knowledgeChunks.documentId))
    .leftJoin(
      knowledgeSections,
      and(
        eq(knowledgeSections.documentId, knowledgeChunks.documentId),
        eq(knowledgeSections.number, knowledgeChunks.section),
      ),
    )
    .where(and(eq(knowledgeChunks.baseId, baseId), inArray(knowledgeChunks.id, [...ids])));
  const passages = new Map<string, Passage>();
  for (const { chunk, document, section } of rows) {
    const around = neighbours > 0 ? await readAround(tx, chunk, neighbours) : chunk.text;
    const { pageFrom, pageTo } = chunk;
    passages.set(chunk.id, {
      id: chunk.id,
      text: chunk.text,
      headings: chunk.headings,
      number: chunk.number,
      context: sections && section !== null ? section : around,
      document: { id: document.id, name: document.name, url: document.url, metadata: document.metadata },
      from: chunk.from,
      to: chunk.to,
      pages: pageFrom === null || pageTo === null ? null : { from: pageFrom, to: pageTo },
    });
  }
  return passages;
}

/** A passage with those before and after it as one text: what they repeat of each other stands there once. */
async function readAround(
  tx: Tx,
  { documentId, number }: { documentId: string; number: number },
  neighbours: number,
): Promise<string> {
  const rows = await tx
    .select({ text: knowledgeChunks.text, from: knowledgeChunks.from, to: knowledgeChunks.to })
    .from(knowledgeChunks)
    .where(
      and(
        eq(knowledgeChunks.documentId, documentId),
        sql`${knowledgeChunks.number} between ${number - neighbours} and ${number + neighbours}`,
      ),
    )
    .orderBy(knowledgeChunks.number);
  let text = "";
  let end = rows[0]?.from ?? 0;
  for (const row of rows) {
    text += row.text.slice(Math.max(0, end - row.from));
    end = row.to;
  }
  return text;
}
