import type { GraphEdge, GraphNode, RunGraph } from "../graph.ts";
import type { Json, JsonObject } from "../json.ts";
import { type Interpreted, interpret, type Outcome, type World } from "./reference.ts";
import { referenceContainer } from "./reference-container.ts";
import type { Came, FrameWorld, ReferenceRun, Script, Sight, Walked } from "./reference-world.ts";
import type { Told } from "./told.ts";

/**
 * The rules E1 to E10, E13 and E14 of SPEC.md for a whole run, as plainly as they can be said. Facts are taken in the order
 * in which the journal tells them; what they are, and all that follows from them, is worked out here.
 */
export function referenceRun(graph: RunGraph, input: Json, script: Script, told: Told): ReferenceRun {
  const run: ReferenceRun = { nodes: new Map(), failed: null, output: null, answer: null, complaints: [], ways: [] };
  const finishes = graph.settings.onFailure?.branches === "finish";
  const { end } = told;
  const isCut = end?.type === "run.cancelled" || (end?.type === "run.failed" && end.error.code === "timeout");
  const nothing: Sight = { output: () => null, root: () => null };
  const walked = walkFrame(graph, "", input, nothing, isCut, {
    told,
    script,
    run,
    finishes,
    isCollected: false,
    walk: walkFrame,
  });
  run.failed = walked.failed;
  run.output = walked.output;
  return run;
}

