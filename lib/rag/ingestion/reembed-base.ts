import "server-only";
import { and, asc, eq, gt, inArray, isNull, sql } from "drizzle-orm";
import type { Database } from "#db/client.ts";
import { knowledgeBases, knowledgeChunks, knowledgeDocuments, knowledgeVectors } from "#db/schema/knowledge.ts";
import { NodeError } from "../../nodes/define.ts";
import { createEmbedder, type EmbedTexts } from "../embedder.ts";
import { storeVectors } from "../index/store-vectors.ts";
import { bytesVector } from "../index/vector-bytes.ts";
import type { IndexEntry, VectorIndex } from "../index/vector-index.ts";
import { BATCH, type ChunkRow, vectorsFor } from "./embed-chunks.ts";
import { requestDropping } from "./jobs.ts";
import { nextScopeOf, type StoredDocument, scopeOf } from "./stored-document.ts";

interface Parts {
  db: Database;
  index: VectorIndex;
  embedTexts: EmbedTexts;
}

interface Place {
  workspaceId: string;
  baseId: string;
}

type Base = StoredDocument["base"];
/** A passage, and its vector of the next generation where it has one. */
type Row = ChunkRow & { documentId: string; embedding: Uint8Array | null };

/** The index is asked so often whether it has everything; then the try ends, and another begins later. */
const ROUNDS = 3;

/**
 * Gives every passage of a base a vector of its next model, while searches use those of the model it has; then the base takes
 * to them, in one step. Passages are gone through by id, and `cursor` (`<generation>#<last passage>`) says how far: broken off
 * anywhere it goes on there, and what was embedded is not embedded again. Ends without a word when the base is gone, or when
 * somebody gave this up.
 */
export async function reembedBase(
  parts: Parts,
  place: Place,
  { cursor, onProgress, signal }: { cursor: string; onProgress(cursor: string): Promise<void>; signal: AbortSignal },
): Promise<void> {
  const { db } = parts;
  const [number = "", reached = ""] = cursor.split("#");
  const generation = Number(number);
  let after = reached;
  let rounds = 0;
  for (;;) {
    signal.throwIfAborted();
    const base = await loadBase(db, place, generation);
    if (!base) return;
    const rows = await passagesAfter(db, place, generation, after);
    const last = rows.at(-1);
    if (last) {
      if (!(await embedRows(parts, base, generation, rows, signal))) return;
      after = last.id;
      await onProgress(`${generation}#${after}`);
      continue;
    }
    // Passages that came meanwhile: most have ids behind the cursor, not all.
    const late = await passagesWithout(db, base, generation);
    if (late.length > 0) {
      if (!(await embedRows(parts, base, generation, late, signal))) return;
      continue;
    }
    if (await agrees(parts, base, generation, signal)) {
      if (await takeOver(db, place, generation)) return;
      continue;
    }
    rounds += 1;
    if (rounds > ROUNDS) {
      throw new NodeError("upstream", "The vector index does not come to agree with the database. It is tried again.");
    }
    // What was deleted may still be in the index, or something was lost on the way there.
    const scope = nextScopeOf(base);
    if (scope) await parts.index.removeBase(scope, signal);
    after = "";
    await onProgress(`${generation}#`);
  }
}

/** Null when this generation is not wanted any more. */
async function loadBase(db: Database, place: Place, generation: number): Promise<Base | null> {
  const [base] = await db.withWorkspace(place, (tx) =>
    tx
      .select()
      .from(knowledgeBases)
      .where(and(eq(knowledgeBases.id, place.baseId), eq(knowledgeBases.nextGeneration, generation))),
  );
  return base ?? null;
}

