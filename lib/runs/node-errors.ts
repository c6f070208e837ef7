import type { RunError } from "../engine/events.ts";
import type { GraphNode } from "../engine/graph.ts";
import type { Json } from "../engine/json.ts";
import { NodeError } from "../nodes/define.ts";

const RETRYABLE: ReadonlySet<string> = new Set(["network", "timeout", "rate_limited", "upstream"]);

interface Coded {
  code?: unknown;
  message: string;
  retry?: unknown;
  details?: unknown;
  field?: unknown;
}

/** Does a node's error say this, and not one of the machine's? */
export function isOfNode(error: unknown): boolean {
  const { code } = error as Partial<Coded>;
  return error instanceof Error && typeof code === "string" && /^[a-z_]+$/.test(code);
}

/**
 * Any thrown thing as a node's error. Errors are told apart by their code; what has none is a defect of ours or of the
 * node and says so without its stack.
 */
export function toRunError(error: unknown, node: GraphNode): RunError {
  const coded = error as Coded;
  if (isOfNode(error)) {
    const details = coded.details ?? (typeof coded.field === "string" ? { field: coded.field } : undefined);
    return {
      code: coded.code as string,
      message: coded.message,
      node: node.key,
      ...(details === undefined ? {} : { details: details as Json }),
    };
  }
  const message = error instanceof Error ? error.message : String(error);
  return { code: "internal", message: `${node.label} failed in a way it should not: ${message}`, node: node.key };
}

/** When to try again after `error` on try number `attempt`, ms since the epoch; null: not at all. Rule E11. */
export function nextTry(error: unknown, node: GraphNode, attempt: number, now: number, random: number): number | null {
  if (attempt >= node.retry.attempts) return null;
  const asked = error instanceof Error && "retry" in error ? (error as NodeError).retry : "default";
  if (asked === "never") return null;
  if (typeof asked === "object") return now + asked.afterMs;
  const code = (error as Coded).code;
  if (typeof code !== "string" || !RETRYABLE.has(code)) return null;
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