/** @param mayBeCut whether something around it may have ended it before its time */
function walkFrame(
  graph: RunGraph,
  prefix: string,
  entry: Json,
  around: Sight,
  mayBeCut: boolean,
  world: FrameWorld,
): Walked {
  const { told, script, run } = world;
  const outputs = new Map<GraphNode, Json>();
  const computed = new Set<GraphNode>();
  /** Of containers that failed: the node in there that did. */
  const failures = new Map<GraphNode, string>();
  let failed: string | null = null;
  let broke = false;
  let isOver = false;
  let first: GraphNode | undefined;
  const path = (node: GraphNode) => prefix + node.key;
  const note = (way: string, node: GraphNode) => run.ways.push({ way, path: path(node) });
  const factOf = (node: GraphNode) => {
    const fact = told.nodes.get(path(node));
    return fact?.status === "completed" || fact?.status === "failed" ? fact : undefined;
  };
  const sightOf = (seen: ReadonlySet<GraphNode>): Sight => ({
    output(key) {
      const node = graph.byKey.get(key);
      if (!node) return around.output(key);
      return seen.has(node) ? (outputs.get(node) ?? null) : null;
    },
    root: (name) => around.root(name),
  });
  const outcome = (node: GraphNode, counted: readonly GraphEdge[], seen: ReadonlySet<GraphNode>): Outcome => {
    computed.add(node);
    if (node === graph.trigger) {
      outputs.set(node, entry);
      return { status: "completed", ports: ["out"] };
    }
    const input = inputOf(graph, node, counted, outputs);
    const sight = sightOf(seen);
    const came: Came = node.body
      ? referenceContainer(node, path(node), sight, false, world)
      : script.run(path(node), node, input, sight);
    if (came.failed !== undefined) failures.set(node, came.failed);
    outputs.set(node, came.output);
    for (const way of waysOf(graph, node, counted, came.outcome)) note(way, node);
    if (came.way) note(came.way, node);
    return came.outcome;
  };
  const { settled, running, before } = interpret(graph, {
    outcome(node, counted, seen) {
      const came = outcome(node, counted, seen);
      if (node === graph.trigger) return came;
      if (came.status === "failed" && came.ports.length === 0) {
        // What failed inside of a container is the node in there.
        failed ??= failures.get(node) ?? path(node);
        note(world.finishes && prefix === "" ? "E10 the others finish" : "E10 ends what it is in", node);
        if (prefix !== "" || !world.finishes) isOver = true;
      }
      // E14: a disabled one is not what it is called.
      if (came.status === "completed" && !node.disabled) {
        if (node.type === "control.output") first ??= node;
        if (node.type === "control.respond") answered(world, path(node), outputs.get(node) ?? null, note, node);
        if (node.type === "control.break") broke = isOver = true;
      }
      if (isOver) {
        const position = told.nodes.get(path(node))?.position ?? 0;
        const late = told.startedAfter(position, prefix);
        if (late.length > 0) run.complaints.push(`${late.join(", ")}: started after ${path(node)} had ended ${prefix}`);
      }
      return came;
    },
    order: (all) => all.find((node) => node === graph.trigger) ?? earliest(all, factOf),
    survives: (node) => factOf(node) !== undefined,
    isOver: () => isOver,
    note(way, node) {
      note(way, node);
      if (way.startsWith("E5 cancels")) cancelled(node, way);
    },
  });

  function cancelled(node: GraphNode, way: string): void {
    const decided = [...told.joins].filter(([join]) => join.slice(0, join.lastIndexOf("/") + 1) === prefix);
    // A journal that was cut off before the decision says of nothing that it came too late.
    const at = decided.length === 0 ? Number.POSITIVE_INFINITY : Math.max(...decided.map(([, position]) => position));
    const late = way.includes("flight") ? told.startedAfter(at, path(node)) : [];
    if (late.length > 0) run.complaints.push(`${late.join(", ")}: started after ${path(node)} was cancelled`);
  }

  const late = new Map<GraphNode, Outcome>();
  const unheard = goesOnUnheard(graph, before, factOf, (node, counted, seen) => {
    const came = outcome(node, counted, seen);
    late.set(node, came);
    run.nodes.set(path(node), { may: new Set([came.status]), output: outputs.get(node) ?? null });
    if (node.type === "control.respond" && !node.disabled && came.status === "completed")
      answered(world, path(node), outputs.get(node) ?? null, note, node);
    note("E10 settles what has not heard of the end", node);
    return came;
  });

  const skippedByEnd = skippedByTheEnd(graph, before, settled, unheard);
  const isCut = !isOver && mayBeCut && (running.size > 0 || settled.size < graph.nodes.length);
  for (const [node, { fact }] of settled) {
    if (node === graph.trigger && prefix !== "") continue;
    // What follows from facts may not have been written by then.
    const may =
      mayBeCut && (fact.status === "skipped" || fact.status === "cancelled") ? [fact.status, "none"] : [fact.status];
    run.nodes.set(path(node), { may: new Set(may), output: outputs.get(node) ?? null });
    if (node.body && fact.status === "cancelled" && told.starts.has(path(node)))
      inside(node, settled.get(node)?.counted ?? []);
  }
  if (isCut) {
    const [open] = running.keys();
    const way = told.end?.type === "run.cancelled" ? "E12 ends with the run" : "E16 ends what has become too old";
    const isByRun =
      told.end?.type === "run.cancelled" || (told.end?.type === "run.failed" && told.end.error.code === "timeout");
    if (open && isByRun) note(way, open);
  }
  for (const [node, counted] of new Map([...unheard.running, ...running])) {
    if (late.has(node) || settled.has(node)) continue;
    const fact = isOver && (!isPure(node) || node.body) ? factOf(node) : undefined;
    if (fact) {
      // E10: what comes to its end within the grace keeps its fact. A loop rests between its rounds, and others go on then.
      late.set(node, outcome(node, counted, seenBy(graph, counted, { settled, running }, unheard)));
      run.nodes.set(path(node), {
        may: new Set([late.get(node)?.status as string]),
        output: outputs.get(node) ?? null,
      });
      continue;
    }
    if (node.body) inside(node, counted);
    const may =
      isOver || isCut
        ? ["cancelled", ...(isOver && !mayBeCut && told.starts.has(path(node)) ? [] : ["none"])]
        : ["settled"];
    if (isOver && told.nodes.get(path(node))?.status === "cancelled") note("E10 cancels what is in flight", node);
    run.nodes.set(path(node), { may: new Set(may), output: null });
  }
  for (const node of graph.nodes) {
    if (settled.has(node) || running.has(node) || unheard.running.has(node) || late.has(node)) continue;
    const isSkipped = unheard.settled.get(node)?.fact.status === "skipped" || skippedByEnd.has(node);
    const may = isOver
      ? ["none", "cancelled", ...(isSkipped ? ["skipped"] : [])]
      : isCut
        ? ["none", "cancelled"]
        : ["settled"];
    run.nodes.set(path(node), { may: new Set(may), output: null });
  }

  /** Rounds of a container that was ended before its time. */
  function inside(node: GraphNode, counted: readonly GraphEdge[]): void {
    if (computed.has(node)) return;
    const sight = sightOf(seenBy(graph, counted, { settled, running }, unheard));
    referenceContainer(node, path(node), sight, true, world);
    run.ways.push({ way: "E13 is cancelled with its rounds", path: `${path(node)}[0]/` });
  }

  run.ways.push({ way: "E1 settles what is reached, once", path: prefix });
  if (failed !== null && isOver) return { end: "failed", broke: false, output: null, failed };
  if (isCut) return { end: "cut", broke: false, output: null, failed };
  if (failed !== null) return { end: "failed", broke: false, output: null, failed };
  const isLive = (edge: GraphEdge) => {
    const source = graph.nodes[edge.source] as GraphNode;
    return (settled.get(source)?.fact ?? late.get(source))?.ports.includes(edge.sourcePort) === true;
  };
  // One that failed without anybody taking care of it, after a break has ended the round, gives nothing.
  const gives = (node: GraphNode) => {
    const fact = settled.get(node)?.fact ?? late.get(node);
    return fact?.status === "completed" || (fact?.status === "failed" && fact.ports.length > 0);
  };
  const sinks = graph.nodes.filter((node) => outputs.has(node) && gives(node) && !node.out.some(isLive));
  const way = first
    ? "an output"
    : sinks.length > 1
      ? "several sinks"
      : sinks.length === 1
        ? "the only sink"
        : "nothing";
  note(`E9 gives ${way}`, first ?? sinks[0] ?? graph.trigger);
  return { end: "completed", broke, output: resultOf(first, sinks, outputs), failed: null };
}

