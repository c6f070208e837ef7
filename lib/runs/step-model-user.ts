import type { ModelUser } from "../ai/guard/model-user.ts";
import type { GraphNode } from "../engine/graph.ts";
import { WalkStopped } from "./run-log.ts";
import type { WalkState } from "./walk-state.ts";

/**
 * One try of a step, or of a sub-step (`path`), as models know it. What its calls came to is journalled at once, as it was paid
 * for whatever becomes of the try; what a journal refuses, as the run has ended or is walked elsewhere, is counted beside it.
 */
export function stepModelUser(state: WalkState, node: GraphNode, path: string, attempt: number): ModelUser {
  const { log, now, outside, prepared, run } = state.options;
  const { workspaceId, workflowId } = log.identity;
  const nodePath = state.path(node);
  const place = path === nodePath ? `${attempt}` : `${path.slice(nodePath.length + 1)}/${attempt}`;
  let calls = 0;
  return {
    workspaceId,
    turn: run.id,
    run: { id: run.id, budget: prepared.graph.settings.budget, path, attempt },
    async record(call) {
      calls += 1;
      try {
        await log.written({ type: "model.called", path: nodePath, call: `${place}/${calls}`, ...call });
      } catch (error) {
        if (!(error instanceof WalkStopped)) throw error;
        await outside.models.count(workspaceId, workflowId, call);
      }
    },
    refused: (overrun) => log.emit({ type: "budget.exceeded", at: now(), path: nodePath, ...overrun }),
    log: state.logger(nodePath),
  };
}
