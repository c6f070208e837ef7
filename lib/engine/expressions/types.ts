import type { Json } from "../json.ts";

/** A read of a root name found while parsing: `fetch_user?.body` is `{ root: "fetch_user", optional: true }`. */
export interface RootRead {
  root: string;
  /** True when every access on the root itself is guarded (`?.`, `??`, or the root stands alone). */
  optional: boolean;
  /** Offsets in the template text the read was found in. */
  start: number;
  end: number;
  /** True for `{ fetch_user }`, where a new name has to be written as `fetch_user: new_name`. */
  shorthand?: true;
}

/** What an evaluation can see. Roots are asked for lazily, by name, at most once per evaluation. */
export interface ExpressionScope {
  /** The value of a root, or `undefined` when there is no such root (then the error is `unknown_name`). */
  root(name: string): Json | undefined;
  /** Why a root is null, in words ("fetch_user was skipped: is_vip took false"); shown by `null_member`. */
  nullReason?(name: string): string | undefined;
  /** `now`: milliseconds since the epoch, the same on every replay. */
  now: number;
  /** Seed of `uuid()` and `random()`: run, node and iteration. The evaluator adds the ordinal of the call. */
  seed: string;
  /** Zone in which times without an offset are read and written, as `Europe/Paris`. Default: UTC. */
  timeZone?: string | undefined;
  /** What `limit_time` is measured with, in milliseconds. Default: the machine's own clock. */
  clock?(): number;
}

/** One expression or one text with `{{ }}` in it, parsed once, evaluated many times. Never holds a host object. */
export interface Compiled {
  /** The text as written. */
  source: string;
  reads: readonly RootRead[];
  /** True when there is no `{{ }}` at all: `evaluate` then gives the text itself. */
  constant: boolean;
  /**
   * `calls` counts calls of `uuid()` and `random()` on over several texts of one config, so that no two give the same.
   * @throws ExpressionError
   */
  evaluate(scope: ExpressionScope, calls?: CallCounter): Json;
}

export interface CallCounter {
  next: number;
  /** Steps left for all evaluations that share this counter; absent: each has its own limit only. */
  steps?: number;
}

export type ExpressionErrorCode =
  | "syntax"
  | "unsupported"
  | "unknown_name"
  | "unknown_function"
  | "null_member"
  | "type"
  | "limit_size"
  | "limit_steps"
  | "limit_depth"
  | "limit_result"
  | "limit_time";
