import type { ContainerBody, GraphNode } from "../graph.ts";
import type { Json } from "../json.ts";
import type { Came, FrameWorld, Sight, Walked } from "./reference-world.ts";

/** Rule E13 for one container. @param isCut whether it may have been ended before its time */
export function referenceContainer(
  node: GraphNode,
  path: string,
  around: Sight,
  isCut: boolean,
  world: FrameWorld,
): Came {
  const body = node.body as ContainerBody;
  const items = world.script.items(node);
  const notes = (way: string) => world.run.ways.push({ way: `E13 ${way}`, path: `${path}[0]/` });
  if (items.length === 0)
    world.run.ways.push({ way: "E13 has no items, or a condition that never holds", path: `${path}[0]/` });
  const { failed, output } =
    body.kind === "while"
      ? whileOf(node, path, around, isCut, world, items.length, notes)
      : forEachOf(node, path, around, isCut, world, items, notes);
  if (failed === null) return { outcome: { status: "completed", ports: ["out"] }, output };
  const { onError } = node.policy;
  const error = { error: failed };
  if (onError === "continue") return { outcome: { status: "completed", ports: ["out"] }, output: error, failed };
  return { outcome: { status: "failed", ports: onError === "port" ? ["error"] : [] }, output: error, failed };
}

interface Rounds {
  /** Path of what failed it. */
  failed: string | null;
  output: Json;
}

type Note = (way: string) => void;

function forEachOf(
  node: GraphNode,
  path: string,
  around: Sight,
  isCut: boolean,
  world: FrameWorld,
  items: readonly Json[],
  note: Note,
): Rounds {
  const { graph, onItemError, concurrency } = node.body as ContainerBody;
  const { told } = world;
  const inside = { ...world, isCollected: world.isCollected || graph.pure };
  const ends = items.map((_, index) => told.endOf(`${path}[${index}]`));
  const walked: (Walked | undefined)[] = [];
  let broke = false;
  for (const [index, item] of items.entries()) {
    const round = `${path}[${index}]`;
    const begin = told.beginOf(round);
    const someFailed = onItemError === "stop" && items.some((_, other) => failedRound(told, `${path}[${other}]`));
    if (
      begin === undefined &&
      (isCut || broke || someFailed || walked.some((other) => other?.end === "failed" && onItemError === "stop"))
    )
      continue;
    const sight = inRound(around, node.key, { item, index });
    walked[index] = world.walk(graph, `${round}/`, item, sight, isCut || someFailed, inside);
    broke ||= walked[index].broke;
    if (begin !== undefined && !world.isCollected) checkBegin(world, path, index, concurrency, note);
    if (broke) checkNothingFollows(world, path, index, items.length);
  }
  if (broke) note("a break ends it");
  if (concurrency === 1 && !broke) note("goes through the items one by one");
  const failures = [...walked.entries()].filter(([, round]) => round?.end === "failed");
  const results = items.map((_, index) => (walked[index]?.end === "completed" ? walked[index].output : null));
  if (failures.length === 0) return { failed: null, output: { results, errors: [] } };
  note(`${onItemError} after an item that fails`);
  if (onItemError === "stop") {
    const [index, first] = failures.sort(([a], [b]) => (ends[a] ?? 0) - (ends[b] ?? 0))[0] as [number, Walked];
    const stopped = ends[index] ?? 0;
    const before = ends.filter((end) => end !== undefined && end <= stopped).length;
    for (let other = before - 1 + concurrency; other < items.length; other++)
      if (walked[other]) world.run.complaints.push(`${path}[${other}] began after ${path}[${index}] had failed`);
    for (const [other] of items.entries()) {
      const late = told.startedAfter(stopped, `${path}[${other}]/`);
      if (late.length > 0) world.run.complaints.push(`${late.join(", ")}: started after ${path}[${index}] had failed`);
    }
    return { failed: first.failed, output: null };
  }
  const errors =
    onItemError === "collect"
      ? failures.map(([index, round]) => ({ index, item: items[index] ?? null, error: round?.failed ?? null }))
      : [];
  return { failed: null, output: { results, errors } };
}

function failedRound(told: FrameWorld["told"], round: string): boolean {
  return told.rounds.get(round)?.status === "failed";
}

/** Rounds begin in order, as many at a time as may: another may begin once one of those before it is over. */
function checkBegin({ told, run }: FrameWorld, path: string, index: number, concurrency: number, note: Note): void {
  const begin = told.beginOf(`${path}[${index}]`) ?? 0;
  let over = 0;
  for (let other = 0; other < index; other++)
    if ((told.rounds.get(`${path}[${other}]`)?.position ?? begin) < begin) over += 1;
  const open = index - over;
  if (open >= concurrency)
    run.complaints.push(`${path}[${index}] began beside ${open} others; ${concurrency} may go on at a time`);
  if (open > 0) note("goes through several items at a time");
}

function checkNothingFollows({ told, run }: FrameWorld, path: string, index: number, count: number): void {
  for (let other = index + 1; other < count; other++)
    if (told.beginOf(`${path}[${other}]`) !== undefined)
      run.complaints.push(`${path}[${other}] began after a break in ${path}[${index}]`);
}

function whileOf(
  node: GraphNode,
  path: string,
  around: Sight,
  isCut: boolean,
  world: FrameWorld,
  holds: number,
  note: Note,
): Rounds {
  const { graph, maxIterations } = node.body as ContainerBody;
  const inside = { ...world, isCollected: world.isCollected || graph.pure };
  const hasNext = world.script.hasNext(node);
  let state: Json = 0;
  let iterations = 0;
  while (iterations < holds) {
    const index = iterations;
    if (index >= maxIterations) {
      note("goes round too often");
      return { failed: path, output: null };
    }
    const round = `${path}[${index}]`;
    if (isCut && world.told.beginOf(round) === undefined) return { failed: null, output: null };
    const walked = world.walk(graph, `${round}/`, state, inRound(around, node.key, { state, index }), isCut, inside);
    if (walked.end === "failed") {
      note("a round that fails ends a while");
      return { failed: walked.failed, output: null };
    }
    if (walked.end === "cut") return { failed: null, output: null };
    iterations += 1;
    if (walked.broke) {
      checkNothingFollows(world, path, index, holds);
      note("a break ends it");
      break;
    }
    state = hasNext ? index + 1 : walked.output;
    note(hasNext ? "goes on with what `next` says" : "goes on with the result");
  }
  return { failed: null, output: { state, iterations } };
}

function inRound(around: Sight, key: string, own: { [name: string]: Json }): Sight {
  return {
    output: (other) => (other === key ? own : around.output(other)),
    root: (name) => own[name] ?? around.root(name),
  };
}
