import { and, eq, sql } from "drizzle-orm";
import { workspaces } from "#db/schema/auth.ts";
import { knowledgeBases, knowledgeChunks, knowledgeDocuments, knowledgeVectors } from "#db/schema/knowledge.ts";
import { type TestDatabase, testDatabase } from "#db/testing.ts";
import { newId } from "../../ids.ts";
import { baseSettingsSchema, type Metric } from "../base-settings.ts";
import { noteRemoval, storeVectors } from "../index/store-vectors.ts";
import type { IndexEntry, IndexScope } from "../index/vector-index.ts";

/** Bases with vectors in a real database, for what reads them. */
export interface KnowledgeWorld extends TestDatabase {
  base(more?: { metric?: Metric; dimensions?: number; workspaceId?: string; next?: number }): Promise<IndexScope>;
  /** Writes passages of a document with these vectors to the database; the entries an index is told of. */
  write(scope: IndexScope, documentId: string, vectors: readonly (readonly number[])[]): Promise<IndexEntry[]>;
  /** Vectors of another generation for passages that are there. */
  writeMore(scope: IndexScope, entries: readonly IndexEntry[]): Promise<void>;
  /** Takes a generation of vectors away from the database. */
  eraseGeneration(scope: IndexScope): Promise<void>;
  /** Takes a document away from the database. */
  erase(scope: IndexScope, documentId: string): Promise<void>;
  eraseBase(scope: IndexScope): Promise<void>;
}

export async function startKnowledgeWorld(): Promise<KnowledgeWorld> {
  const database = await testDatabase();
  const { db } = database;
  return {
    ...database,
    async base({ metric = "cosine", dimensions = 3, workspaceId = newId("ws"), next } = {}) {
      await db.withAuth((tx) =>
        tx.insert(workspaces).values({ id: workspaceId, slug: workspaceId, name: "Test" }).onConflictDoNothing(),
      );
      const id = newId("kb");
      const row = { id, workspaceId, name: id, settings: baseSettingsSchema.parse({}), model: "demo/embedder" };
      await db.withWorkspace({ workspaceId }, (tx) =>
        tx.insert(knowledgeBases).values({
          ...row,
          metric,
          dimensions,
          language: "simple",
          ...(next !== undefined && { nextGeneration: 1, nextDimensions: next }),
        }),
      );
      return { workspaceId, baseId: id, metric, dimensions, generation: 0 };
    },
    write: (scope, documentId, vectors) =>
      db.withWorkspace(scope, async (tx) => {
        const { workspaceId, baseId } = scope;
        const about = { name: documentId, mediaType: "text/plain", source: "upload", state: "ready" } as const;
        await tx
          .insert(knowledgeDocuments)
          .values({ id: documentId, workspaceId, baseId, ...about })
          .onConflictDoNothing();
        const entries = vectors.map((vector) => ({ id: newId("chk"), documentId, vector: Float32Array.from(vector) }));
        const place = { workspaceId, baseId, documentId, headings: [], tokens: 1, from: 0, to: 1, hash: "" };
        await tx
          .insert(knowledgeChunks)
          .values(
            entries.map(({ id }, number) => ({ ...place, id, number, text: id, words: sql`''::tsvector` as never })),
          );
        await storeVectors(tx, scope, entries);
        return entries;
      }),
    async writeMore(scope, entries) {
      await db.withWorkspace(scope, (tx) => storeVectors(tx, scope, entries));
    },
    eraseGeneration: (scope) =>
      db.withWorkspace(scope, async (tx) => {
        const { baseId, generation } = scope;
        const all = and(eq(knowledgeVectors.baseId, baseId), eq(knowledgeVectors.generation, generation));
        await tx.delete(knowledgeVectors).where(all);
        await noteRemoval(tx, baseId);
      }),
    erase: (scope, documentId) =>
      db.withWorkspace(scope, async (tx) => {
        await tx.delete(knowledgeDocuments).where(eq(knowledgeDocuments.id, documentId));
        await noteRemoval(tx, scope.baseId);
      }),
    async eraseBase(scope) {
      await db.withWorkspace(scope, (tx) => tx.delete(knowledgeBases).where(eq(knowledgeBases.id, scope.baseId)));
    },
  };
}
