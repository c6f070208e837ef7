import "server-only";
import type { Tx } from "#db/client.ts";
import type { AnyContract, ResultOf } from "./contract.ts";
import { once } from "./idempotency.ts";
import { type Call, type Reply, type RouteHandler, route } from "./route.ts";

export interface TransactionCall {
  tx: Tx;
  /** Runs once the transaction is committed, never when it is rolled back. */
  afterCommit(task: () => void): void;
}

type WithCaller<C extends AnyContract> = C["permission"] extends "public" ? never : C;

/**
 * `route` whose handler runs in one transaction of the caller's workspace. A write that carries an `Idempotency-Key`
 * happens once: its answer is stored in that same transaction and given again to whoever repeats it.
 */
export function routeInTransaction<C extends AnyContract>(
  contract: WithCaller<C>,
  handler: (call: Call<C> & TransactionCall) => Promise<Reply<ResultOf<C>>>,
): RouteHandler {
  return route<C>(contract, async (call) => {
    // `WithCaller` refuses public contracts, so there is a caller; the conditional type cannot be resolved here.
    const { workspaceId } = call.caller as { workspaceId: string };
    const tasks: (() => void)[] = [];
    const reply = await call.host.db.withWorkspace({ workspaceId }, (tx) => {
      const inner = { ...call, tx, afterCommit: (task: () => void) => void tasks.push(task) };
      return once(tx, contract, { ...call, workspaceId }, () => handler(inner));
    });
    for (const task of tasks) task();
    return reply;
  });
}
