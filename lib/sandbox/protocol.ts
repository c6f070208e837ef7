import type { SandboxLogLevel } from "../nodes/step-context.ts";

/** What one execution may use. Bytes, milliseconds, counts. */
export interface SandboxLimits {
  cpuMs: number;
  wallMs: number;
  memoryBytes: number;
  resultBytes: number;
  logBytes: number;
  logLines: number;
}

/** One line that the code wrote to its console. */
export interface SandboxLog {
  level: SandboxLogLevel;
  message: string;
}

/** From the server to a worker. */
export interface SandboxTask {
  code: string;
  /** JSON text. */
  input: string;
  limits: SandboxLimits;
}

/**
 * `syntax`: it does not parse. `thrown`: it threw. `cpu`, `memory`, `depth`, `result_size`: a limit. `never_settles`:
 * it awaits what cannot happen. `not_json`: it returned what JSON cannot hold.
 */
export type SandboxFailureKind =
  | "syntax"
  | "thrown"
  | "cpu"
  | "memory"
  | "depth"
  | "result_size"
  | "never_settles"
  | "not_json";

export interface SandboxFailure {
  kind: SandboxFailureKind;
  message: string;
  /** In the code as it was written, both from 1. */
  line?: number;
  column?: number;
}

/** From a worker to the server. `result` is JSON text. */
export type SandboxAnswer = { logs: SandboxLog[] } & ({ result: string } | { failure: SandboxFailure });
