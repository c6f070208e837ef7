import type { Fact } from "./events.ts";
import type { GraphNode, RunGraph } from "./graph.ts";

/** What a node has come to. `running` is decided and not yet settled. */
export type NodeState = "undecided" | "running" | Fact["status"];

/** An edge is 0 until its source has a fact. */
const LIVE = 1;
const DEAD = 2;

/**
 * What follows from one fact: nodes that now run (topological order) and nodes that settle at once because nothing
 * live leads to them or because a join no longer needs them.
 */
export interface Decisions {
  run: GraphNode[];
  skipped: GraphNode[];
  /** Rule E5: undecided nodes that settle as cancelled at once. */
  cancelled: GraphNode[];
  /** Rule E5: nodes in flight whose execution is to be cancelled; their fact is still to come. */
  abort: GraphNode[];
}

/**
 * The decisions of one run, rules E1-E5, E7, E8 and E14 of SPEC.md: a state machine over the graph that takes facts one
 * at a time. It holds no payloads, knows no clock and does nothing by itself.
 */
export class Settlement {
  readonly graph: RunGraph;
  readonly #edges: Uint8Array;
  readonly #states: NodeState[];
  readonly #live: Uint32Array;
  readonly #settled: Uint32Array;
  /** Edges counted in a node's decision; null: all live ones (every node but joins that decide early). */
  readonly #counted: (readonly number[] | null)[];
  /** Decisions of `any` and `count` joins as journalled: on replay they hold, whatever came first. */
  readonly #journalled = new Map<number, readonly number[]>();
  #open: number;

  constructor(graph: RunGraph) {
    this.graph = graph;
    this.#edges = new Uint8Array(graph.edges.length);
    this.#states = new Array<NodeState>(graph.nodes.length).fill("undecided");
    this.#live = new Uint32Array(graph.nodes.length);
    this.#settled = new Uint32Array(graph.nodes.length);
    this.#counted = new Array<readonly number[] | null>(graph.nodes.length).fill(null);
    this.#states[graph.trigger.index] = "running";
    this.#open = graph.nodes.length;
  }

  state(node: GraphNode): NodeState {
    return this.#states[node.index] as NodeState;
  }

  isSettled(node: GraphNode): boolean {
    const state = this.#states[node.index];
    return state !== "undecided" && state !== "running";
  }

  /** True once every node of the graph has a fact. */
  get done(): boolean {
    return this.#open === 0;
  }

  isLive(edge: number): boolean {
    return this.#edges[edge] === LIVE;
  }

