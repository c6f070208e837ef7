import "server-only";
import { and, asc, gte, inArray, lte, sql } from "drizzle-orm";
import type { Tx } from "#db/client.ts";
import { modelPrices, modelRules, modelUsageDays } from "#db/schema/models.ts";
import { workflows } from "#db/schema/workflows.ts";
import type { ModelPriceRow, ModelRules, Usage } from "../../api/contracts/models.ts";
import { usageDay } from "../../engine/model-events.ts";
import { AppError } from "../../errors.ts";
import { type ModelPrice, priceSource, prices } from "../prices.ts";

const DAY_MS = 86_400_000;
const USUAL_DAYS = 30;
const MOST_DAYS = 400;
/** Models used in so many days are listed with the prices. */
const USED_DAYS = 90;

type Sums = Usage["total"];

const total = (column: Parameters<typeof sql>[1]) => sql<number>`coalesce(sum(${column}), 0)`.mapWith(Number);
const sums = {
  calls: total(modelUsageDays.calls),
  failedCalls: total(modelUsageDays.failedCalls),
  cachedCalls: total(modelUsageDays.cachedCalls),
  unpricedCalls: total(modelUsageDays.unpricedCalls),
  inputTokens: total(modelUsageDays.inputTokens),
  outputTokens: total(modelUsageDays.outputTokens),
  cost: sql<number>`coalesce(sum(${modelUsageDays.costNano}), 0)`.mapWith((nano) => Number(nano) / 1e9),
};
const nothing: Sums = {
  calls: 0,
  failedCalls: 0,
  cachedCalls: 0,
  unpricedCalls: 0,
  inputTokens: 0,
  outputTokens: 0,
  cost: 0,
};

/** What the transaction's workspace has used. @throws AppError `invalid_query` (422) */
export async function readUsage(tx: Tx, asked: { from?: string | undefined; to?: string | undefined }): Promise<Usage> {
  const to = asked.to ?? usageDay(Date.now());
  const from = asked.from ?? usageDay(Date.parse(to) - (USUAL_DAYS - 1) * DAY_MS);
  const count = (Date.parse(to) - Date.parse(from)) / DAY_MS + 1;
  if (count < 1 || count > MOST_DAYS) {
    throw new AppError("invalid_query", 422, `Ask for 1 to ${MOST_DAYS} days: "from" comes before "to".`);
  }
  const within = and(gte(modelUsageDays.day, from), lte(modelUsageDays.day, to));
  const { day, workflowId, model } = modelUsageDays;
  const days = await tx
    .select({ day, ...sums })
    .from(modelUsageDays)
    .where(within)
    .groupBy(day);
  const byWorkflow = await tx
    .select({ workflowId, ...sums })
    .from(modelUsageDays)
    .where(within)
    .groupBy(workflowId);
  const models = await tx
    .select({ model, ...sums })
    .from(modelUsageDays)
    .where(within)
    .groupBy(model);
  const names = await workflowNames(
    tx,
    byWorkflow.map((row) => row.workflowId),
  );
  const known = new Map(days.map((row) => [row.day, row]));
  return {
    from,
    to,
    total: days.reduce<Sums>((all, { day: _, ...row }) => added(all, row), nothing),
    days: Array.from({ length: count }, (_, index) => {
      const each = usageDay(Date.parse(from) + index * DAY_MS);
      return known.get(each) ?? { day: each, ...nothing };
    }),
    workflows: byWorkflow
      .map(({ workflowId: id, ...row }) => ({
        workflowId: id === "" ? null : id,
        name: names.get(id) ?? null,
        ...row,
      }))
      .toSorted(dearestFirst),
    models: models.toSorted(dearestFirst),
  };
}

async function workflowNames(tx: Tx, ids: string[]): Promise<Map<string, string>> {
  const rows = await tx
    .select({ id: workflows.id, name: workflows.name })
    .from(workflows)
    .where(inArray(workflows.id, ids));
  return new Map(rows.map(({ id, name }) => [id, name]));
}

function added(a: Sums, b: Sums): Sums {
  return {
    calls: a.calls + b.calls,
    failedCalls: a.failedCalls + b.failedCalls,
    cachedCalls: a.cachedCalls + b.cachedCalls,
    unpricedCalls: a.unpricedCalls + b.unpricedCalls,
    inputTokens: a.inputTokens + b.inputTokens,
    outputTokens: a.outputTokens + b.outputTokens,
    cost: Math.round((a.cost + b.cost) * 1e9) / 1e9,
  };
}

function dearestFirst(a: Sums, b: Sums): number {
  return b.cost - a.cost || b.inputTokens + b.outputTokens - (a.inputTokens + a.outputTokens) || b.calls - a.calls;
}

/** Of used models first those that nobody knows the price of, then by name. */
export async function listPrices(
  tx: Tx,
): Promise<{ source: { name: string; readOn: string }; items: ModelPriceRow[] }> {
  const rows = await tx.select().from(modelPrices).orderBy(asc(modelPrices.model));
  const since = usageDay(Date.now() - USED_DAYS * DAY_MS);
  const used = await tx
    .selectDistinct({ model: modelUsageDays.model })
    .from(modelUsageDays)
    .where(gte(modelUsageDays.day, since));
  const own = new Map(rows.map((row) => [row.model, row]));
  const isUsed = new Set(used.map(({ model }) => model));
  const names = new Set([...Object.keys(prices), ...own.keys(), ...isUsed]);
  const items = [...names].map((model): ModelPriceRow => {
    const row = own.get(model);
    const listed = Object.hasOwn(prices, model) ? (prices[model] ?? null) : null;
    return {
      model,
      kind: listed?.kind ?? "language",
      listed: listed && shown(listed),
      own: row ? { ...shown(row), updatedAt: row.updatedAt.toISOString() } : null,
      isUsed: isUsed.has(model),
    };
  });
  const rank = (item: ModelPriceRow) => (!item.isUsed ? 2 : item.own || item.listed ? 1 : 0);
  return {
    source: priceSource,
    items: items.toSorted((a, b) => rank(a) - rank(b) || a.model.localeCompare(b.model, "en")),
  };
}

function shown({ input, output, cacheRead, cacheWrite }: ModelPrice | typeof modelPrices.$inferSelect) {
  return { input, output, cacheRead: cacheRead ?? null, cacheWrite: cacheWrite ?? null };
}

const noRules: ModelRules = {
  requestsPerMinute: null,
  tokensPerMinute: null,
  callsAtOnce: null,
  dayUsd: null,
  dayTokens: null,
  monthUsd: null,
  monthTokens: null,
};

export async function readRules(tx: Tx): Promise<ModelRules> {
  const [row] = await tx.select().from(modelRules);
  if (!row) return noRules;
  const { workspaceId: _, ...rules } = row;
  return rules;
}