/** Rule E15. */
function answered(
  { told, run }: FrameWorld,
  path: string,
  output: Json,
  note: (way: string, node: GraphNode) => void,
  node: GraphNode,
): void {
  const position = told.nodes.get(path)?.position ?? 0;
  note(run.answer ? "E15 comes after the answer" : "E15 answers", node);
  if (run.answer && run.answer.position < position) return;
  run.answer = { position, body: (output as { body: Json }).body };
}

function earliest(
  nodes: readonly GraphNode[],
  factOf: (node: GraphNode) => { position: number } | undefined,
): GraphNode | undefined {
  const told = nodes.flatMap((node) => {
    const fact = factOf(node);
    return fact ? [{ node, at: fact.position }] : [];
  });
  return told.sort((a, b) => a.at - b.at)[0]?.node;
}

function isPure(node: GraphNode): boolean {
  return node.effect === "pure" || node.body?.graph.pure === true;
}

/**
 * E10: a failure is heard of after its commit, and what needs no commit may have gone on by then. Not where the order of facts
 * matters more (E4), and not after what is heard of at once.
 */
function goesOnUnheard(
  graph: RunGraph,
  before: Interpreted["before"],
  factOf: (node: GraphNode) => { position: number } | undefined,
  outcome: World["outcome"],
): Interpreted {
  const hasEarlyJoin = graph.nodes.some(({ join, disabled }) => !disabled && /any|count/.test(join?.mode ?? ""));
  if (!before || isPure(before.end) || hasEarlyJoin) return { settled: new Map(), running: new Map() };
  return interpret(graph, { outcome, order: (all) => earliest(all.filter(isPure), factOf) }, before);
}

/** E10: a failure that is heard of last may skip what would have waited for the others, had it been heard of in its place. */
function skippedByTheEnd(
  graph: RunGraph,
  before: Interpreted["before"],
  settled: Interpreted["settled"],
  unheard: Interpreted,
): Set<GraphNode> {
  const fact = before && settled.get(before.end)?.fact;
  if (!before || !fact || unheard.settled.size === 0) return new Set();
  const outcome = (): Outcome => ({ status: "failed", ports: [...fact.ports] });
  const order = (all: GraphNode[]) => all.find((node) => node === before.end);
  const heard = interpret(graph, { outcome, order }, unheard);
  return new Set([...heard.settled.keys()].filter((node) => heard.settled.get(node)?.fact.status === "skipped"));
}

/** E7, for a node that is looked at after the rest. */
function seenBy(graph: RunGraph, counted: readonly GraphEdge[], ...known: Interpreted[]): Set<GraphNode> {
  const seen = new Set<GraphNode>();
  const add = (edges: readonly GraphEdge[]) => {
    for (const edge of edges) {
      const source = graph.nodes[edge.source] as GraphNode;
      seen.add(source);
      for (const { settled, running } of known) add(settled.get(source)?.counted ?? running.get(source) ?? []);
    }
  };
  add(counted);
  return seen;
}

function* waysOf(graph: RunGraph, node: GraphNode, counted: readonly GraphEdge[], came: Outcome): Generator<string> {
  if (came.ports.length > 0 && node.out.some((edge) => !came.ports.includes(edge.sourcePort)))
    yield "E2 a port that was not named is dead";
  const { onError } = node.policy;
  if (came.status === "failed") yield onError === "port" ? "E2 fails on its error port" : "E2 fails and names no port";
  const sources = new Set(counted.map(({ source }) => graph.nodes[source]));
  if (node.join && !node.disabled) yield "E8 a join gets each by its key";
  else if (sources.size > 1) yield "E8 gets each by its key";
  else if (sources.size === 1) yield "E8 gets the output of the only source";
  if (node.disabled && !node.join) yield "E14 a disabled node passes on";
}

/** E8. */
function inputOf(
  graph: RunGraph,
  node: GraphNode,
  counted: readonly GraphEdge[],
  outputs: ReadonlyMap<GraphNode, Json>,
): Json {
  const sources = [...new Set(counted.map(({ source }) => graph.nodes[source] as GraphNode))];
  const [first] = sources;
  // E13: the way into a round has no key, and gives the item.
  const isBare = !node.join || node.disabled || first?.key === "";
  if (first && sources.length === 1 && isBare) return outputs.get(first) ?? null;
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
  const value = (node: GraphNode): Json => {
    const output = outputs.get(node) ?? null;
    // What it was given is what it sent as body.
    return node.type === "control.respond" && !node.disabled ? (output as { body: Json }).body : output;
  };
  const values = sinks.map((node): [string, Json] => [node.key, value(node)]);
  if (values.length <= 1) return values[0]?.[1] ?? null;
  return Object.fromEntries(values);
}
