import "server-only";
import { and, eq, sql } from "drizzle-orm";
import type { Database } from "#db/client.ts";
import { knowledgeBases, knowledgeDocuments } from "#db/schema/knowledge.ts";
import { NodeError } from "../../nodes/define.ts";
import type { IndexScope } from "../index/vector-index.ts";

export interface StoredDocument {
  document: typeof knowledgeDocuments.$inferSelect;
  base: typeof knowledgeBases.$inferSelect;
}

export interface DocumentPlace {
  workspaceId: string;
  baseId: string;
  documentId: string;
}

/** A document with its base; null when it is gone. */
export async function loadDocument(db: Database, place: DocumentPlace): Promise<StoredDocument | null> {
  const [row] = await db.withWorkspace(place, (tx) =>
    tx
      .select({ document: knowledgeDocuments, base: knowledgeBases })
      .from(knowledgeDocuments)
      .innerJoin(knowledgeBases, eq(knowledgeBases.id, knowledgeDocuments.baseId))
      .where(and(eq(knowledgeDocuments.id, place.documentId), eq(knowledgeDocuments.workspaceId, place.workspaceId))),
  );
  return row ?? null;
}

export async function changeDocument(
  db: Database,
  place: DocumentPlace,
  change: Partial<typeof knowledgeDocuments.$inferInsert>,
): Promise<void> {
  await db.withWorkspace(place, (tx) =>
    tx
      .update(knowledgeDocuments)
      .set({ ...change, updatedAt: sql`now()` })
      .where(and(eq(knowledgeDocuments.id, place.documentId), eq(knowledgeDocuments.workspaceId, place.workspaceId))),
  );
}

/** Null while the base has no vectors yet, so that nobody knows how many numbers they have. */
export function scopeOf(base: StoredDocument["base"]): IndexScope | null {
  const { workspaceId, id: baseId, dimensions, generation } = base;
  return dimensions === null ? null : { workspaceId, baseId, generation, metric: base.metric, dimensions };
}

/** Of the vectors that are being made to take over; null when there are none. */
export function nextScopeOf(base: StoredDocument["base"]): IndexScope | null {
  const { nextGeneration: generation, nextDimensions: dimensions } = base;
  if (generation === null || dimensions === null) return null;
  return { workspaceId: base.workspaceId, baseId: base.id, generation, metric: base.metric, dimensions };
}

/** Everywhere that an index may have something of the base. */
export function scopesOf(base: StoredDocument["base"]): IndexScope[] {
  return [scopeOf(base), nextScopeOf(base)].filter((scope) => scope !== null);
}

/**
 * The first vectors of a base say how many numbers its vectors have.
 * @throws NodeError `invalid_input` when others have said otherwise meanwhile
 */
export async function settleDimensions(db: Database, base: StoredDocument["base"], found: number): Promise<IndexScope> {
  const scope = { workspaceId: base.workspaceId };
  const dimensions = await db.withWorkspace(scope, async (tx) => {
    const { rows } = await tx.execute<{ dimensions: number }>(sql`
      update knowledge_bases set dimensions = coalesce(dimensions, ${found})
      where id = ${base.id} and generation = ${base.generation} returning dimensions`);
    return rows[0]?.dimensions ?? found;
  });
  if (dimensions !== found) {
    throw new NodeError(
      "invalid_input",
      `${base.model} gives vectors of ${found} numbers, but those of this base have ${dimensions}.`,
      { retry: "never" },
    );
  }
  return { ...scope, baseId: base.id, generation: base.generation, metric: base.metric, dimensions };
}
