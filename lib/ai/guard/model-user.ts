import type { BudgetExceeded, ModelCalled } from "../../engine/model-events.ts";

/** What one call came to, without its place in a run. */
export type CallRecord = Omit<ModelCalled, "type" | "path" | "call">;
export type Overrun = Omit<BudgetExceeded, "type" | "at" | "path">;

/** What may be spent; each alone is enough to end it. */
export interface SpendLimit {
  /** US dollars. */
  usd?: number | undefined;
  tokens?: number | undefined;
}

/** Who asks models: a step of a run, or what works outside of runs. */
export interface ModelUser {
  workspaceId: string;
  /** Calls of one take turns with those of others. */
  turn: string;
  /** Null outside of runs. */
  run: {
    id: string;
    budget: SpendLimit | undefined;
    /** Of the step or sub-step. */
    path: string;
    /** Its tries before this one are over, or lost. */
    attempt: number;
  } | null;
  /** Stores what a call came to. Resolves once nothing can lose it any more. */
  record(call: CallRecord): Promise<void>;
  /** A call was refused, as a budget is used up. */
  refused(overrun: Overrun): void;
  log(level: "info" | "warn", message: string): void;
}
