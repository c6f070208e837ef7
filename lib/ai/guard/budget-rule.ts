import { toNano } from "../../engine/model-events.ts";
import type { Overrun, SpendLimit } from "./model-user.ts";

/** A call under way, as a budget sees it. */
export interface Hold {
  /** At most; null: not known. */
  costNano: number | null;
  tokens: number | null;
  /** False when its process is gone. */
  isAlive: boolean;
}

/** One budget with what is spent of it, and what may be by the calls under way. */
export interface Account {
  budget: Overrun["budget"];
  limit: SpendLimit;
  spent: { costNano: number; tokens: number };
  holds: readonly Hold[];
}

export type Verdict = { go: true } | { wait: true } | { over: Overrun };

/**
 * May a call begin? Not once a budget is spent; and not while those under way might spend it: then it waits for them. So the
 * last one that was let in is the only one that can go beyond it.
 */
export function judge(accounts: readonly Account[]): Verdict {
  let waits = false;
  for (const account of accounts) {
    for (const unit of ["usd", "tokens"] as const) {
      const limit = account.limit[unit];
      if (limit === undefined) continue;
      const { spent, underWay } = standing(account, unit);
      if (spent >= (unit === "usd" ? toNano(limit) : limit)) {
        return { over: { budget: account.budget, unit, limit, spent: unit === "usd" ? spent / 1e9 : spent } };
      }
      if (spent + underWay >= (unit === "usd" ? toNano(limit) : limit)) waits = true;
    }
  }
  return waits ? { wait: true } : { go: true };
}

/** A call lost with its process counts as what it may have come to, as far as that was known. */
function standing({ spent, holds }: Account, unit: "usd" | "tokens"): { spent: number; underWay: number } {
  const key = unit === "usd" ? "costNano" : "tokens";
  let gone = spent[key];
  let underWay = 0;
  for (const hold of holds) {
    if (hold.isAlive) underWay += hold[key] ?? Number.POSITIVE_INFINITY;
    else gone += hold[key] ?? 0;
  }
  return { spent: gone, underWay };
}
