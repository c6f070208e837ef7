import type { Json, JsonObject } from "./json.ts";
import type { BudgetExceeded, ModelCalled } from "./model-events.ts";

/** `{ code, message, … }` of a node or run that failed, as stored and shown. `details` never holds secrets. */
export interface RunError {
  code: string;
  message: string;
  details?: Json;
  /** Key path of the node it happened in. */
  node?: string;
}

/** An output travels once: by value, or as the key path of the node run whose output is identical. */
export type StoredOutput = { output: Json } | { outputOf: string };

export type RunState = "queued" | "running" | "waiting" | "compensating" | "completed" | "failed" | "cancelled";
export const terminalStates: ReadonlySet<RunState> = new Set(["completed", "failed", "cancelled"]);

/** What decisions are made from. Never a payload. */
export interface Fact {
  status: "completed" | "failed" | "skipped" | "cancelled";
  ports: readonly string[];
}

export type TriggerType = "manual" | "webhook" | "schedule" | "chat" | "rerun";

/**
 * The journal's entries, past tense, in the order that decisions were made in. `at` is milliseconds since the epoch.
 * `path` is the node's key with its iteration path (`loop[3]/fetch`). `seq` is not inside: it is the chunk's first
 * number plus the position.
 */
export type RunEvent =
  /** First entry of a run that was accepted before it was walked. `trigger` is the node id of the trigger that fired. */
  | { type: "run.queued"; at: number; trigger: string; input: Json }
  /** `input` is what the trigger received: its output, and the root `trigger`. Absent when `run.queued` holds it. */
  /** `vars`: the workspace's variables as they are for this run; absent where its version reads none. */
  | {
      type: "run.started";
      at: number;
      trigger: string;
      input?: Json;
      vars?: JsonObject;
      /** The workspace's, as it is for this run; absent where its version reads no times or names a zone itself. */
      timeZone?: string;
      build: string;
    }
  | { type: "run.waiting"; at: number; until: number | null }
  | { type: "run.resumed"; at: number; build: string }
  | { type: "run.cancelling"; at: number; by: string | null }
  | ({ type: "run.completed"; at: number } & StoredOutput)
  | { type: "run.failed"; at: number; error: RunError }
  | { type: "run.cancelled"; at: number; by: string | null; reason: string | null }
  /** `by`: the process that executes it, where several walk under one lease. */
  | {
      type: "node.started";
      at: number;
      path: string;
      attempt: number;
      by?: string /** Of a container: how many. */;
      items?: number;
    }
  | { type: "node.retrying"; at: number; path: string; attempt: number; error: RunError; nextAt: number }
  | ({
      type: "node.completed";
      at: number;
      path: string;
      ports: string[];
      /** Milliseconds of work of the last attempt. */
      ms: number;
      attempt: number;
      /** Why a decision went as it did (`if`, `switch`): the values it read. */
      read?: JsonObject;
      /** Set when the node failed and goes on (`onError: "continue"`). */
      handled?: RunError;
    } & StoredOutput)
  | {
      type: "node.failed";
      at: number;
      path: string;
      ports: string[];
      ms: number;
      attempt: number;
      error: RunError;
      /** True when the `error` port carries it on. */
      handled: boolean;
      output?: Json;
    }
  | { type: "node.skipped"; at: number; path: string }
  | { type: "node.cancelled"; at: number; path: string }
  | { type: "node.waiting"; at: number; path: string; kind: WaitKind; until: number | null; error?: RunError }
  | { type: "node.resumed"; at: number; path: string; answer: Json }
  | { type: "step.completed"; at: number; path: string; name: string; ms: number; output: Json }
  /** Its tries are used up: it is not made again, and its node is told the same whoever walks it. */
  | { type: "step.failed"; at: number; path: string; name: string; ms: number; error: RunError }
  /**
   * One round of a container, `path` is `loop[3]`. Where nothing in it touches the world, `nodes` holds all that happened in it;
   * elsewhere its nodes have entries of their own. `state`: what a `while` goes on with.
   */
  | ({
      type: "iteration.completed";
      at: number;
      path: string;
      /** Milliseconds from its beginning to its end. */
      ms: number;
      status: "completed" | "failed" | "cancelled";
      nodes: IterationNode[];
      error?: RunError;
      state?: Json;
      /** Set when a `control.break` ended the container here. */
      broke?: true;
    } & StoredOutput)
  | { type: "join.decided"; at: number; path: string; edges: string[] }
  | ModelCalled
  | BudgetExceeded
  | { type: "log"; at: number; path: string; level: "info" | "warn" | "error"; message: string };

/** A node run inside of an iteration. `key` is its path in it: `inner[2]/fetch` for one in a container inside. */
export interface IterationNode {
  key: string;
  status: Fact["status"];
  ports: readonly string[];
  ms: number;
  error?: RunError;
  handled?: boolean;
  read?: JsonObject;
  output?: Json;
  outputOf?: string;
}

export type WaitKind = "time" | "uncertain";

export type RunEventType = RunEvent["type"];

/** An event with its place in the run. */
export interface JournalEntry {
  seq: number;
  event: RunEvent;
}