  /** Positions of the edges counted in the decision of `node`, in the order of its incoming edges (E4). */
  counted(node: GraphNode): readonly number[] {
    const counted = this.#counted[node.index];
    if (counted) return counted;
    const live: number[] = [];
    for (const edge of node.in) if (this.#edges[edge.index] === LIVE) live.push(edge.index);
    return live;
  }

  /** Nodes whose outputs reach `node` over counted edges, each once, in the order of its incoming edges (E8). */
  sources(node: GraphNode): GraphNode[] {
    const found: GraphNode[] = [];
    for (const index of this.counted(node)) {
      const source = this.#node((this.graph.edges[index] as { source: number }).source);
      if (!found.includes(source)) found.push(source);
    }
    return found;
  }

  /** Rule E7: is `target` reached backwards from `node` over counted edges? */
  sees(node: GraphNode, target: GraphNode): boolean {
    const seen = new Set<number>([node.index]);
    const todo = [node];
    for (let next = todo.pop(); next; next = todo.pop()) {
      for (const source of this.sources(next)) {
        if (source === target) return true;
        // Positions are topological: what stands before the target cannot lead back to it.
        if (source.index > target.index && !seen.has(source.index)) {
          seen.add(source.index);
          todo.push(source);
        }
      }
    }
    return false;
  }

  /** A join's decision as the journal has it; to be told before the facts are applied. */
  recall(join: GraphNode, edgeIds: readonly string[]): void {
    const counted = join.in.filter((edge) => edgeIds.includes(edge.id)).map((edge) => edge.index);
    this.#journalled.set(join.index, counted);
  }

  /** Takes one fact of a node that runs. Facts of settled nodes are refused: each node settles once (E1). */
  apply(node: GraphNode, fact: Fact): Decisions {
    if (this.isSettled(node)) throw new Error(`${node.key} has settled already`);
    const decisions: Decisions = { run: [], skipped: [], cancelled: [], abort: [] };
    const open: GraphNode[] = [];
    this.#settle(node, fact.status, fact.ports, open);
    for (let next = open.shift(); next; next = open.shift()) this.#decide(next, decisions, open);
    if (decisions.run.length > 1) decisions.run.sort(byPosition);
    return decisions;
  }

  /** @param open takes the nodes to look at, in topological order: what one fact decides, it decides in this order (E3) */
  #settle(node: GraphNode, status: Fact["status"], ports: readonly string[], open: GraphNode[]): void {
    this.#states[node.index] = status;
    this.#open -= 1;
    if (node.out.length === 0) return;
    // All edges of one fact change together; only then are targets looked at (E4: the prefix ends with a fact).
    for (const edge of node.out) {
      const live = ports.includes(edge.sourcePort);
      this.#edges[edge.index] = live ? LIVE : DEAD;
      this.#settled[edge.target] = (this.#settled[edge.target] as number) + 1;
      if (live) this.#live[edge.target] = (this.#live[edge.target] as number) + 1;
    }
    for (const edge of node.out) {
      let at = open.length;
      while (at > 0 && (open[at - 1] as GraphNode).index > edge.target) at -= 1;
      if (open[at - 1]?.index !== edge.target) open.splice(at, 0, this.#node(edge.target));
    }
  }

  #decide(node: GraphNode, decisions: Decisions, open: GraphNode[]): void {
    if (this.#states[node.index] !== "undecided") return;
    const verdict = this.#verdict(node);
    if (verdict === "wait") return;
    if (verdict === "skip") {
      decisions.skipped.push(node);
      this.#settle(node, "skipped", [], open);
      return;
    }
    this.#states[node.index] = "running";
    decisions.run.push(node);
    if (node.join && !node.disabled) {
      this.#counted[node.index] = this.#journalled.get(node.index) ?? this.counted(node);
      if (node.join.cancelOthers) this.#cancelOthers(node, decisions, open);
    }
  }

  #verdict(node: GraphNode): "run" | "skip" | "wait" {
    const live = this.#live[node.index] as number;
    const settled = this.#settled[node.index] as number;
    const all = node.in.length;
    const rule = node.disabled ? null : node.join;
    if (!rule || rule.mode === "all") return settled < all ? "wait" : live > 0 ? "run" : "skip";
    if (rule.mode === "every") return settled < all ? "wait" : live === all ? "run" : "skip";
    const journalled = this.#journalled.get(node.index);
    if (journalled) return journalled.every((edge) => this.#edges[edge] === LIVE) ? "run" : "wait";
    const needed = rule.mode === "any" ? 1 : rule.count;
    if (live >= needed) return "run";
    return live + (all - settled) < needed ? "skip" : "wait";
  }

  /** Rule E5. A node is cut off when all its ways lead into the join: seen from the sinks upwards. */
  #cancelOthers(join: GraphNode, decisions: Decisions, open: GraphNode[]): void {
    const ends = new Uint8Array(this.graph.nodes.length);
    ends[join.index] = 1;
    for (let index = join.index - 1; index >= 0; index--) {
      const node = this.#node(index);
      if (node.out.length > 0 && node.out.every((edge) => ends[edge.target] === 1)) ends[index] = 1;
    }
    const undecided: GraphNode[] = [];
    for (let index = 0; index < join.index; index++) {
      if (ends[index] !== 1) continue;
      const node = this.#node(index);
      const state = this.#states[index];
      if (state === "running") decisions.abort.push(node);
      else if (state === "undecided") undecided.push(node);
    }
    // All of them before what follows from any: else the first one's end would count as a skip of the next.
    for (const node of undecided) this.#states[node.index] = "cancelled";
    for (const node of undecided) {
      decisions.cancelled.push(node);
      this.#settle(node, "cancelled", [], open);
    }
  }

  #node(index: number): GraphNode {
    return this.graph.nodes[index] as GraphNode;
  }
}

function byPosition(a: GraphNode, b: GraphNode): number {
  return a.index - b.index;
}
