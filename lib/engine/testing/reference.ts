import type { Fact } from "../events.ts";
import type { GraphEdge, GraphNode, RunGraph } from "../graph.ts";

/** What a node comes to once it runs: given in advance, so that kernel and reference face the same world. */
export type Outcome = { status: "completed" | "failed"; ports: string[] };

export interface ReferenceResult {
  /** Status of every node, by key. */
  status: Record<string, Fact["status"]>;
  /** Ids of the edges counted in a node's decision, by key, sorted. */
  counted: Record<string, string[]>;
  /** For each node that ran: keys of the nodes whose outputs it sees (E7), sorted. */
  sees: Record<string, string[]>;
}

export interface Settled {
  fact: Fact;
  counted: readonly GraphEdge[];
}

/** What the rules are applied to. */
export interface World {
  /** What a node comes to. `seen`: the nodes whose outputs it sees (E7). */
  outcome(node: GraphNode, counted: readonly GraphEdge[], seen: ReadonlySet<GraphNode>): Outcome;
  /** Which of the nodes that run completes next; undefined: none of them does. */
  order(running: GraphNode[]): GraphNode | undefined;
  /** Did a node in flight come to its end although it was cancelled (E5)? Default: none does. */
  survives?(node: GraphNode): boolean;
  /** Asked after each fact: is nothing more to follow? */
  isOver?(): boolean;
  /** Told of each decision: the rule, and in which way it held. */
  note?(way: string, node: GraphNode): void;
}

/** What was settled, in the order of the facts, and what was left in flight. */
export interface Interpreted {
  settled: ReadonlyMap<GraphNode, Settled>;
  running: ReadonlyMap<GraphNode, readonly GraphEdge[]>;
  /** The same as it was before the fact that ended it, and the node of that. */
  before?: Interpreted & { end: GraphNode };
}

/**
 * The rules of SPEC.md once more, as plainly as they can be said: after each fact everything is worked out anew from the list
 * of facts. It shares nothing with the kernel but types.
 * @param from where to go on, if not at the beginning
 */
export function interpret(graph: RunGraph, world: World, from?: Interpreted): Interpreted {
  const settled = new Map<GraphNode, Settled>(from?.settled);
  const running = new Map<GraphNode, readonly GraphEdge[]>(from?.running ?? [[graph.trigger, []]]);
  let before: Interpreted["before"];
  while (running.size > 0 && !world.isOver?.()) {
    const node = world.order([...running.keys()].sort((a, b) => a.index - b.index));
    if (!node) break;
    const counted = running.get(node) as readonly GraphEdge[];
    const fact = world.outcome(node, counted, seenFrom(graph, counted, settled));
    if (world.isOver?.()) before = { settled: new Map(settled), running: new Map(running), end: node };
    running.delete(node);
    settled.set(node, { fact, counted });
    decideAll(graph, settled, running, world);
  }
  return { settled, running, ...(before ? { before } : {}) };
}

/** The rules over one graph whose nodes all settle. `order` says which of the nodes that run completes next. */
export function reference(
  graph: RunGraph,
  outcome: (node: GraphNode) => Outcome,
  order: (running: GraphNode[]) => GraphNode,
): ReferenceResult {
  const { settled } = interpret(graph, { outcome, order });
  return described(graph, settled);
}

/** E3, E4, E5: until nothing more follows from the facts so far. */
function decideAll(
  graph: RunGraph,
  settled: Map<GraphNode, Settled>,
  running: Map<GraphNode, readonly GraphEdge[]>,
  world: World,
): void {
  for (let changed = true; changed; ) {
    changed = false;
    for (const node of graph.nodes) {
      if (settled.has(node) || running.has(node)) continue;
      const verdict = decide(graph, node, settled);
      if (verdict === "wait") continue;
      changed = true;
      if (world.note) for (const way of waysOf(graph, node, verdict, settled)) world.note(way, node);
      if (verdict === "skip") settled.set(node, { fact: { status: "skipped", ports: [] }, counted: [] });
      else {
        running.set(node, liveInto(graph, node, settled));
        if (node.join?.cancelOthers && !node.disabled) cancelOthers(graph, node, settled, running, world);
      }
    }
  }
}

