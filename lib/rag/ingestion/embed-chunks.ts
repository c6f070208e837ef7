import "server-only";
import { and, asc, eq, gte, inArray, isNull } from "drizzle-orm";
import type { Database } from "#db/client.ts";
import { knowledgeChunks, knowledgeDocuments, knowledgeVectors } from "#db/schema/knowledge.ts";
import { createEmbedder, type Embedder, type EmbedTexts } from "../embedder.ts";
import { storeVectors } from "../index/store-vectors.ts";
import { bytesVector } from "../index/vector-bytes.ts";
import type { IndexEntry, IndexScope, VectorIndex } from "../index/vector-index.ts";
import type { OwnedBy } from "../index/vector-source.ts";
import { embeddedText } from "./store-chunks.ts";
import { changeDocument, type StoredDocument, scopeOf, settleDimensions } from "./stored-document.ts";

/** Texts of one call to a model, and rows of one call to an index. */
export const BATCH = 64;

interface Parts {
  db: Database;
  index: VectorIndex;
  embedTexts: EmbedTexts;
}

export type ChunkRow = Pick<typeof knowledgeChunks.$inferSelect, "id" | "hash" | "text" | "headings">;

/**
 * Gives every passage of a document its vector, batch by batch in their order: into the database, then into the index. Broken
 * off anywhere, it goes on where it was: `chunks_done` counts those that are in the index. Ends early when the document is
 * gone, or when its base has taken to the vectors of another model.
 * @returns where its vectors are; null when it has none
 */
export async function embedChunks(
  parts: Parts,
  stored: StoredDocument,
  signal: AbortSignal,
): Promise<IndexScope | null> {
  const { db, index, embedTexts } = parts;
  const { document, base } = stored;
  const place = { workspaceId: document.workspaceId, baseId: base.id, documentId: document.id };
  const embedder = createEmbedder(embedTexts, base);
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
    if (rows.length === 0) return scope;
    const owner = { workspaceId: base.workspaceId, baseId: base.id, generation: base.generation };
    const vectors = await vectorsFor(db, embedder, owner, rows, signal);
    scope ??= await settleDimensions(db, base, vectors[0]?.vector.length ?? 0);
    const isStored = await db.withWorkspace(place, async (tx) => {
      const found = await tx
        .select({ id: knowledgeDocuments.id })
        .from(knowledgeDocuments)
        .where(eq(knowledgeDocuments.id, document.id))
        .for("share");
      return found.length > 0 && (await storeVectors(tx, owner, vectors));
    });
    if (!isStored) return scope;
    entries = vectors.map(({ id, vector }) => ({ id, vector, documentId: document.id }));
  }
}

/** Vectors of passages: those of the same words in this base again, else new ones of the model. */
export async function vectorsFor(
  db: Database,
  embedder: Embedder,
  owner: OwnedBy,
  rows: readonly ChunkRow[],
  signal: AbortSignal,
): Promise<{ id: string; vector: Float32Array }[]> {
  const hashes = [...new Set(rows.map(({ hash }) => hash))];
  const known = new Map<string, Float32Array>(await vectorsByHash(db, owner, hashes));
  const firsts = new Map<string, ChunkRow>();
  for (const row of rows) if (!known.has(row.hash) && !firsts.has(row.hash)) firsts.set(row.hash, row);
  const missing = [...firsts.values()];
  const texts = missing.map(({ headings, text }) => embeddedText(headings, text));
  const made = await embedder.embed(texts, signal);
  for (const [index, { hash }] of missing.entries()) known.set(hash, made[index] as Float32Array);
  return rows.map(({ id, hash }) => ({ id, vector: known.get(hash) as Float32Array }));
}

async function vectorsByHash(db: Database, { workspaceId, baseId, generation }: OwnedBy, hashes: string[]) {
  const rows = await db.withWorkspace({ workspaceId }, (tx) =>
    tx
      .selectDistinctOn([knowledgeChunks.hash], { hash: knowledgeChunks.hash, embedding: knowledgeVectors.embedding })
      .from(knowledgeChunks)
      .innerJoin(
        knowledgeVectors,
        and(eq(knowledgeVectors.chunkId, knowledgeChunks.id), eq(knowledgeVectors.generation, generation)),
      )
      .where(and(eq(knowledgeChunks.baseId, baseId), inArray(knowledgeChunks.hash, hashes))),
  );
  return rows.map(({ hash, embedding }) => [hash, bytesVector(embedding)] as const);
}

function ofGeneration({ base }: StoredDocument) {
  return and(eq(knowledgeVectors.chunkId, knowledgeChunks.id), eq(knowledgeVectors.generation, base.generation));
}

function withoutVector(db: Database, stored: StoredDocument): Promise<ChunkRow[]> {
  const { id, number, hash, text, headings } = knowledgeChunks;
  return db.withWorkspace(stored.document, (tx) =>
    tx
      .select({ id, hash, text, headings })
      .from(knowledgeChunks)
      .leftJoin(knowledgeVectors, ofGeneration(stored))
      .where(and(eq(knowledgeChunks.documentId, stored.document.id), isNull(knowledgeVectors.chunkId)))
      .orderBy(asc(number))
      .limit(BATCH),
  );
}

async function embeddedFrom(db: Database, stored: StoredDocument, from: number): Promise<IndexEntry[]> {
  const { document } = stored;
  const rows = await db.withWorkspace(document, (tx) =>
    tx
      .select({ id: knowledgeChunks.id, embedding: knowledgeVectors.embedding })
      .from(knowledgeChunks)
      .innerJoin(knowledgeVectors, ofGeneration(stored))
      .where(and(eq(knowledgeChunks.documentId, document.id), gte(knowledgeChunks.number, from)))
      .orderBy(asc(knowledgeChunks.number)),
  );
  return rows.map(({ id, embedding }) => ({ id, documentId: document.id, vector: bytesVector(embedding) }));
}
