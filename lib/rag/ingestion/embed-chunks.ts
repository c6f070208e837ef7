import "server-only";
import { and, asc, eq, gte, inArray, isNotNull, isNull, sql } from "drizzle-orm";
import type { Database } from "#db/client.ts";
import { knowledgeChunks, knowledgeDocuments } from "#db/schema/knowledge.ts";
import { createEmbedder, type EmbedTexts } from "../embedder.ts";
import { storeVectors } from "../index/store-vectors.ts";
import { bytesVector } from "../index/vector-bytes.ts";
import type { IndexEntry, VectorIndex } from "../index/vector-index.ts";
import { embeddedText } from "./store-chunks.ts";
import { changeDocument, type StoredDocument, scopeOf, settleDimensions } from "./stored-document.ts";

/** Texts of one call to a model, and rows of one call to an index. */
const BATCH = 64;

interface Parts {
  db: Database;
  index: VectorIndex;
  embedTexts: EmbedTexts;
}

type ChunkRow = Pick<typeof knowledgeChunks.$inferSelect, "id" | "number" | "hash" | "text" | "headings">;

/**
 * Gives every passage of a document its vector, batch by batch in their order: into the database, then into the index. Broken
 * off anywhere, it goes on where it was: `chunks_done` counts those that are in the index. False when the document is gone.
 */
export async function embedChunks(parts: Parts, stored: StoredDocument, signal: AbortSignal): Promise<boolean> {
  const { db, index } = parts;
  const { document, base } = stored;
  const place = { workspaceId: document.workspaceId, baseId: base.id, documentId: document.id };
  let scope = scopeOf(base);
  // In the database, but perhaps not in the index: what was broken off between the two.
  let entries = await embeddedFrom(db, stored, document.chunksDone);
  let done = document.chunksDone;
  for (;;) {
    signal.throwIfAborted();
    if (entries.length > 0 && scope) {
      await index.upsert(scope, entries, signal);
      done += entries.length;
      await changeDocument(db, place, { chunksDone: done });
    }
    const rows = await withoutVector(db, stored);
    if (rows.length === 0) break;
    const vectors = await vectorsFor(parts, stored, rows, signal);
    scope ??= await settleDimensions(db, base, vectors[0]?.vector.length ?? 0);
    const isThere = await db.withWorkspace(place, async (tx) => {
      const found = await tx
        .select({ id: knowledgeDocuments.id })
        .from(knowledgeDocuments)
        .where(eq(knowledgeDocuments.id, document.id))
        .for("share");
      if (found.length > 0) await storeVectors(tx, base.id, vectors);
      return found.length > 0;
    });
    if (!isThere) break;
    entries = vectors.map(({ id, vector }) => ({ id, vector, documentId: document.id }));
  }
  return true;
}

/** Vectors of passages: those of the same words in this base again, else new ones of the model. */
async function vectorsFor(
  { db, embedTexts }: Parts,
  { base }: StoredDocument,
  rows: readonly ChunkRow[],
  signal: AbortSignal,
): Promise<{ id: string; vector: Float32Array }[]> {
  const hashes = [...new Set(rows.map(({ hash }) => hash))];
  const known = new Map<string, Float32Array>(await vectorsByHash(db, base, hashes));
  const firsts = new Map<string, ChunkRow>();
  for (const row of rows) if (!known.has(row.hash) && !firsts.has(row.hash)) firsts.set(row.hash, row);
  const missing = [...firsts.values()];
  const embedder = createEmbedder(embedTexts, base);
  const texts = missing.map(({ headings, text }) => embeddedText(headings, text));
  const made = await embedder.embed(texts, signal);
  for (const [index, { hash }] of missing.entries()) known.set(hash, made[index] as Float32Array);
  return rows.map(({ id, hash }) => ({ id, vector: known.get(hash) as Float32Array }));
}

async function vectorsByHash(db: Database, base: StoredDocument["base"], hashes: string[]) {
  const rows = await db.withWorkspace({ workspaceId: base.workspaceId }, (tx) =>
    tx
      .selectDistinctOn([knowledgeChunks.hash], { hash: knowledgeChunks.hash, embedding: knowledgeChunks.embedding })
      .from(knowledgeChunks)
      .where(
        and(
          eq(knowledgeChunks.baseId, base.id),
          inArray(knowledgeChunks.hash, hashes),
          isNotNull(knowledgeChunks.embedding),
        ),
      ),
  );
  return rows.map(({ hash, embedding }) => [hash, bytesVector(embedding as Uint8Array)] as const);
}

function withoutVector(db: Database, { document }: StoredDocument): Promise<ChunkRow[]> {
  const { id, number, hash, text, headings } = knowledgeChunks;
  return db.withWorkspace(document, (tx) =>
    tx
      .select({ id, number, hash, text, headings })
      .from(knowledgeChunks)
      .where(and(eq(knowledgeChunks.documentId, document.id), isNull(knowledgeChunks.embedding)))
      .orderBy(asc(number))
      .limit(BATCH),
  );
}

async function embeddedFrom(db: Database, { document }: StoredDocument, from: number): Promise<IndexEntry[]> {
  const rows = await db.withWorkspace(document, (tx) =>
    tx
      .select({ id: knowledgeChunks.id, embedding: knowledgeChunks.embedding })
      .from(knowledgeChunks)
      .where(
        and(
          eq(knowledgeChunks.documentId, document.id),
          gte(knowledgeChunks.number, from),
          isNotNull(knowledgeChunks.embedding),
        ),
      )
      .orderBy(sql`${knowledgeChunks.number}`),
  );
  return rows.map(({ id, embedding }) => ({
    id,
    documentId: document.id,
    vector: bytesVector(embedding as Uint8Array),
  }));
}
