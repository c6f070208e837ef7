import "server-only";
import { and, asc, desc, eq, gt, lt, or, sql } from "drizzle-orm";
import { z } from "zod";
import type { Tx } from "#db/client.ts";
import { knowledgeBases, knowledgeChunks, knowledgeDocuments } from "#db/schema/knowledge.ts";
import type { KnowledgeBase, KnowledgeChunk, KnowledgeDocument } from "../api/contracts/knowledge.ts";
import { cutPage, decodeCursor } from "../api/cursor.ts";
import { AppError } from "../errors.ts";
import type { Metric, SearchLanguage } from "./base-settings.ts";

/** All of these see the workspace of their transaction only. */

interface Paging {
  cursor?: string | undefined;
  limit: number;
}

const ofBase = sql`from ${knowledgeDocuments} where ${knowledgeDocuments.baseId} = ${knowledgeBases.id}`;
const baseColumns = {
  base: knowledgeBases,
  documents: sql<number>`(select count(*)::int ${ofBase})`,
  chunks: sql<number>`(select coalesce(sum(${knowledgeDocuments.chunksDone}), 0)::int ${ofBase})`,
};

function toBase({
  base,
  documents,
  chunks,
}: {
  base: typeof knowledgeBases.$inferSelect;
  documents: number;
  chunks: number;
}): KnowledgeBase {
  return {
    id: base.id,
    name: base.name,
    description: base.description,
    settings: base.settings,
    model: base.model,
    dimensions: base.dimensions,
    metric: base.metric as Metric,
    language: base.language as SearchLanguage,
    documents,
    chunks,
    createdAt: base.createdAt.toISOString(),
    updatedAt: base.updatedAt.toISOString(),
  };
}

export async function listBases(tx: Tx, { cursor, limit }: Paging) {
  const name = sql<string>`lower(${knowledgeBases.name})`;
  const shape = z.tuple([z.string().max(400), z.string().max(64)]);
  const [afterName, afterId] = cursor === undefined ? [] : decodeCursor(cursor, shape);
  const after =
    afterName === undefined || afterId === undefined
      ? undefined
      : or(gt(name, afterName), and(eq(name, afterName), gt(knowledgeBases.id, afterId)));
  const rows = await tx
    .select(baseColumns)
    .from(knowledgeBases)
    .where(after)
    .orderBy(asc(name), asc(knowledgeBases.id))
    .limit(limit + 1);
  const { items, nextCursor } = cutPage(rows, limit, ({ base }) => [base.name.toLowerCase(), base.id]);
  return { items: items.map(toBase), nextCursor };
}

/** @throws AppError `not_found` (404) */
export async function readBase(tx: Tx, id: string): Promise<KnowledgeBase> {
  const [row] = await tx.select(baseColumns).from(knowledgeBases).where(eq(knowledgeBases.id, id));
  if (!row) throw baseNotFound();
  return toBase(row);
}

/** By its id, or by its name in any case; null when there is none. */
export async function findBaseId(tx: Tx, idOrName: string): Promise<string | null> {
  const [row] = await tx
    .select({ id: knowledgeBases.id })
    .from(knowledgeBases)
    .where(or(eq(knowledgeBases.id, idOrName), sql`lower(${knowledgeBases.name}) = lower(${idOrName})`))
    .orderBy(sql`${knowledgeBases.id} = ${idOrName} desc`)
    .limit(1);
  return row?.id ?? null;
}

function toDocument(row: typeof knowledgeDocuments.$inferSelect): KnowledgeDocument {
  const { id, name, mediaType, url, key, size, metadata, problem, pages, characters, chunks, chunksDone } = row;
  return {
    id,
    name,
    mediaType,
    source: row.source as KnowledgeDocument["source"],
    url,
    key,
    size,
    metadata,
    state: row.state as KnowledgeDocument["state"],
    problem,
    pages,
    characters,
    chunks,
    chunksDone,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  };
}

/** The newest first. */
export async function listDocuments(tx: Tx, baseId: string, { cursor, limit }: Paging) {
  await requireBase(tx, baseId);
  const [before] = cursor === undefined ? [] : decodeCursor(cursor, z.tuple([z.string().max(64)]));
  const rows = await tx
    .select()
    .from(knowledgeDocuments)
    .where(
      and(eq(knowledgeDocuments.baseId, baseId), before === undefined ? undefined : lt(knowledgeDocuments.id, before)),
    )
    .orderBy(desc(knowledgeDocuments.id))
    .limit(limit + 1);
  const { items, nextCursor } = cutPage(rows, limit, ({ id }) => [id]);
  return { items: items.map(toDocument), nextCursor };
}

/** @throws AppError `not_found` (404) */
export async function readDocument(tx: Tx, baseId: string, id: string): Promise<KnowledgeDocument> {
  const [row] = await tx
    .select()
    .from(knowledgeDocuments)
    .where(and(eq(knowledgeDocuments.id, id), eq(knowledgeDocuments.baseId, baseId)));
  if (!row) throw documentNotFound();
  return toDocument(row);
}

/** In their order. */
export async function listChunks(tx: Tx, baseId: string, documentId: string, { cursor, limit }: Paging) {
  await readDocument(tx, baseId, documentId);
  const [after] = cursor === undefined ? [] : decodeCursor(cursor, z.tuple([z.int()]));
  const rows = await tx
    .select({
      id: knowledgeChunks.id,
      number: knowledgeChunks.number,
      text: knowledgeChunks.text,
      headings: knowledgeChunks.headings,
      tokens: knowledgeChunks.tokens,
      from: knowledgeChunks.from,
      to: knowledgeChunks.to,
      pageFrom: knowledgeChunks.pageFrom,
      pageTo: knowledgeChunks.pageTo,
      embedded: sql<boolean>`${knowledgeChunks.embedding} is not null`,
    })
    .from(knowledgeChunks)
    .where(
      and(
        eq(knowledgeChunks.documentId, documentId),
        after === undefined ? undefined : gt(knowledgeChunks.number, after),
      ),
    )
    .orderBy(asc(knowledgeChunks.number))
    .limit(limit + 1);
  const { items, nextCursor } = cutPage(rows, limit, ({ number }) => [number]);
  return {
    items: items.map(
      ({ pageFrom, pageTo, ...row }): KnowledgeChunk => ({
        ...row,
        pages: pageFrom === null || pageTo === null ? null : { from: pageFrom, to: pageTo },
      }),
    ),
    nextCursor,
  };
}

/** @throws AppError `not_found` (404) */
export async function requireBase(tx: Tx, id: string): Promise<typeof knowledgeBases.$inferSelect> {
  const [row] = await tx.select().from(knowledgeBases).where(eq(knowledgeBases.id, id));
  if (!row) throw baseNotFound();
  return row;
}

export function baseNotFound(): AppError {
  return new AppError("not_found", 404, "There is no such knowledge base. It may have been deleted.");
}

export function documentNotFound(): AppError {
  return new AppError("not_found", 404, "There is no such document in this knowledge base. It may have been deleted.");
}
