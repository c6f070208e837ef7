import type { DocumentSettings, NodePolicy, RetryPolicy } from "./document.ts";
import type { Compiled } from "./expressions/types.ts";
import type { Json } from "./json.ts";

/** How a node touches the world (`lib/nodes/define.ts` says what each kind may do). */
export type Effect = "pure" | "step" | "steps" | "wait" | "container";
/** May an execution whose result was lost be made again? */
export type Repeat = "safe" | "keyed" | "unsafe";

/** A config value with its `{{ }}` texts parsed: what the walk evaluates instead of the document's config. */
export type ConfigTemplate =
  | { kind: "value"; value: Json }
  | { kind: "text"; text: Compiled }
  | { kind: "array"; items: ConfigTemplate[] }
  | { kind: "object"; entries: [key: string, value: ConfigTemplate][] };

export interface JoinRule {
  mode: "all" | "every" | "any" | "count";
  /** Edges needed by `count`; 1 for `any`. */
  count: number;
  cancelOthers: boolean;
}

/** Settings of a container that are known before anything has run (rule E13). */
export interface ContainerRule {
  kind: "for-each" | "while";
  concurrency: number;
  onItemError: "stop" | "skip" | "collect";
  maxIterations: number;
}

/** A container with what stands in it. */
export interface ContainerBody extends ContainerRule {
  /**
   * The nodes inside, as a run graph of its own: its trigger is no node of the document but the way in, which leads to every
   * root of the body, has no key, and gives the item or the state as its output.
   */
  graph: RunGraph;
  /** Everything in it can be executed within one step: no waits, no sub-steps, no containers. */
  batches: boolean;
}

export interface GraphEdge {
  /** Position in `RunGraph.edges`. */
  index: number;
  id: string;
  /** Positions in `RunGraph.nodes`. */
  source: number;
  target: number;
  sourcePort: string;
  targetPort: string;
}

export interface GraphNode {
  /** Position in `RunGraph.nodes`: topological, then by id. */
  index: number;
  id: string;
  key: string;
  type: string;
  version: number;
  label: string;
  effect: Effect;
  repeat: Repeat;
  disabled: boolean;
  ports: readonly string[];
  in: readonly GraphEdge[];
  out: readonly GraphEdge[];
  /** Set for `control.join` only (rule E4). */
  join: JoinRule | null;
  /** Set for containers that are not disabled. */
  body: ContainerBody | null;
  config: ConfigTemplate;
  /** Node keys that the config (and what stands inside) reads; nothing else is loaded for it. */
  reads: readonly { key: string; node: number; always: boolean }[];
  /** Node types that it runs itself. */
  uses: readonly { type: string; version: number }[];
  policy: NodePolicy & { onError: "fail" | "continue" | "port"; onUncertain: "retry" | "ask" | "fail" };
  retry: RetryPolicy;
}

/**
 * What the engine walks: one trigger of a compiled document and everything reachable from it. Immutable, shared by all
 * runs of the version. In `reads`, `always` is true when every way from the trigger to the reader passes the node that
 * is read, so that E7 needs no look at run time.
 */
export interface RunGraph {
  trigger: GraphNode;
  nodes: readonly GraphNode[];
  edges: readonly GraphEdge[];
  byKey: ReadonlyMap<string, GraphNode>;
  settings: DocumentSettings;
  /** True when no node but pure ones is reachable: such a run is walked in one go and costs one commit. */
  pure: boolean;
}

/** A whole compiled document: a run graph per trigger, by the trigger's node id. */
export interface CompiledDocument {
  graphs: ReadonlyMap<string, RunGraph>;
}

export interface Problem {
  severity: "error" | "warning";
  /** Stable, for clients: `unknown_type`, `cycle`, `invalid_config` … */
  code: string;
  message: string;
  nodeId?: string;
  edgeId?: string;
  /** Dotted path in the node's config or the document's settings. */
  field?: string;
  /** A change that would mend it, in words for the button and as data for the editor. */
  fix?: { label: string; set?: { field: string; value: Json } };
}

export type CompileResult =
  | { ok: true; compiled: CompiledDocument; warnings: Problem[] }
  | { ok: false; problems: Problem[] };
