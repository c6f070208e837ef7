import { createMemoryCache } from "../../cache/adapters/memory-cache.ts";
import type { Cache } from "../../cache/cache.ts";
import { CircuitBreaker } from "../../outbound/circuit-breaker.ts";
import { createMemoryRateLimit } from "../../rate-limit/adapters/memory-rate-limit.ts";
import type { RateLimit } from "../../rate-limit/rate-limit.ts";
import type { ModelGuard } from "./model-guard.ts";
import type { CallRecord, ModelUser, Overrun } from "./model-user.ts";
import { ProviderLines } from "./provider-lines.ts";
import { nothingSaid, type WorkspaceModels } from "./workspace-models.ts";

export interface TestGuard extends ModelGuard {
  /** Calls that no run's journal has. */
  counted: { workspaceId: string; workflowId: string; call: CallRecord }[];
}

/** What holds models back, without a database: budgets need one, and are tested over it. */
export function testGuard(
  said: Partial<WorkspaceModels> = {},
  { cache = createMemoryCache(), rateLimit = createMemoryRateLimit() }: { cache?: Cache; rateLimit?: RateLimit } = {},
): TestGuard {
  const counted: TestGuard["counted"] = [];
  return {
    workspaces: { of: async () => ({ ...nothingSaid, ...said }), forget: () => {} },
    lines: new ProviderLines({ rateLimit, cache, now: () => Date.now() }),
    breaker: new CircuitBreaker(),
    budgets: { hold: () => Promise.reject(new Error("This test has no budgets.")) },
    cache,
    count: async (workspaceId, workflowId, call) => void counted.push({ workspaceId, workflowId, call }),
    counted,
  };
}

export interface TestUser extends ModelUser {
  calls: CallRecord[];
  refusals: Overrun[];
  lines: string[];
}

export function testUser(more: Partial<ModelUser> = {}): TestUser {
  const calls: CallRecord[] = [];
  const refusals: Overrun[] = [];
  const lines: string[] = [];
  return {
    workspaceId: "ws_test",
    turn: "run_test",
    run: null,
    record: async (call) => void calls.push(call),
    refused: (overrun) => void refusals.push(overrun),
    log: (_, message) => void lines.push(message),
    ...more,
    calls,
    refusals,
    lines,
  };
}
