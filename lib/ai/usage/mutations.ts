import "server-only";
import { eq } from "drizzle-orm";
import type { Tx } from "#db/client.ts";
import { modelPrices, modelRules } from "#db/schema/models.ts";
import type { BodyOf } from "../../api/contract.ts";
import type { ModelRules, setModelPrice } from "../../api/contracts/models.ts";
import { AppError } from "../../errors.ts";

interface Author {
  workspaceId: string;
  userId: string | null;
}

export async function savePrice(
  tx: Tx,
  { workspaceId, userId }: Author,
  { model, ...price }: BodyOf<typeof setModelPrice>,
): Promise<void> {
  const said = { ...price, updatedAt: new Date(), updatedBy: userId };
  await tx
    .insert(modelPrices)
    .values({ workspaceId, model, ...said })
    .onConflictDoUpdate({ target: [modelPrices.workspaceId, modelPrices.model], set: said });
}

/** @throws AppError `not_found` (404) */
export async function removePrice(tx: Tx, model: string): Promise<void> {
  const removed = await tx
    .delete(modelPrices)
    .where(eq(modelPrices.model, model))
    .returning({ model: modelPrices.model });
  if (removed.length === 0)
    throw new AppError("not_found", 404, "The workspace has no price of its own for this model.");
}

export async function saveRules(tx: Tx, { workspaceId }: Author, rules: ModelRules): Promise<void> {
  await tx
    .insert(modelRules)
    .values({ workspaceId, ...rules })
    .onConflictDoUpdate({ target: modelRules.workspaceId, set: rules });
}
