import fc from "fast-check";
import { compile } from "../compile/compile.ts";
import type { DocumentNode, WorkflowDocument } from "../document.ts";
import type { GraphNode, RunGraph } from "../graph.ts";
import type { Settlement } from "../settlement.ts";
import { testCatalogue } from "./catalogue.ts";
import type { Outcome, ReferenceResult } from "./reference.ts";

type Kind = "plain" | "if" | "step" | "join";
export interface Drawn {
  kind: Kind;
  /** Positions of earlier nodes that lead here, and which of their ports. Edges are ordered by id: `name` begins it. */
  from: { back: number; port: number; name: number }[];
  mode: "all" | "every" | "any" | "count";
  count: number;
  cancelOthers: boolean;
  disabled: boolean;
  onError: "fail" | "continue" | "port";
  /** What it comes to: picks a port, or a failure. */
  luck: number;
  /** When it completes among those that run. */
  turn: number;
}

export const drawn: fc.Arbitrary<Drawn> = fc.record({
  kind: fc.constantFrom<Kind>("plain", "if", "step", "join", "join"),
  from: fc.array(fc.record({ back: fc.nat(20), port: fc.nat(3), name: fc.nat(9) }), {
    minLength: 1,
    maxLength: 4,
  }),
  mode: fc.constantFrom("all" as const, "every" as const, "any" as const, "count" as const),
  count: fc.integer({ min: 1, max: 3 }),
  cancelOthers: fc.boolean(),
  disabled: fc.integer({ min: 0, max: 7 }).map((n) => n === 0),
  onError: fc.constantFrom("fail" as const, "continue" as const, "port" as const),
  luck: fc.nat(100),
  turn: fc.nat(100),
});

const types: Record<Kind, string> = { plain: "test.set", if: "test.if", step: "test.step", join: "test.join" };

function portsOf(kind: Kind | "start", node: Drawn | undefined): string[] {
  const own = kind === "if" ? ["true", "false"] : ["out"];
  return node?.onError === "port" && kind === "step" ? [...own, "error"] : own;
}

/** A document from the drawn nodes: edges lead from earlier to later ones, so there is no circle. */
function documentFrom(all: readonly Drawn[]): WorkflowDocument {
  const keys = ["start", ...all.map((_, index) => `n${index}`)];
  const edges = new Map<string, WorkflowDocument["edges"][number]>();
  const nodes: DocumentNode[] = [{ id: "start", key: "start", type: "test.manual", version: 1, config: {} }];
  for (const [index, node] of all.entries()) {
    const key = `n${index}`;
    for (const { back, port, name } of node.from) {
      const at = back % (index + 1);
      const source = keys[at] as string;
      const ports = at === 0 ? ["out"] : portsOf((all[at - 1] as Drawn).kind, all[at - 1]);
      const sourcePort = ports[port % ports.length] as string;
      const id = `${source}.${sourcePort}-${key}`;
      edges.set(id, { id: `e_${name}_${edges.size}_${key}`, source, sourcePort, target: key, targetPort: "in" });
    }
    const into = [...edges.values()].filter(({ target }) => target === key).length;
    const config: DocumentNode["config"] =
      node.kind === "join"
        ? { mode: node.mode, count: Math.min(node.count, into), cancelOthers: node.cancelOthers }
        : {};
    nodes.push({
      id: key,
      key,
      type: types[node.kind],
      version: 1,
      config,
      ...(node.disabled ? { disabled: true } : {}),
      ...(node.kind === "step" ? { policy: { onError: node.onError } } : {}),
    });
  }
  // The same ends and ports twice are refused, so each is there once.
  const once = new Map([...edges.values()].map((edge) => [`${edge.source}.${edge.sourcePort}-${edge.target}`, edge]));
  return { schemaVersion: 1, nodes, edges: [...once.values()] };
}

export function outcomeOf(all: readonly Drawn[]): (node: GraphNode) => Outcome {
  return (node) => {
    const own = all[Number(node.key.slice(1))];
    if (!own || node.disabled) return { status: "completed", ports: [node.ports[0] ?? "out"] };
    if (own.kind === "step" && own.luck < 40) {
      if (own.onError === "port") return { status: "failed", ports: ["error"] };
      return own.onError === "fail" ? { status: "failed", ports: [] } : { status: "completed", ports: ["out"] };
    }
    return { status: "completed", ports: [own.kind === "if" ? (own.luck % 2 === 0 ? "true" : "false") : "out"] };
  };
}

/** What has to be like the kernel's, for a mutant to be put in its place. */
export type Kernel = new (graph: RunGraph) => Settlement;

/** The kernel over the same world, with `onFailure.branches: "finish"`: failures do not end the run. */
export function kernel(
  Kernel: Kernel,
  graph: RunGraph,
  outcome: (node: GraphNode) => Outcome,
  order: (running: GraphNode[]) => GraphNode,
): ReferenceResult {
  const settlement = new Kernel(graph);
  const running = new Set<GraphNode>([graph.trigger]);
  while (running.size > 0) {
    const node = order([...running].sort((a, b) => a.index - b.index));
    running.delete(node);
    const queue = [settlement.apply(node, outcome(node))];
    for (let next = queue.shift(); next; next = queue.shift()) {
      for (const started of next.run) running.add(started);
      for (const aborted of next.abort) {
        running.delete(aborted);
        if (!settlement.isSettled(aborted)) queue.push(settlement.apply(aborted, { status: "cancelled", ports: [] }));
      }
    }
  }
  const result: ReferenceResult = { status: {}, counted: {}, sees: {} };
  for (const node of graph.nodes) {
    const state = settlement.state(node);
    if (state === "undecided" || state === "running") throw new Error(`${node.key} was left ${state}`);
    result.status[node.key] = state;
    if (state !== "completed" && state !== "failed") continue;
    result.counted[node.key] = settlement
      .counted(node)
      .map((edge) => graph.edges[edge]?.id ?? "")
      .sort();
    result.sees[node.key] = graph.nodes
      .filter((other) => settlement.sees(node, other))
      .map(({ key }) => key)
      .sort();
  }
  return result;
}

export function byTurn(all: readonly Drawn[]): (running: GraphNode[]) => GraphNode {
  const turnOf = (node: GraphNode) => all[Number(node.key.slice(1))]?.turn ?? 0;
  return (running) => [...running].sort((a, b) => turnOf(a) - turnOf(b) || a.index - b.index)[0] as GraphNode;
}

export function compiled(all: readonly Drawn[]): RunGraph | null {
  const result = compile(documentFrom(all), testCatalogue);
  return result.ok ? (result.compiled.graphs.get("start") ?? null) : null;
}
