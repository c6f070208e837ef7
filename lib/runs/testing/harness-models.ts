import type { Database } from "#db/client.ts";
import { createModelGuard, type ModelGuard } from "../../ai/guard/model-guard.ts";
import { createMemoryCache } from "../../cache/adapters/memory-cache.ts";
import { createMemoryRateLimit } from "../../rate-limit/adapters/memory-rate-limit.ts";

/** What holds models back in one process under a contract: the real thing, over its database. */
export function harnessModels(db: Database): ModelGuard {
  return createModelGuard({ db, rateLimit: createMemoryRateLimit(), cache: createMemoryCache() });
}
