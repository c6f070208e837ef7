import type { GraphNode } from "../engine/graph.ts";
import type { Json, JsonObject } from "../engine/json.ts";
import type { PureNodeContext } from "../nodes/step-context.ts";
import { portsOf } from "./execute-step.ts";
import type { WalkState } from "./walk-state.ts";

/** What a pure node comes to, computed at once. @throws what its config or its executor throws */
export function evaluatePure(
  state: WalkState,
  node: GraphNode,
  input: Json,
): { ports: string[]; output: Json; read?: JsonObject } {
  if (node.disabled) return { ports: [node.ports[0] ?? "out"], output: input };
  const executor = state.executor(node);
  if (executor.effect !== "pure") throw new Error(`${state.path(node)} is not pure`);
  const now = state.nowOf(node);
  // Made only for the few nodes that ask: this is where most of a walk's time goes.
  let each: ReturnType<WalkState["perItem"]> | undefined;
  const perItem: PureNodeContext["perItem"] = (field, item, index) => {
    each ??= state.perItem(node, input, now);
    return each(field, item, index);
  };
  const given = executor.run({
    config: state.config(node, input, now),
    input,
    ctx: { now: () => now, log: state.logger(state.path(node)), perItem },
  });
  return { ports: portsOf(given, node), output: given.output, ...(given.read ? { read: given.read } : {}) };
}
