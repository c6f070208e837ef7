import { limitIn } from "../../credentials/provider-limits.ts";
import { NodeError } from "../../nodes/define.ts";
import { priceOf } from "../cost.ts";
import type { FoundModel } from "../model-name.ts";
import type { ModelPrice } from "../prices.ts";
import { type HeldCall, overrunError } from "./budgets.ts";
import type { Bound } from "./call-bound.ts";
import type { ModelGuard } from "./model-guard.ts";
import type { CallRecord, ModelUser, Overrun, SpendLimit } from "./model-user.ts";
import type { LineRules, WorkspaceModels } from "./workspace-models.ts";

export interface Guarded {
  guard: ModelGuard;
  user: ModelUser;
  found: FoundModel;
  signal: AbortSignal;
}

/** What one request to a provider came to. */
export type Outcome = Pick<CallRecord, "inputTokens" | "outputTokens" | "estimated" | "cost" | "error">;

/** A request that may be made now. */
export interface Admitted {
  price: ModelPrice | null;
  /** To be called once, whatever came of it. */
  settle(outcome: Outcome, failure: unknown): Promise<void>;
}

/**
 * What stands before every request to a model: the budgets it counts with, the turn at its provider, and the circuit that
 * spares a provider which keeps failing.
 * @throws NodeError `quota`, `rate_limited`, `upstream`, `invalid_config`
 */
export async function admit(
  guarded: Guarded,
  tokens: () => number,
  bound: (price: ModelPrice | null) => Bound,
): Promise<Admitted> {
  const { guard, user, found } = guarded;
  const said = await guard.workspaces.of(user.workspaceId);
  const price = priceOf(found.shown, said.prices);
  const held = await holdBudgets(guarded, said, price, bound);
  let leave: (outcome: Outcome, failure: unknown) => void;
  try {
    leave = await takeTurn(guarded, said.rules, tokens);
  } catch (error) {
    await held?.release();
    throw error;
  }
  return {
    price,
    async settle(outcome, failure) {
      leave(outcome, failure);
      try {
        await user.record({ at: Date.now(), model: found.shown, ...outcome });
      } catch (error) {
        held?.abandon();
        throw error;
      }
      // Only now: what is neither stored nor held could be spent twice.
      await held?.release();
    },
  };
}

async function holdBudgets(
  { guard, user, found, signal }: Guarded,
  said: WorkspaceModels,
  price: ModelPrice | null,
  bound: (price: ModelPrice | null) => Bound,
): Promise<HeldCall | null> {
  const budgets = budgetsOf(user, said);
  const all = Object.values(budgets);
  if (all.length === 0) return null;
  if (price === null && all.some(({ usd }) => usd !== undefined)) throw priceUnknown(found.shown);
  const onWait = () => user.log("info", "Waits for calls under way: they may use the budget up.");
  const held = await guard.budgets.hold({ user, budgets, bound: bound(price), signal, onWait });
  if (!("over" in held)) return held;
  user.refused(held.over);
  throw overrunError(held.over);
}

function budgetsOf(
  { run }: ModelUser,
  { day, month }: WorkspaceModels,
): Partial<Record<Overrun["budget"], SpendLimit>> {
  const isSet = ({ usd, tokens }: SpendLimit) => usd !== undefined || tokens !== undefined;
  const limit = ({ usd, tokens }: WorkspaceModels["day"]): SpendLimit => ({
    ...(usd === null ? {} : { usd }),
    ...(tokens === null ? {} : { tokens }),
  });
  const wanted = { run: run?.budget ?? {}, day: limit(day), month: limit(month) };
  return Object.fromEntries(Object.entries(wanted).filter(([, one]) => isSet(one)));
}

async function takeTurn(
  { guard, user, found, signal }: Guarded,
  rules: LineRules,
  tokens: () => number,
): Promise<(outcome: Outcome, failure: unknown) => void> {
  const { credential } = found;
  if (credential === null) return () => {};
  const circuit = `${user.workspaceId} ${credential.id}`;
  const own = rulesOf(credential.values, rules);
  const leave = await guard.lines.enter({
    credential: credential.id,
    name: credential.name,
    rules: own,
    tokens: own.tokensPerMinute === null ? 0 : tokens(),
    turn: user.turn,
    signal,
    onWait: (message) => user.log("info", message),
  });
  try {
    guard.breaker.enter(circuit, `“${credential.name}”`, performance.now());
  } catch (error) {
    leave();
    throw error;
  }
  return (_, failure) => {
    guard.breaker.leave(circuit, healthOf(failure, signal), performance.now());
    if (failure === undefined) guard.lines.worked(credential.id);
    if (failure instanceof NodeError && failure.code === "rate_limited") {
      guard.lines.pause(credential.id, typeof failure.retry === "object" ? failure.retry.afterMs : null);
    }
    leave();
  };
}

function rulesOf(values: Readonly<Record<string, string>>, usual: LineRules): LineRules {
  return {
    requestsPerMinute: limitIn(values, "requestsPerMinute") ?? usual.requestsPerMinute,
    tokensPerMinute: limitIn(values, "tokensPerMinute") ?? usual.tokensPerMinute,
    callsAtOnce: limitIn(values, "callsAtOnce") ?? usual.callsAtOnce,
  };
}

/** What a call says of its provider: a wrong key or question says nothing. */
function healthOf(failure: unknown, signal: AbortSignal): "worked" | "failed" | "neither" {
  if (failure === undefined) return "worked";
  if (signal.aborted || !(failure instanceof NodeError)) return "neither";
  return failure.code === "upstream" || failure.code === "timeout" || failure.code === "network" ? "failed" : "neither";
}

function priceUnknown(model: string): NodeError {
  const message = `The price of ${model} is not known, so a budget in dollars cannot be kept with it. An administrator can enter its price under Settings, Models; or set a budget of tokens instead.`;
  return new NodeError("quota", message, { retry: "never", details: { reason: "price_unknown", model } });
}