/** Embeds what has no vector yet, and tells the index of all of them. False when nobody wants it any more. */
async function embedRows(
  { db, index, embedTexts }: Parts,
  base: Base,
  generation: number,
  rows: readonly Row[],
  signal: AbortSignal,
): Promise<boolean> {
  const { workspaceId, id: baseId, nextModel, nextDimensions } = base;
  const embedder = createEmbedder(embedTexts, { workspaceId, model: nextModel ?? "", dimensions: nextDimensions });
  const owner = { workspaceId, baseId, generation };
  const missing = rows.filter(({ embedding }) => embedding === null);
  const made = await vectorsFor(db, embedder, owner, missing, signal);
  const isWanted = await db.withWorkspace({ workspaceId }, async (tx) => {
    // Nobody takes these documents away, or cuts them anew, between their passages and their vectors.
    const documents = [...new Set(rows.map(({ documentId }) => documentId))];
    await tx
      .select({ id: knowledgeDocuments.id })
      .from(knowledgeDocuments)
      .where(inArray(knowledgeDocuments.id, documents))
      .orderBy(asc(knowledgeDocuments.id))
      .for("share");
    if (!(await storeVectors(tx, owner, made))) return false;
    await tx
      .update(knowledgeBases)
      .set({ nextProblem: null, nextDimensions: nextDimensions ?? made[0]?.vector.length ?? null })
      .where(and(eq(knowledgeBases.id, baseId), eq(knowledgeBases.nextGeneration, generation)));
    return true;
  });
  const now = isWanted ? await loadBase(db, { workspaceId, baseId }, generation) : null;
  const scope = now && nextScopeOf(now);
  if (!scope) return false;
  const vectors = new Map(made.map(({ id, vector }) => [id, vector]));
  const entries = rows.map(({ id, documentId, embedding }): IndexEntry => {
    const vector = embedding === null ? (vectors.get(id) as Float32Array) : bytesVector(embedding);
    return { id, documentId, vector };
  });
  await index.upsert(scope, entries, signal);
  return true;
}

function rowsOf(db: Database, place: Place, generation: number) {
  const next = and(eq(knowledgeVectors.chunkId, knowledgeChunks.id), eq(knowledgeVectors.generation, generation));
  return (where: ReturnType<typeof sql> | undefined): Promise<Row[]> =>
    db.withWorkspace(place, (tx) =>
      tx
        .select({
          id: knowledgeChunks.id,
          documentId: knowledgeChunks.documentId,
          hash: knowledgeChunks.hash,
          text: knowledgeChunks.text,
          headings: knowledgeChunks.headings,
          embedding: knowledgeVectors.embedding,
        })
        .from(knowledgeChunks)
        .leftJoin(knowledgeVectors, next)
        .where(and(eq(knowledgeChunks.baseId, place.baseId), where))
        .orderBy(asc(knowledgeChunks.id))
        .limit(BATCH),
    );
}

const passagesAfter = (db: Database, place: Place, generation: number, after: string) =>
  rowsOf(db, place, generation)(sql`${gt(knowledgeChunks.id, after)}`);

/** Passages that searches find now and would not find any more. */
function passagesWithout(db: Database, base: Base, generation: number): Promise<Row[]> {
  const place = { workspaceId: base.workspaceId, baseId: base.id };
  return rowsOf(
    db,
    place,
    generation,
  )(sql`${isNull(knowledgeVectors.chunkId)} and exists (
      select from knowledge_vectors v where v.chunk_id = ${knowledgeChunks.id} and v.generation = ${base.generation})`);
}

/** Has the index what the database has? */
async function agrees({ db, index }: Parts, base: Base, generation: number, signal: AbortSignal): Promise<boolean> {
  const scope = nextScopeOf(base);
  if (!scope) return true;
  const { workspaceId, baseId } = scope;
  const stored = await db.withWorkspace({ workspaceId }, (tx) =>
    tx.$count(knowledgeVectors, and(eq(knowledgeVectors.baseId, baseId), eq(knowledgeVectors.generation, generation))),
  );
  return (await index.count(scope, signal)) === stored;
}

/** The one step. False when a passage came at the last moment. */
function takeOver(db: Database, place: Place, generation: number): Promise<boolean> {
  return db.withWorkspace(place, async (tx) => {
    // Whoever stores vectors waits for this row, and finds out afterwards what the base uses.
    const [base] = await tx
      .select()
      .from(knowledgeBases)
      .where(and(eq(knowledgeBases.id, place.baseId), eq(knowledgeBases.nextGeneration, generation)))
      .for("update");
    if (!base) return true;
    const { rows } = await tx.execute(sql`
      select from knowledge_vectors v where v.base_id = ${base.id} and v.generation = ${base.generation} and not exists (
        select from knowledge_vectors n where n.chunk_id = v.chunk_id and n.generation = ${generation}) limit 1`);
    if (rows.length > 0) return false;
    await tx
      .update(knowledgeBases)
      .set({
        model: base.nextModel ?? base.model,
        dimensions: base.nextDimensions,
        generation,
        nextGeneration: null,
        nextModel: null,
        nextDimensions: null,
        nextProblem: null,
        updatedAt: sql`now()`,
      })
      .where(eq(knowledgeBases.id, base.id));
    const left = scopeOf(base);
    if (left) await requestDropping(tx, left);
    return true;
  });
}
