import type { GraphNode, RunGraph } from "../engine/graph.ts";
import type { Executor } from "../nodes/define.ts";

/** A run graph with the code of its nodes loaded: what a walk needs beside the journal. Shared by all runs of a version. */
export interface PreparedGraph {
  graph: RunGraph;
  /** By position; none for the way into a container. */
  executors: readonly (Executor | undefined)[];
  /** What stands in containers, by position. */
  bodies: readonly (PreparedGraph | undefined)[];
  /** Parsed configs of nodes without any expression, by position; `undefined` where it has to be evaluated. */
  constants: readonly unknown[];
  /** Code of the nodes that nodes run themselves, by `type@version`. */
  used: ReadonlyMap<string, Executor>;
  /** True when an `any` or `count` join is reachable: the order of facts then matters (E4). */
  hasEarlyJoin: boolean;
}

export type LoadExecutor = (type: string, version: number) => Promise<Executor>;

/** @throws NodeError `invalid_config` when a constant config does not parse (compile has refused it before) */
export async function prepareGraph(graph: RunGraph, load: LoadExecutor): Promise<PreparedGraph> {
  const executors = await Promise.all(
    graph.nodes.map((node) => (node.key === "" ? undefined : load(node.type, node.version))),
  );
  const bodies = await Promise.all(
    graph.nodes.map((node) => (node.body ? prepareGraph(node.body.graph, load) : undefined)),
  );
  const constants = graph.nodes.map((node, index) =>
    node.config.kind === "value" && !node.disabled && !node.body
      ? executors[index]?.definition.config.parse(node.config.value)
      : undefined,
  );
  const uses = new Map(graph.nodes.flatMap((node) => node.uses).map((one) => [usedKey(one.type, one.version), one]));
  const used = new Map(
    await Promise.all(
      [...uses].map(async ([key, { type, version }]): Promise<[string, Executor]> => [key, await load(type, version)]),
    ),
  );
  const hasEarlyJoin = graph.nodes.some((node) => isEarlyJoin(node));
  return { graph, executors, bodies, constants, used, hasEarlyJoin };
}

export function usedKey(type: string, version: number): string {
  return `${type}@${version}`;
}

export function isEarlyJoin(node: GraphNode): boolean {
  return !node.disabled && (node.join?.mode === "any" || node.join?.mode === "count");
}
