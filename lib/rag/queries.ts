import "server-only";
import { and, asc, desc, eq, gt, gte, ilike, inArray, lt, lte, or, sql } from "drizzle-orm";
import { z } from "zod";
import type { Tx } from "#db/client.ts";
import {
  knowledgeBases,
  knowledgeChunks,
  knowledgeDocuments,
  knowledgeJobs,
  knowledgeVectors,
} from "#db/schema/knowledge.ts";
import type { KnowledgeBase, KnowledgeChunk, KnowledgeDocument } from "../api/contracts/knowledge.ts";
import { cutPage, decodeCursor } from "../api/cursor.ts";
import { AppError } from "../errors.ts";

/** All of these see the workspace of their transaction only. */

interface Paging {
  cursor?: string | undefined;
  limit: number;
}

const isWorking = inArray(knowledgeDocuments.state, ["waiting", "reading", "embedding"]);
const isFailed = eq(knowledgeDocuments.state, "failed");

function selectBases(tx: Tx) {
  const totals = tx
    .select({
      documents: sql<number>`count(*)::int`.as("documents"),
      working: sql<number>`(count(*) filter (where ${isWorking}))::int`.as("working"),
      failed: sql<number>`(count(*) filter (where ${isFailed}))::int`.as("failed"),
      chunks: sql<number>`coalesce(sum(${knowledgeDocuments.chunksDone}), 0)::int`.as("chunks"),
      passages: sql<number>`coalesce(sum(${knowledgeDocuments.chunks}), 0)::int`.as("passages"),
      changedAt: sql<Date | null>`max(${knowledgeDocuments.updatedAt})`
        .mapWith(knowledgeDocuments.updatedAt)
        .as("changed_at"),
    })
    .from(knowledgeDocuments)
    .where(eq(knowledgeDocuments.baseId, knowledgeBases.id))
    .as("totals");
  return tx
    .select({
      base: knowledgeBases,
      totals: {
        documents: totals.documents,
        working: totals.working,
        failed: totals.failed,
        chunks: totals.chunks,
        passages: totals.passages,
        changedAt: totals.changedAt,
      },
      reembedded: sql<number>`case when ${knowledgeBases.nextGeneration} is null then 0 else (
        select count(*)::int from ${knowledgeVectors} v
        where v.base_id = ${knowledgeBases.id} and v.generation = ${knowledgeBases.nextGeneration}) end`,
      isReembedded: sql<boolean>`exists (
        select from ${knowledgeJobs} j where j.kind = 'reembed' and j.base_id = ${knowledgeBases.id})`,
    })
    .from(knowledgeBases)
    .crossJoinLateral(totals);
}
type BaseRow = Awaited<ReturnType<typeof selectBases>>[number];

function reembeddingOf({ base, totals, reembedded, isReembedded }: BaseRow): KnowledgeBase["reembedding"] {
  if (base.nextGeneration === null) return null;
  return {
    model: base.nextModel ?? "",
    dimensions: base.nextDimensions,
    done: reembedded,
    total: totals.passages,
    problem: base.nextProblem,
    failed: !isReembedded,
  };
}

