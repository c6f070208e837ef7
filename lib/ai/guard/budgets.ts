import "server-only";
import type pg from "pg";
import { newId } from "../../ids.ts";
import { NodeError } from "../../nodes/define.ts";
import { type Account, judge, type Verdict } from "./budget-rule.ts";
import type { Bound } from "./call-bound.ts";
import type { ModelUser, Overrun, SpendLimit } from "./model-user.ts";

/** One call's claim on the budgets it counts with. */
export interface HeldCall {
  /** What the call came to is stored: from now on that counts. */
  release(): Promise<void>;
  /** What it came to could not be stored: it goes on to count as what it may have been. */
  abandon(): void;
}

export interface BudgetAsk {
  user: Pick<ModelUser, "workspaceId" | "run">;
  budgets: Readonly<Partial<Record<Overrun["budget"], SpendLimit>>>;
  bound: Bound;
  signal: AbortSignal;
  /** Called once, should it have to wait. */
  onWait(): void;
}

export interface Budgets {
  /**
   * Waits until the call may begin.
   * @returns what has used a budget up, where one is
   */
  hold(ask: BudgetAsk): Promise<HeldCall | { over: Overrun }>;
}

/** Whoever waits looks again so often, as calls may end in other processes. */
const LOOK_MS = 200;
const ALIVE_MS = 60_000;
const RENEW_MS = 20_000;
/** Class of the advisory locks, so that they are no others'. */
const LOCK = 0x48_44_4d;

/** Budgets over all processes: decided under a lock of the workspace, from what is journalled and what is under way. */
export function createBudgets(pool: pg.Pool): Budgets {
  const waiting = new Set<() => void>();
  return {
    async hold(ask) {
      let hasWaited = false;
      for (;;) {
        ask.signal.throwIfAborted();
        const id = newId("hld");
        const verdict = await decide(pool, ask, id);
        if ("over" in verdict) return verdict;
        if ("go" in verdict) {
          return held(pool, id, () => {
            for (const look of waiting) look();
          });
        }
        if (!hasWaited) ask.onWait();
        hasWaited = true;
        await lookLater(waiting, ask.signal);
      }
    },
  };
}

function held(pool: pg.Pool, id: string, onRelease: () => void): HeldCall {
  const alive = setInterval(() => {
    // Missed once, the next time is early enough.
    pool
      .query("update model_holds set alive_until = now() + $2 * interval '1 ms' where id = $1", [id, ALIVE_MS])
      .catch(() => {});
  }, RENEW_MS).unref();
  return {
    async release() {
      clearInterval(alive);
      await pool.query("delete from model_holds where id = $1", [id]);
      onRelease();
    },
    abandon: () => clearInterval(alive),
  };
}

async function lookLater(waiting: Set<() => void>, signal: AbortSignal): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, LOOK_MS);
  waiting.add(resolve);
  signal.addEventListener("abort", () => resolve(), { once: true });
  await promise;
  clearTimeout(timer);
  waiting.delete(resolve);
}

async function decide(pool: pg.Pool, ask: BudgetAsk, id: string): Promise<Verdict> {
  const { workspaceId, run } = ask.user;
  const client = await pool.connect();
  try {
    await client.query("begin");
    await client.query("select pg_advisory_xact_lock($1, hashtext($2))", [LOCK, workspaceId]);
    const verdict = judge(await accountsOf(client, ask));
    if ("go" in verdict) {
      await client.query(
        `insert into model_holds (id, workspace_id, run_id, path, attempt, cost_nano, tokens, alive_until)
         values ($1, $2, $3, $4, $5, $6, $7, now() + $8 * interval '1 ms')`,
        [
          id,
          workspaceId,
          run?.id ?? "",
          run?.path ?? "",
          run?.attempt ?? 0,
          ask.bound.costNano,
          ask.bound.tokens,
          ALIVE_MS,
        ],
      );
    }
    await client.query("commit");
    return verdict;
  } catch (error) {
    await client.query("rollback").catch(() => {});
    throw error;
  } finally {
    client.release();
  }
}

interface HoldRow {
  run_id: string;
  cost_nano: string | null;
  tokens: string | null;
  is_alive: boolean;
  since_day: boolean;
  since_month: boolean;
}

async function accountsOf(client: pg.PoolClient, { user, budgets }: BudgetAsk): Promise<Account[]> {
  const { workspaceId, run } = user;
  const { rows: holds } = await client.query<HoldRow>(
    `select run_id, cost_nano, tokens,
       alive_until > now() and not (run_id = $2 and path = $3 and attempt < $4) as is_alive,
       created_at >= date_trunc('day', now(), 'UTC') as since_day,
       created_at >= date_trunc('month', now(), 'UTC') as since_month
     from model_holds where workspace_id = $1`,
    [workspaceId, run?.id ?? "", run?.path ?? "", run?.attempt ?? 0],
  );
  const accounts: Account[] = [];
  if (budgets.run && run) {
    accounts.push({
      budget: "run",
      limit: budgets.run,
      spent: await spentBy(
        client,
        "select cost_nano, input_tokens + output_tokens as tokens from runs where workspace_id = $1 and id = $2",
        [workspaceId, run.id],
      ),
      holds: holds.filter(({ run_id }) => run_id === run.id).map(toHold),
    });
  }
  for (const budget of ["day", "month"] as const) {
    const limit = budgets[budget];
    if (!limit) continue;
    accounts.push({
      budget,
      limit,
      spent: await spentBy(
        client,
        `select coalesce(sum(cost_nano), 0) as cost_nano, coalesce(sum(input_tokens + output_tokens), 0) as tokens
         from model_usage_days where workspace_id = $1 and day >= date_trunc($2, now(), 'UTC')::date`,
        [workspaceId, budget],
      ),
      // What is under way is spent in this day and month, whenever it began.
      holds: holds.filter((row) => row.is_alive || row[`since_${budget}`]).map(toHold),
    });
  }
  return accounts;
}

async function spentBy(client: pg.PoolClient, text: string, values: string[]): Promise<Account["spent"]> {
  const { rows } = await client.query<{ cost_nano: string; tokens: string }>(text, values);
  return { costNano: Number(rows[0]?.cost_nano ?? 0), tokens: Number(rows[0]?.tokens ?? 0) };
}

function toHold({ cost_nano, tokens, is_alive }: HoldRow) {
  return {
    costNano: cost_nano === null ? null : Number(cost_nano),
    tokens: tokens === null ? null : Number(tokens),
    isAlive: is_alive,
  };
}

const whose = {
  run: "The budget of this run",
  day: "The workspace's budget of today",
  month: "The workspace's budget of this month",
} as const;
const wayOut = {
  run: "Raise it in the workflow's settings, or ask for less.",
  day: "It begins anew at midnight (UTC); an administrator can raise it under Settings, Models.",
  month: "It begins anew on the first (UTC); an administrator can raise it under Settings, Models.",
} as const;

export function overrunError(over: Overrun): NodeError {
  const { budget, unit, limit, spent } = over;
  const [had, gone] = unit === "usd" ? [dollars(limit), dollars(spent)] : [tokens(limit), tokens(spent)];
  const message = `${whose[budget]} is used up: ${gone} of ${had} are spent, so the model was not asked. ${wayOut[budget]}`;
  return new NodeError("quota", message, { retry: "never", details: { reason: "budget", ...over } });
}

function dollars(amount: number): string {
  return `$${Number(amount.toPrecision(4))}`;
}

function tokens(count: number): string {
  return `${count.toLocaleString("en-US")} tokens`;
}
