import type { NodeCategory } from "#lib/nodes/define.ts";
import type { Stroke, Tone } from "./drawing.tsx";
import { eyeletOf, type FlowEdge } from "./flow-shape.ts";
import { type CardStatus, statusTone } from "./node-status.ts";
import { cardShapes } from "./status-icon.tsx";
import type { ThreadState } from "./thread.tsx";
import { threadRoute } from "./thread-path.ts";
import type { CardPlace } from "./use-card-places.ts";

/** What a card is from far away: the tone of its bar, and how it stands. */
export type CardLook = `${NodeCategory}/${CardStatus | "rest"}`;
/** How the run went along a thread; active where it touches the selection. */
export type ThreadLook = ThreadState | "active";

const threadLooks: Readonly<Record<ThreadLook, { tone: Tone; width: number; dash: readonly number[] }>> = {
  rest: { tone: "edge", width: 1, dash: [] },
  off: { tone: "off", width: 1, dash: [0.1, 4] },
  taken: { tone: "text", width: 1.3, dash: [] },
  failed: { tone: "fail", width: 1.3, dash: [] },
  live: { tone: "run", width: 1.6, dash: [] },
  active: { tone: "focus", width: 1.6, dash: [] },
};

const dashes: Partial<Record<CardStatus | "rest", readonly number[]>> = {
  queued: [3, 3],
  skipped: [3, 3],
  cancelled: [3, 3],
  missing: [3, 3],
  disabled: [1, 2],
};
const faint: ReadonlySet<string> = new Set(["skipped", "cancelled", "disabled"]);

/** Where each thread runs; undefined for one whose ends are not there. In the order of `edges`. */
export function threadPaths(edges: readonly FlowEdge[], places: readonly CardPlace[]): (Path2D | undefined)[] {
  const byId = new Map(places.map((place) => [place.node.id, place]));
  return edges.map((edge) => {
    const from = endAt(byId.get(edge.source), "source", edge.sourceHandle);
    const to = endAt(byId.get(edge.target), "target", edge.targetHandle);
    const shareLane = (edge.data?.incoming.length ?? 0) > 1;
    return from && to ? new Path2D(threadRoute(from, to, { shareLane }).path) : undefined;
  });
}

function endAt(place: CardPlace | undefined, type: "source" | "target", port: string | null | undefined) {
  const eyelet = place && eyeletOf(place.node, type, port);
  return eyelet ? { x: place.x + eyelet.x, y: place.y + eyelet.y } : null;
}

/** The threads, those that say the most over the others. @param px a pixel of the screen, in units of the canvas */
export function drawThreads(
  paths: readonly (Path2D | undefined)[],
  looks: readonly ThreadLook[],
  px: number,
): Stroke[] {
  const byLook = Map.groupBy(paths.keys(), (at) => looks[at] ?? "rest");
  return (Object.keys(threadLooks) as ThreadLook[]).map((look) => {
    const { tone, width, dash } = threadLooks[look];
    const path = new Path2D();
    for (const at of byLook.get(look) ?? []) {
      const thread = paths[at];
      if (thread) path.addPath(thread);
    }
    return { path, line: tone, width: width * px, dash: dash.map((length) => length * px) };
  });
}

/** The bars of cards, and how each stands. `looks`: in the order of `places`. @param px a pixel of the screen, in units of the canvas */
export function drawCards(places: readonly CardPlace[], looks: readonly CardLook[], px: number): Stroke[] {
  const bars = new Map<string, Stroke>();
  const strips = new Map<string, Stroke>();
  const signs = new Map<string, Stroke>();
  for (const [at, { node, x, y, width, height }] of places.entries()) {
    if (node.type !== "card") continue;
    const [category, status] = (looks[at] ?? "control/rest").split("/") as [NodeCategory, CardStatus | "rest"];
    const bar = strokeOf(bars, `${status}/${node.selected}`, () => barOf(status, node.selected ?? false, px));
    bar.path.roundRect(x, y, width, height, 3 * px);
    const strip = strokeOf(strips, category, () => ({ path: new Path2D(), fill: category, width: 0, dash: [] }));
    strip.path.roundRect(x, y, 4 * px, height, [3 * px, 0, 0, 3 * px]);
    if (status === "rest") continue;
    const size = Math.min(12 * px, height);
    const scale = size / 24;
    const sign = strokeOf(signs, `${status}/${size}`, () => ({
      path: new Path2D(),
      line: statusTone[status],
      width: 2.3 * scale,
      dash: (cardShapes[status].dash ?? []).map((length) => length * scale),
    }));
    const corner = { e: x + (width - size) / 2, f: y + (height - size) / 2 };
    sign.path.addPath(shapeOf(status), { a: scale, d: scale, ...corner });
  }
  return [...bars.values(), ...strips.values(), ...signs.values()];
}

function barOf(status: CardStatus | "rest", selected: boolean, px: number): Stroke {
  const tone = status === "rest" ? "idle" : statusTone[status];
  return {
    path: new Path2D(),
    fill: faint.has(status) ? "bg" : "surface",
    line: selected ? "focus" : tone === "idle" || tone === "ok" ? "line" : tone,
    width: (selected ? 2 : 1) * px,
    dash: (dashes[status] ?? []).map((length) => length * px),
  };
}

function strokeOf(strokes: Map<string, Stroke>, name: string, make: () => Stroke): Stroke {
  const stroke = strokes.get(name) ?? make();
  strokes.set(name, stroke);
  return stroke;
}

const shapes = new Map<CardStatus, Path2D>();

function shapeOf(status: CardStatus): Path2D {
  const shape = shapes.get(status) ?? new Path2D(cardShapes[status].path);
  shapes.set(status, shape);
  return shape;
}

const mapTones: Partial<Record<CardStatus | "rest", Tone>> = {
  done: "ok",
  running: "run",
  failed: "fail",
  problem: "fail",
  waiting: "wait",
  retrying: "wait",
  missing: "wait",
  queued: "edge",
  skipped: "edge",
  cancelled: "edge",
};

/** All cards and frames on a map, where they are a few pixels: how each went, else the tone of its category. */
export function drawMap(places: readonly CardPlace[], looks: readonly CardLook[]): Stroke[] {
  const cards = new Map<string, Stroke>();
  for (const [at, { x, y, width, height }] of places.entries()) {
    const [category, status] = (looks[at] ?? "control/rest").split("/") as [NodeCategory, CardStatus | "rest"];
    const tone = mapTones[status] ?? category;
    strokeOf(cards, tone, () => ({ path: new Path2D(), fill: tone, width: 0, dash: [] })).path.rect(
      x,
      y,
      width,
      height,
    );
  }
  return [...cards.values()];
}