function toBase(row: BaseRow): KnowledgeBase {
  const { base } = row;
  const { changedAt, passages: _, ...totals } = row.totals;
  return {
    id: base.id,
    name: base.name,
    description: base.description,
    settings: base.settings,
    model: base.model,
    dimensions: base.dimensions,
    metric: base.metric,
    language: base.language,
    ...totals,
    reembedding: reembeddingOf(row),
    createdAt: base.createdAt.toISOString(),
    updatedAt: base.updatedAt.toISOString(),
    changedAt: (changedAt && changedAt > base.updatedAt ? changedAt : base.updatedAt).toISOString(),
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
  const rows = await selectBases(tx)
    .where(after)
    .orderBy(asc(name), asc(knowledgeBases.id))
    .limit(limit + 1);
  const { items, nextCursor } = cutPage(rows, limit, ({ base }) => [base.name.toLowerCase(), base.id]);
  return { items: items.map(toBase), nextCursor };
}

/** @throws AppError `not_found` (404) */
export async function readBase(tx: Tx, id: string): Promise<KnowledgeBase> {
  const base = await findBase(tx, id);
  if (!base) throw baseNotFound();
  return base;
}

export async function findBase(tx: Tx, id: string): Promise<KnowledgeBase | null> {
  const [row] = await selectBases(tx).where(eq(knowledgeBases.id, id));
  return row ? toBase(row) : null;
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

const documentColumns = {
  document: knowledgeDocuments,
  // Only while it is being embedded do the two differ.
  chunksEmbedded: sql<number>`case when ${knowledgeDocuments.state} = 'embedding' then (
    select count(*)::int from ${knowledgeChunks} c
    join ${knowledgeVectors} v on v.chunk_id = c.id
    join ${knowledgeBases} b on b.id = c.base_id and b.generation = v.generation
    where c.document_id = ${knowledgeDocuments}.id
  ) else ${knowledgeDocuments.chunksDone} end`,
};

function toDocument({
  document: row,
  chunksEmbedded,
}: {
  document: typeof knowledgeDocuments.$inferSelect;
  chunksEmbedded: number;
}): KnowledgeDocument {
  const { id, name, mediaType, url, key, size, metadata, problem, pages, characters, chunks, chunksDone } = row;
  return {
    id,
    name,
    mediaType,
    source: row.source,
    url,
    key,
    size,
    metadata,
    state: row.state,
    problem,
    pages,
    characters,
    chunks,
    chunksEmbedded,
    chunksDone,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  };
}

const inState = { working: isWorking, failed: isFailed, ready: eq(knowledgeDocuments.state, "ready") };

/** The newest first. */
export async function listDocuments(
  tx: Tx,
  baseId: string,
  { cursor, limit, state, search }: Paging & { state?: keyof typeof inState | undefined; search?: string | undefined },
) {
  await requireBase(tx, baseId);
  const [before] = cursor === undefined ? [] : decodeCursor(cursor, z.tuple([z.string().max(64)]));
  const rows = await tx
    .select(documentColumns)
    .from(knowledgeDocuments)
    .where(
      and(
        eq(knowledgeDocuments.baseId, baseId),
        before === undefined ? undefined : lt(knowledgeDocuments.id, before),
        state && inState[state],
        search ? ilike(knowledgeDocuments.name, `%${search.replace(/[\\%_]/g, "\\$&")}%`) : undefined,
      ),
    )
    .orderBy(desc(knowledgeDocuments.id))
    .limit(limit + 1);
  const { items, nextCursor } = cutPage(rows, limit, ({ document }) => [document.id]);
  return { items: items.map(toDocument), nextCursor };
}

/** @throws AppError `not_found` (404) */
export async function readDocument(tx: Tx, baseId: string, id: string): Promise<KnowledgeDocument> {
  const [row] = await tx
    .select(documentColumns)
    .from(knowledgeDocuments)
    .where(and(eq(knowledgeDocuments.id, id), eq(knowledgeDocuments.baseId, baseId)));
  if (!row) throw documentNotFound();
  return toDocument(row);
}

export async function findBaseOfDocument(tx: Tx, id: string): Promise<string | null> {
  const [row] = await tx
    .select({ baseId: knowledgeDocuments.baseId })
    .from(knowledgeDocuments)
    .where(eq(knowledgeDocuments.id, id));
  return row?.baseId ?? null;
}

/** @throws AppError `not_found`, `file_not_found` (404) while its address has not been read */
export async function findOriginal(tx: Tx, baseId: string, id: string): Promise<string> {
  const [row] = await tx
    .select({ fileId: knowledgeDocuments.fileId })
    .from(knowledgeDocuments)
    .where(and(eq(knowledgeDocuments.id, id), eq(knowledgeDocuments.baseId, baseId)));
  if (!row) throw documentNotFound();
  if (row.fileId !== null) return row.fileId;
  throw new AppError("file_not_found", 404, "There is no original yet: its address has not been read.");
}

/** Where a list of passages begins, besides where the page before it ended. */
interface ChunkPlace {
  from?: number | undefined;
  at?: number | undefined;
  passage?: string | undefined;
}

/** In their order. */
export async function listChunks(
  tx: Tx,
  baseId: string,
  documentId: string,
  { cursor, limit, ...place }: Paging & ChunkPlace,
) {
  await readDocument(tx, baseId, documentId);
  const [after] = cursor === undefined ? [] : decodeCursor(cursor, z.tuple([z.int()]));
  const first = after === undefined ? await firstNumber(tx, documentId, place) : after + 1;
  const rows = await tx
    .select({
      id: knowledgeChunks.id,
      number: knowledgeChunks.number,
      text: knowledgeChunks.text,
      headings: knowledgeChunks.headings,
      tokens: knowledgeChunks.tokens,
      from: knowledgeChunks.from,
      to: knowledgeChunks.to,
      shared: sql<number>`greatest(0, coalesce((
        select before.char_to from ${knowledgeChunks} before
        where before.document_id = ${knowledgeChunks}.document_id and before.number = ${knowledgeChunks}.number - 1
      ), 0) - ${knowledgeChunks.from})`,
      pageFrom: knowledgeChunks.pageFrom,
      pageTo: knowledgeChunks.pageTo,
      embedded: sql<boolean>`exists (
        select from ${knowledgeVectors} v join ${knowledgeBases} b on b.id = v.base_id and b.generation = v.generation
        where v.chunk_id = ${knowledgeChunks}.id
      )`,
    })
    .from(knowledgeChunks)
    .where(and(eq(knowledgeChunks.documentId, documentId), gte(knowledgeChunks.number, first)))
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

/** A place that is not there any more is the beginning: the document was read again since. */
async function firstNumber(tx: Tx, documentId: string, { from, at, passage }: ChunkPlace): Promise<number> {
  if (from !== undefined) return from;
  if (at === undefined && passage === undefined) return 0;
  const [row] = await tx
    .select({ number: knowledgeChunks.number })
    .from(knowledgeChunks)
    .where(
      and(
        eq(knowledgeChunks.documentId, documentId),
        passage === undefined ? undefined : eq(knowledgeChunks.id, passage),
        at === undefined ? undefined : lte(knowledgeChunks.from, at),
      ),
    )
    .orderBy(desc(knowledgeChunks.number))
    .limit(1);
  return row?.number ?? 0;
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
