import type { RunError } from "../engine/events.ts";
import type { GraphNode } from "../engine/graph.ts";
import type { Json } from "../engine/json.ts";
import { errorCode, errorMessage } from "../errors.ts";
import { NodeError } from "../nodes/define.ts";

const RETRYABLE: ReadonlySet<string> = new Set(["network", "timeout", "rate_limited", "upstream"]);

/** Of executors and of expressions. */
type CodedError = Error & { code: string; details?: Json; field?: unknown };

/** Does a node's error say this, and not one of the machine's? */
export function isOfNode(error: unknown): error is CodedError {
  return error instanceof Error && /^[a-z_]+$/.test(errorCode(error) ?? "");
}

/**
 * Any thrown thing as a node's error. Errors are told apart by their code; what has none is a defect of ours or of the
 * node and says so without its stack.
 */
export function toRunError(error: unknown, node: GraphNode): RunError {
  if (isOfNode(error)) {
    const { code, message, field } = error;
    const details = error.details ?? (typeof field === "string" ? { field } : undefined);
    return { code, message, node: node.key, ...(details === undefined ? {} : { details }) };
  }
  const message = `${node.label} failed in a way it should not: ${errorMessage(error)}`;
  return { code: "internal", message, node: node.key };
}

/** When to try again after `error` on try number `attempt`, ms since the epoch; null: not at all. Rule E11. */
export function nextTry(error: unknown, node: GraphNode, attempt: number, now: number, random: number): number | null {
  if (attempt >= node.retry.attempts) return null;
  // Of executors, which may have a copy of the class of their own.
  const asked = error instanceof Error && "retry" in error ? (error as NodeError).retry : "default";
  if (asked === "never") return null;
  if (typeof asked === "object") return now + asked.afterMs;
  if (!RETRYABLE.has(errorCode(error) ?? "")) return null;
  const { backoff, baseMs, maxMs, jitter } = node.retry;
  const full = Math.min(maxMs, backoff === "exponential" ? baseMs * 2 ** (attempt - 1) : baseMs);
  return now + Math.round(jitter ? full * (0.5 + random / 2) : full);
}

export function lostError(node: GraphNode, losses: number): NodeError {
  return new NodeError(
    "worker_lost",
    losses >= 3
      ? `${node.label} was being executed three times when the server stopped. It was not tried again.`
      : `The server stopped while ${node.label} was being executed, and it cannot be known whether it took effect.`,
    { retry: "never" },
  );
}
