import "server-only";
import { eq, sql } from "drizzle-orm";
import type { Tx } from "#db/client.ts";
import { knowledgeBases } from "#db/schema/knowledge.ts";
import type { KnowledgeBase } from "../api/contracts/knowledge.ts";
import { AppError } from "../errors.ts";
import { giveUpReembedding, requestDropping, requestReembedding } from "./ingestion/jobs.ts";
import { nextScopeOf } from "./ingestion/stored-document.ts";
import { baseNotFound, readBase } from "./queries.ts";

type BaseRow = typeof knowledgeBases.$inferSelect;

/**
 * Has all passages embedded once more with another model; searches use the one there is until it is done. One that failed goes
 * on where it was when the same model is asked for.
 * @throws AppError `not_found` (404), `embedding_under_way` (409)
 */
export async function startReembedding(
  tx: Tx,
  id: string,
  wanted: { model: string; dimensions: number | null },
): Promise<KnowledgeBase> {
  const base = await lockBase(tx, id);
  const before = await readBase(tx, id);
  if (before.reembedding && !before.reembedding.failed) {
    throw new AppError("embedding_under_way", 409, "This base is being embedded with another model already.");
  }
  if (base.nextGeneration !== null && base.nextModel === wanted.model && fits(base, wanted.dimensions)) {
    await tx.update(knowledgeBases).set({ nextProblem: null }).where(eq(knowledgeBases.id, id));
    await requestReembedding(tx, { workspaceId: base.workspaceId, baseId: id }, base.nextGeneration);
    return readBase(tx, id);
  }
  await giveUp(tx, base);
  const nextGeneration = base.lastGeneration + 1;
  await tx
    .update(knowledgeBases)
    .set({
      nextGeneration,
      lastGeneration: nextGeneration,
      nextModel: wanted.model,
      nextDimensions: wanted.dimensions,
      updatedAt: sql`now()`,
    })
    .where(eq(knowledgeBases.id, id));
  await requestReembedding(tx, { workspaceId: base.workspaceId, baseId: id }, nextGeneration);
  return readBase(tx, id);
}

/** The base stays with the model it has; where it does so already, nothing happens. @throws AppError `not_found` (404) */
export async function stopReembedding(tx: Tx, id: string): Promise<KnowledgeBase> {
  await giveUp(tx, await lockBase(tx, id));
  return readBase(tx, id);
}

/** The number of numbers may have been settled by the first answer; nobody asked for it then. */
function fits({ nextDimensions }: BaseRow, wanted: number | null): boolean {
  return wanted === null || nextDimensions === wanted;
}

async function giveUp(tx: Tx, base: BaseRow): Promise<void> {
  if (base.nextGeneration === null) return;
  await giveUpReembedding(tx, base.id);
  const scope = nextScopeOf(base);
  if (scope) await requestDropping(tx, scope);
  await tx
    .update(knowledgeBases)
    .set({ nextGeneration: null, nextModel: null, nextDimensions: null, nextProblem: null })
    .where(eq(knowledgeBases.id, base.id));
}

async function lockBase(tx: Tx, id: string): Promise<BaseRow> {
  const [base] = await tx.select().from(knowledgeBases).where(eq(knowledgeBases.id, id)).for("update");
  if (!base) throw baseNotFound();
  return base;
}
