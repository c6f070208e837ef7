import "server-only";
import { eq } from "drizzle-orm";
import type { Database } from "#db/client.ts";
import { modelPrices, modelRules } from "#db/schema/models.ts";
import type { ModelPrice } from "../prices.ts";

/** Of one credential; null: as many as there are. */
export interface LineRules {
  requestsPerMinute: number | null;
  tokensPerMinute: number | null;
  callsAtOnce: number | null;
}

/** What a workspace has said about its models. */
export interface WorkspaceModels {
  /** Its own prices, by `<kind of credential>/<model>`. */
  prices: ReadonlyMap<string, ModelPrice>;
  /** For credentials that say nothing else. */
  rules: LineRules;
  day: { usd: number | null; tokens: number | null };
  month: { usd: number | null; tokens: number | null };
}

export const nothingSaid: WorkspaceModels = {
  prices: new Map(),
  rules: { requestsPerMinute: null, tokensPerMinute: null, callsAtOnce: null },
  day: { usd: null, tokens: null },
  month: { usd: null, tokens: null },
};

/** Read again after so long: until then another process goes by what was said before. */
const KEPT_MS = 3_000;
const MOST_KEPT = 1_000;

export interface WorkspaceModelsSource {
  of(workspaceId: string): Promise<WorkspaceModels>;
  /** It was changed here. */
  forget(workspaceId: string): void;
}

export function createWorkspaceModels(db: Database): WorkspaceModelsSource {
  const kept = new Map<string, { said: Promise<WorkspaceModels>; until: number }>();
  return {
    of(workspaceId) {
      const known = kept.get(workspaceId);
      if (known && known.until > performance.now()) return known.said;
      kept.delete(workspaceId);
      if (kept.size >= MOST_KEPT) kept.clear();
      const said = readWorkspaceModels(db, workspaceId);
      kept.set(workspaceId, { said, until: performance.now() + KEPT_MS });
      // What could not be read is read again at once.
      said.catch(() => kept.delete(workspaceId));
      return said;
    },
    forget: (workspaceId) => void kept.delete(workspaceId),
  };
}

function readWorkspaceModels(db: Database, workspaceId: string): Promise<WorkspaceModels> {
  return db.withEngine(async (tx) => {
    const prices = await tx.select().from(modelPrices).where(eq(modelPrices.workspaceId, workspaceId));
    const [rules] = await tx.select().from(modelRules).where(eq(modelRules.workspaceId, workspaceId));
    return {
      prices: new Map(prices.map((row) => [row.model, ownPrice(row)])),
      rules: rules ?? nothingSaid.rules,
      day: { usd: rules?.dayUsd ?? null, tokens: rules?.dayTokens ?? null },
      month: { usd: rules?.monthUsd ?? null, tokens: rules?.monthTokens ?? null },
    };
  });
}

/** Where nothing is said of the provider's cache, it costs what any other input does. */
function ownPrice({ input, output, cacheRead, cacheWrite }: typeof modelPrices.$inferSelect): ModelPrice {
  return { input, output, cacheRead: cacheRead ?? input, cacheWrite: cacheWrite ?? input };
}
