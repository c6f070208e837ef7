import "server-only";
import { and, eq, sql } from "drizzle-orm";
import type { Database } from "#db/client.ts";
import { knowledgeBases, knowledgeDocuments } from "#db/schema/knowledge.ts";
import { NodeError } from "../../nodes/define.ts";
import type { Metric } from "../base-settings.ts";
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
  const { workspaceId, id: baseId, dimensions } = base;
  return dimensions === null ? null : { workspaceId, baseId, metric: base.metric as Metric, dimensions };
}

/**
 * The first vectors of a base say how many numbers its vectors have.
 * @throws NodeError `invalid_input` when others have said otherwise meanwhile
 */
export async function settleDimensions(db: Database, base: StoredDocument["base"], found: number): Promise<IndexScope> {
  const scope = { workspaceId: base.workspaceId };
  const dimensions = await db.withWorkspace(scope, async (tx) => {
    const { rows } = await tx.execute<{ dimensions: number }>(sql`
      update knowledge_bases set dimensions = coalesce(dimensions, ${found}) where id = ${base.id} returning dimensions`);
    return rows[0]?.dimensions ?? found;
  });
  if (dimensions !== found) {
    throw new NodeError(
      "invalid_input",
      `${base.model} gives vectors of ${found} numbers, but those of this base have ${dimensions}.`,
      { retry: "never" },
    );
  }
  return { ...scope, baseId: base.id, metric: base.metric as Metric, dimensions };
}
