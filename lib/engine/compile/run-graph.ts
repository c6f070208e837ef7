import type { DocumentSettings } from "../document.ts";
import type { ContainerBody, ContainerRule, GraphEdge, GraphNode, JoinRule, RunGraph } from "../graph.ts";
import { bodyReach } from "./body.ts";
import type { CheckedConfig } from "./config.ts";
import type { Order } from "./order.ts";
import { policyOf, repeatOf, retryOf } from "./policy.ts";
import type { Reach } from "./reach.ts";
import { keysRead } from "./references.ts";
import type { Entry, Shape } from "./shape.ts";
import { usedNodes } from "./used-nodes.ts";

/** What is known of each entry once the whole document has been checked. By the entry's index. */
export interface Checked {
  shape: Shape;
  configs: readonly CheckedConfig[];
  joins: readonly (JoinRule | null)[];
  containers: readonly (ContainerRule | null)[];
  order: Order;
  settings: DocumentSettings;
}

/** The part of a document that one trigger walks. Only for documents without errors. */
export function buildRunGraph(reach: Reach, checked: Checked): RunGraph {
  const incoming: GraphEdge[][] = reach.members.map(() => []);
  const outgoing: GraphEdge[][] = reach.members.map(() => []);
  const edges = readEdges(reach, incoming, outgoing);
  const nodes = reach.members.map((entry, index) =>
    // Both lists have an element per member.
    buildNode(
      entry,
      index,
      { in: incoming[index] as GraphEdge[], out: outgoing[index] as GraphEdge[] },
      reach,
      checked,
    ),
  );
  return {
    trigger: nodes[reach.positions[reach.trigger.index] as number] as GraphNode,
    nodes,
    edges,
    byKey: new Map(nodes.filter(({ key }) => key !== "").map((node) => [node.key, node])),
    settings: checked.settings,
    pure: nodes.every((node) => node.effect === "pure" || node.disabled || node.body?.graph.pure === true),
  };
}

function buildBody(entry: Entry, reach: Reach, checked: Checked): ContainerBody | null {
  const rule = checked.containers[entry.index];
  if (!rule) return null;
  const graph = buildRunGraph(bodyReach(entry, reach, checked.shape, checked.order, checked.joins), checked);
  const batches = graph.nodes.every(({ effect }) => effect === "pure" || effect === "step");
  return { ...rule, graph, batches };
}

/** Configs of an entry and of everything inside. */
function* configsIn(entry: Entry, checked: Checked): Generator<CheckedConfig> {
  yield checked.configs[entry.index] ?? noConfig;
  for (const child of entry.children) yield* configsIn(child, checked);
}

const noConfig: CheckedConfig = { template: { kind: "value", value: {} }, texts: [], parsed: {} };

/** Edges by source, then by id: an order that the drawing of the document has no part in. */
function readEdges(reach: Reach, incoming: GraphEdge[][], outgoing: GraphEdge[][]): GraphEdge[] {
  const edges: GraphEdge[] = [];
  for (const [source, entry] of reach.members.entries()) {
    const links = [...entry.out].sort((a, b) => (a.id < b.id ? -1 : 1));
    for (const { id, target: targetIndex, sourcePort, targetPort } of links) {
      // What a member leads to is a member.
      const target = reach.positions[targetIndex] as number;
      const edge: GraphEdge = { index: edges.length, id, source, target, sourcePort, targetPort };
      edges.push(edge);
      outgoing[source]?.push(edge);
      incoming[target]?.push(edge);
    }
  }
  return edges;
}

function buildNode(
  entry: Entry,
  index: number,
  edges: Pick<GraphNode, "in" | "out">,
  reach: Reach,
  checked: Checked,
): GraphNode {
  const { node, disabled, definition } = entry;
  const { positions, certain } = reach;
  const config = checked.configs[entry.index] ?? noConfig;
  const effect = definition?.stepsWhen?.(node.config) ? "steps" : (definition?.effect ?? "pure");
  const repeat = repeatOf(entry);
  const keys = new Set([...configsIn(entry, checked)].flatMap((inner) => keysRead(inner, checked.shape)));
  const reads = [...keys].map((key) => {
    const target = positions[(checked.shape.byKey.get(key) as Entry).index] as number;
    return { key, node: target, always: target >= 0 && certain.has(index, target) };
  });
  return {
    index,
    id: node.id,
    key: node.key,
    type: node.type,
    version: node.version,
    label: node.label?.trim() || (definition?.title ?? node.key),
    effect,
    repeat,
    disabled,
    ports: entry.ports ?? [],
    ...edges,
    join: checked.joins[entry.index] ?? null,
    body: buildBody(entry, reach, checked),
    config: config.template,
    reads,
    uses: disabled ? [] : usedNodes(entry).map(({ type, version }) => ({ type, version })),
    policy: policyOf(entry),
    retry: retryOf(entry, effect, repeat),
  };
}
