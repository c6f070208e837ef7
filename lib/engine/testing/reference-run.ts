import type { Fact } from "../events.ts";
import type { GraphEdge, GraphNode, RunGraph } from "../graph.ts";
import type { Json, JsonObject } from "../json.ts";
import { type Outcome, reference } from "./reference.ts";

/** The world that kernel and reference face alike. */
export interface Script {
  /** What a node that is no container comes to. `path` is its key with the rounds around it; `item` that of its round. */
  run(path: string, node: GraphNode, input: Json): { outcome: Outcome; output: Json };
  /** Items of a `for-each`, or as many of anything as a `while` goes round. */
  items(path: string, node: GraphNode): readonly Json[];
}

export interface ReferenceRun {
  /** Status by path, of every node run whose status does not depend on what else was under way. */
  status: Record<string, Fact["status"]>;
  /** Output of every container that completed, by path; errors as their index and item. */
  containers: Record<string, Json>;
  failed: boolean;
  output: Json;
}

/** A round or a run that failed: what was beside the failure may have finished or not. */
interface Walked {
  failed: boolean;
  broke: boolean;
  output: Json;
}

/** Rules E2 to E10 and E13 of SPEC.md, for a whole run, as plainly as they can be said. */
export function referenceRun(graph: RunGraph, input: Json, script: Script): ReferenceRun {
  const run: ReferenceRun = { status: {}, containers: {}, failed: false, output: null };
  const { failed, output } = walkFrame(graph, "", input, script, run);
  return { ...run, failed, output };
}

function walkFrame(graph: RunGraph, prefix: string, entry: Json, script: Script, run: ReferenceRun): Walked {
  const outputs = new Map<GraphNode, Json>();
  const mine: ReferenceRun = { status: {}, containers: {}, failed: false, output: null };
  let failed = false;
  let broke = false;
  let first: GraphNode | undefined;
  const outcome = (node: GraphNode, counted: readonly GraphEdge[]): Outcome => {
    if (broke) return { status: "completed", ports: [] };
    const path = prefix + node.key;
    const input = node === graph.trigger ? entry : inputOf(graph, node, counted, outputs);
    if (node === graph.trigger) {
      outputs.set(node, entry);
      return { status: "completed", ports: ["out"] };
    }
    const came = node.body ? container(node, path, script, mine) : script.run(path, node, input);
    outputs.set(node, came.output);
    if (came.outcome.status === "failed" && came.outcome.ports.length === 0) failed = true;
    // E14: a disabled one is not what it is called.
    if (node.type === "control.output" && !node.disabled) first ??= node;
    if (node.type === "control.break" && !node.disabled) broke = true;
    return came.outcome;
  };
  const { status, live } = described(graph, outcome);
  if (failed) return { failed: true, broke: false, output: null };
  Object.assign(run.status, mine.status);
  Object.assign(run.containers, mine.containers);
  for (const node of graph.nodes) {
    if (node.key === "") continue;
    const ran = outputs.has(node);
    run.status[prefix + node.key] =
      broke && !ran && status[node.key] !== "skipped" ? "cancelled" : (status[node.key] as Fact["status"]);
  }
  const sinks = graph.nodes.filter((node) => outputs.has(node) && !node.out.some((edge) => live.has(edge.index)));
  return { failed: false, broke, output: resultOf(first, sinks, outputs) };
}

/** E13 for one container. */
function container(
  node: GraphNode,
  path: string,
  script: Script,
  run: ReferenceRun,
): { outcome: Outcome; output: Json } {
  const { kind, graph, onItemError } = node.body as NonNullable<GraphNode["body"]>;
  const items = script.items(path, node);
  const results: Json[] = kind === "for-each" ? items.map(() => null) : [];
  const errors: Json[] = [];
  let failed = false;
  let rounds = 0;
  // Items before the one that fails first may be under way beside it; which of them is not compared then.
  for (const [index, item] of items.entries()) {
    const round = walkFrame(graph, `${path}[${index}]/`, kind === "for-each" ? item : index, script, run);
    rounds += 1;
    if (!round.failed) results[index] = round.output;
    else if (kind === "while" || onItemError === "stop") failed = true;
    else if (onItemError === "collect") errors.push({ index, item });
    if (failed || round.broke) break;
  }
  if (failed) {
    const { onError } = node.policy;
    if (onError === "continue") return { outcome: { status: "completed", ports: ["out"] }, output: "failed" };
    return { outcome: { status: "failed", ports: onError === "port" ? ["error"] : [] }, output: "failed" };
  }
  const output: Json = kind === "while" ? { iterations: rounds } : { results, errors };
  run.containers[path] = output;
  return { outcome: { status: "completed", ports: ["out"] }, output };
}

/** E8. */
function inputOf(
  graph: RunGraph,
  node: GraphNode,
  counted: readonly GraphEdge[],
  outputs: ReadonlyMap<GraphNode, Json>,
): Json {
  const sources = [...new Set(counted.map(({ source }) => graph.nodes[source] as GraphNode))];
  if (sources.length === 1 && (!node.join || node.disabled)) return outputs.get(sources[0] as GraphNode) ?? null;
  const input: JsonObject = {};
  for (const source of sources) input[source.key] = outputs.get(source) ?? null;
  return input;
}

/** E9. */
function resultOf(
  first: GraphNode | undefined,
  sinks: readonly GraphNode[],
  outputs: ReadonlyMap<GraphNode, Json>,
): Json {
  if (first) return outputs.get(first) ?? null;
  const values = sinks.map((node): [string, Json] => [node.key, outputs.get(node) ?? null]);
  if (values.length <= 1) return values[0]?.[1] ?? null;
  return Object.fromEntries(values);
}

/** Statuses by key, and the edges that were live, in the order of the graph. */
function described(graph: RunGraph, outcome: (node: GraphNode, counted: readonly GraphEdge[]) => Outcome) {
  const live = new Set<number>();
  const noted = (node: GraphNode, counted: readonly GraphEdge[]) => {
    const came = outcome(node, counted);
    for (const edge of node.out) if (came.ports.includes(edge.sourcePort)) live.add(edge.index);
    return came;
  };
  const { status } = reference(graph, noted, (running) => running[0] as GraphNode);
  return { status, live };
}
