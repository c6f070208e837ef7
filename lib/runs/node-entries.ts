import { limits } from "../config/limits.ts";
import type { RunError, RunEvent } from "../engine/events.ts";
import type { GraphNode } from "../engine/graph.ts";
import type { Json, JsonObject } from "../engine/json.ts";
import { NodeError } from "../nodes/define.ts";
import { type EncodedEvent, encodeEvent } from "./ports.ts";
import type { WalkState } from "./walk-state.ts";

export interface Timing {
  /** Milliseconds since the epoch. */
  at: number;
  /** Milliseconds of work. */
  ms: number;
  attempt: number;
}

/** What a node has come to. */
export interface NodeResult {
  ports: string[];
  output: Json;
  read?: JsonObject;
  /** A failure that goes on as this output. */
  handled?: RunError;
}

/**
 * The journal entry of a node that completed, measured.
 * @throws NodeError `output_too_large`
 */
export function completedEntry(
  state: WalkState,
  node: GraphNode,
  result: NodeResult,
  timing: Timing,
): { encoded: EncodedEvent; bytes: number } {
  const path = state.path(node);
  const stored = state.store(path, result.output);
  const event: RunEvent = {
    type: "node.completed",
    at: timing.at,
    path,
    ports: result.ports,
    ms: timing.ms,
    attempt: timing.attempt,
    ...(result.read === undefined ? undefined : { read: result.read }),
    ...(result.handled === undefined ? undefined : { handled: result.handled }),
    ...stored,
  };
  const encoded = encodeEvent(event);
  const bytes = "outputOf" in stored ? 0 : encoded.text.length;
  checkSize(state, node, bytes);
  return { encoded, bytes };
}

/**
 * Whether there is room for an output.
 * @param bytes of its JSON
 * @throws NodeError `output_too_large`
 */
export function checkSize(state: WalkState, node: GraphNode, bytes: number): void {
  if (bytes > limits.outputBytes || state.outputs.bytes + bytes > limits.workingSetBytes) throw tooLarge(node, bytes);
}

/** The journal entry of a node that failed for good: rule E2. `ends`: nothing takes care of it. */
export function failedEntry(
  state: WalkState,
  node: GraphNode,
  error: RunError,
  timing: Timing,
): { encoded: EncodedEvent; output: JsonObject | undefined; ports: string[]; ends: boolean } {
  const output = { error: { ...error, attempts: timing.attempt } } as unknown as JsonObject;
  const { onError } = node.policy;
  if (onError === "continue") {
    const { encoded } = completedEntry(state, node, { ports: ["out"], output, handled: error }, timing);
    return { encoded, output, ports: ["out"], ends: false };
  }
  const handled = onError === "port";
  const ports = handled ? ["error"] : [];
  const event: RunEvent = {
    type: "node.failed",
    at: timing.at,
    path: state.path(node),
    ports,
    ms: timing.ms,
    attempt: timing.attempt,
    error,
    handled,
    ...(handled ? { output } : undefined),
  };
  return { encoded: encodeEvent(event), output: handled ? output : undefined, ports, ends: !handled };
}

function tooLarge(node: GraphNode, bytes: number): NodeError {
  const size = `${(bytes / 1_048_576).toFixed(1)} MiB`;
  return new NodeError(
    "output_too_large",
    `${node.label} gave ${size}; one output may hold ${limits.outputBytes / 1_048_576} MiB and a run ${limits.workingSetBytes / 1_048_576} MiB at a time. Ask for less at once: pages, or only the fields that are needed.`,
    { retry: "never", details: { bytes } },
  );
}
