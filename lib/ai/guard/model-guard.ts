import "server-only";
import type pg from "pg";
import type { Database } from "#db/client.ts";
import type { Cache } from "../../cache/cache.ts";
import { noCalls, usageDay, withCall } from "../../engine/model-events.ts";
import { CircuitBreaker } from "../../outbound/circuit-breaker.ts";
import type { RateLimit } from "../../rate-limit/rate-limit.ts";
import { addCallSql } from "../../runs/adapters/postgres/usage-days.sql.ts";
import { type Budgets, createBudgets } from "./budgets.ts";
import type { CallRecord } from "./model-user.ts";
import { ProviderLines } from "./provider-lines.ts";
import { createWorkspaceModels, type WorkspaceModelsSource } from "./workspace-models.ts";

/** What holds models back, over all steps of a process; made once, by `createHost`. */
export interface ModelGuard {
  workspaces: WorkspaceModelsSource;
  lines: ProviderLines;
  /** Of each credential as a whole: also silence and broken answers count, which the gate cannot tell. */
  breaker: CircuitBreaker;
  budgets: Budgets;
  /** Answers that may be given again. */
  cache: Cache;
  /** Counts a call that no run's journal can: it was made outside of runs, or its run has ended meanwhile. */
  count(workspaceId: string, workflowId: string, call: CallRecord): Promise<void>;
}

export interface ModelGuardOptions {
  db: Database;
  rateLimit: RateLimit;
  cache: Cache;
}

export function createModelGuard({ db, rateLimit, cache }: ModelGuardOptions): ModelGuard {
  return {
    workspaces: createWorkspaceModels(db),
    lines: new ProviderLines({ rateLimit, cache, now: () => Date.now() }),
    breaker: new CircuitBreaker(),
    budgets: createBudgets(db.engine),
    cache,
    count: (...given) => countCall(db.engine, ...given),
  };
}

async function countCall(pool: pg.Pool, workspaceId: string, workflowId: string, call: CallRecord): Promise<void> {
  const sums = withCall(noCalls, call);
  await pool.query(addCallSql, [
    workspaceId,
    usageDay(call.at),
    workflowId,
    call.model,
    sums.calls,
    sums.failed,
    sums.cached,
    sums.unpriced,
    sums.inputTokens,
    sums.outputTokens,
    sums.costNano,
  ]);
}