function isLive(graph: RunGraph, edge: GraphEdge, settled: Map<GraphNode, Settled>): boolean | undefined {
  const source = settled.get(graph.nodes[edge.source] as GraphNode);
  return source?.fact.ports.includes(edge.sourcePort);
}

function liveInto(graph: RunGraph, node: GraphNode, settled: Map<GraphNode, Settled>): GraphEdge[] {
  return node.in.filter((edge) => isLive(graph, edge, settled) === true);
}

function decide(graph: RunGraph, node: GraphNode, settled: Map<GraphNode, Settled>): "run" | "skip" | "wait" {
  const states = node.in.map((edge) => isLive(graph, edge, settled));
  const live = states.filter((state) => state === true).length;
  const open = states.filter((state) => state === undefined).length;
  const join = node.disabled ? null : node.join;
  if (join?.mode === "any" || join?.mode === "count") {
    const needed = join.mode === "any" ? 1 : join.count;
    if (live >= needed) return "run";
    return live + open < needed ? "skip" : "wait";
  }
  if (open > 0) return "wait";
  if (join?.mode === "every") return live === states.length ? "run" : "skip";
  return live > 0 ? "run" : "skip";
}

/** Every way from the node to a sink, written out: does each of them pass the join? */
function allWaysPass(graph: RunGraph, node: GraphNode, join: GraphNode): boolean {
  if (node === join) return true;
  if (node.out.length === 0) return false;
  return node.out.every((edge) => allWaysPass(graph, graph.nodes[edge.target] as GraphNode, join));
}

function cancelOthers(
  graph: RunGraph,
  join: GraphNode,
  settled: Map<GraphNode, Settled>,
  running: Map<GraphNode, readonly GraphEdge[]>,
  world: World,
): void {
  for (const node of graph.nodes) {
    if (node === join || settled.has(node) || !allWaysPass(graph, node, join)) continue;
    if (running.has(node) && world.survives?.(node)) continue;
    world.note?.(running.has(node) ? "E5 cancels what is in flight" : "E5 cancels what is undecided", node);
    settled.set(node, { fact: { status: "cancelled", ports: [] }, counted: running.get(node) ?? [] });
    running.delete(node);
  }
}

function described(graph: RunGraph, settled: ReadonlyMap<GraphNode, Settled>): ReferenceResult {
  const result: ReferenceResult = { status: {}, counted: {}, sees: {} };
  for (const [node, { fact, counted }] of settled) {
    result.status[node.key] = fact.status;
    if (fact.status !== "completed" && fact.status !== "failed") continue;
    result.counted[node.key] = counted.map(({ id }) => id).sort();
    result.sees[node.key] = [...seenFrom(graph, counted, settled)].map(({ key }) => key).sort();
  }
  return result;
}

function seenFrom(
  graph: RunGraph,
  counted: readonly GraphEdge[],
  settled: ReadonlyMap<GraphNode, Settled>,
): Set<GraphNode> {
  const seen = new Set<GraphNode>();
  for (const edge of counted) {
    const source = graph.nodes[edge.source] as GraphNode;
    seen.add(source);
    for (const further of seenFrom(graph, settled.get(source)?.counted ?? [], settled)) seen.add(further);
  }
  return seen;
}

/** By which rules, and in which of their ways, a node was decided. */
function* waysOf(
  graph: RunGraph,
  node: GraphNode,
  verdict: "run" | "skip",
  settled: Map<GraphNode, Settled>,
): Generator<string> {
  const states = node.in.map((edge) => isLive(graph, edge, settled));
  const sources = node.in.map((edge) => settled.get(graph.nodes[edge.source] as GraphNode)?.fact.status);
  const { join } = node;
  if (join && !node.disabled) {
    yield `E4 ${join.mode} ${verdict === "run" ? "runs" : "is skipped"}`;
    const isEarly = join.mode === "any" || join.mode === "count";
    if (isEarly && verdict === "run" && states.includes(undefined) && !join.cancelOthers) yield "E5 others run on";
    return;
  }
  if (join) yield "E14 a disabled join";
  if (verdict === "run" && states.includes(true) && states.includes(false)) yield "E3 one live edge is enough";
  if (verdict === "skip") yield sources.every((status) => status === "skipped") ? "E3 a skip cascades" : "E3 skips";
}
