import { type NodePolicy, nodePolicySchema, type RetryPolicy } from "../document.ts";
import type { Effect, GraphNode, Repeat } from "../graph.ts";
import { named, type Problems } from "./problems.ts";
import type { Entry } from "./shape.ts";

const ATTEMPTS_WHERE_REPEATING_IS_SAFE = 3;

export function checkPolicy({ node, ports, disabled }: Entry, problems: Problems): void {
  const { policy } = node;
  if (policy === undefined) return;
  for (const issue of nodePolicySchema.safeParse(policy).error?.issues ?? []) {
    const field = ["policy", ...issue.path].join(".");
    const isAttempts = field === "policy.retry.attempts";
    const message = isAttempts
      ? `${named(node)} is to be tried ${JSON.stringify(policy.retry?.attempts)} times. Give a number from 1 to 10.`
      : `The error handling of ${named(node)} (${field}): ${issue.message}`;
    problems.error(isAttempts ? "invalid_attempts" : "invalid_policy", message, { nodeId: node.id, field });
  }
  if (policy.compensate !== undefined) {
    const message = `${named(node)} names a node that undoes it. This version of Heddle cannot run that; remove it.`;
    problems.error("unsupported_shape", message, { nodeId: node.id, field: "policy.compensate" });
  }
  if (policy.onError === "continue" && !disabled && ports && !ports.includes("out")) {
    const message = `After an error ${named(node)} cannot go on: it has no output "out". Let it fail, or use its error output.`;
    problems.error("invalid_policy", message, { nodeId: node.id, field: "policy.onError" });
  }
}

export function repeatOf({ node, definition }: Entry): Repeat {
  if (definition?.effect !== "step" && definition?.effect !== "steps") return "safe";
  const { repeat = "unsafe" } = definition;
  try {
    return typeof repeat === "function" ? repeat(node.config) : repeat;
  } catch {
    // A config that does not parse is reported as such; until then the careful answer holds.
    return "unsafe";
  }
}

export function policyOf({ node }: Entry): GraphNode["policy"] {
  const policy: NodePolicy = node.policy ?? {};
  return { ...policy, onError: policy.onError ?? "fail", onUncertain: policy.onUncertain ?? "ask" };
}

export function retryOf({ node }: Entry, effect: Effect, repeat: Repeat): RetryPolicy {
  const isRepeated = (effect === "step" || effect === "steps") && repeat !== "unsafe";
  const attempts = isRepeated ? ATTEMPTS_WHERE_REPEATING_IS_SAFE : 1;
  const defaults: RetryPolicy = { attempts, backoff: "exponential", baseMs: 500, maxMs: 30_000, jitter: true };
  return { ...defaults, ...node.policy?.retry };
}
