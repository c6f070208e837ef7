import type { DocumentEdge, DocumentNode } from "#lib/engine/document.ts";
import { catalogue } from "#lib/nodes/catalog.ts";
import { FRAME } from "#lib/workflows/commands/frames.ts";
import { placesWithout } from "./fallback-layout.ts";
import { usedPorts } from "./flow-shape.ts";
import { type CardShape, cardShape } from "./geometry.ts";
import type { Point } from "./thread-path.ts";

/** Where a node is drawn. A container is a frame around what stands inside of it. */
export interface Placed {
  /** From the top left corner of the frame it stands in, or of the canvas. */
  at: Point;
  shape: CardShape;
  /** The frame it stands in. */
  parent: string | null;
  /** How many frames it stands in. */
  depth: number;
  isFrame: boolean;
}

export type FrameLayout = ReadonlyMap<string, Placed>;

const nothing: ReadonlySet<string> = new Set();
type Ports = ReturnType<typeof usedPorts>;

/**
 * Places and sizes of all nodes, outer ones first. The document holds no sizes: a frame is as big as what stands inside of
 * it wants, and begins where its container's position says.
 */
export function layOut(nodes: readonly DocumentNode[], edges: readonly DocumentEdge[]): Map<string, Placed> {
  const ports = usedPorts(edges);
  const containers = new Set(nodes.filter(isContainer).map(({ id }) => id));
  const placed = new Map<string, Placed>();
  if (containers.size === 0) {
    const fallback = placesWithout(nodes, edges);
    for (const node of nodes) placed.set(node.id, onCanvas(node, node.position ?? fallback.get(node.id), ports));
    return placed;
  }
  const inside = Map.groupBy(nodes, (node) => (containers.has(node.parent ?? "") ? (node.parent ?? null) : null));
  const level = (parent: string | null, depth: number): CardShape | null => {
    const members = inside.get(parent) ?? [];
    const shapes = new Map<string, CardShape>();
    // Its own line first, so that outer nodes come before inner ones.
    for (const node of members) placed.set(node.id, { ...onCanvas(node, node.position, ports), parent, depth });
    for (const node of members) {
      const isFrame = containers.has(node.id);
      const size = isFrame ? level(node.id, depth + 1) : null;
      const own = placed.get(node.id);
      if (own === undefined) continue;
      if (isFrame) {
        own.isFrame = true;
        own.shape = shapeWith(node, ports, size ?? FRAME.empty);
      }
      shapes.set(node.id, own.shape);
    }
    const fallback = placesWithout(members, edges, (id) => shapes.get(id));
    for (const node of members) {
      const own = placed.get(node.id);
      if (own) own.at = node.position ?? fallback.get(node.id) ?? { x: 0, y: 0 };
    }
    return parent === null ? null : fitted(members, placed);
  };
  level(null, 0);
  // What stands in a circle of parents is reached from nowhere: it is drawn on the canvas, where it can be deleted.
  for (const node of nodes) if (!placed.has(node.id)) placed.set(node.id, onCanvas(node, node.position, ports));
  return placed;
}

export function isContainer(node: DocumentNode): boolean {
  return catalogue.get(node.type)?.container !== undefined;
}

/** Of records that say by themselves where and how large they are drawn: they are asked for on every key. */
const alone = new WeakMap<DocumentNode, Placed>();

function onCanvas(node: DocumentNode, at: Point | undefined, ports: Ports): Placed {
  const saysAll = at !== undefined && at === node.position && catalogue.get(node.type) !== undefined;
  const known = saysAll ? alone.get(node) : undefined;
  if (known) return known;
  const placed = { at: at ?? { x: 0, y: 0 }, shape: shapeWith(node, ports), parent: null, depth: 0, isFrame: false };
  if (saysAll) alone.set(node, placed);
  return placed;
}

function shapeWith(node: DocumentNode, ports: Ports, size?: { width: number; height: number }): CardShape {
  return cardShape(catalogue.get(node.type), node.config, node.policy, ports.get(node.id), size);
}

/** Moves the members to where their frame's padding ends; the frame's size. */
function fitted(members: readonly DocumentNode[], placed: Map<string, Placed>): CardShape | null {
  const own = members.flatMap(({ id }) => placed.get(id) ?? []);
  if (own.length === 0) return null;
  const left = Math.min(...own.map(({ at }) => at.x)) - FRAME.left;
  const top = Math.min(...own.map(({ at }) => at.y)) - FRAME.top;
  for (const one of own) one.at = { x: one.at.x - left, y: one.at.y - top };
  const right = Math.max(...own.map(({ at, shape }) => at.x + shape.width));
  const bottom = Math.max(...own.map(({ at, shape }) => at.y + shape.height));
  return {
    width: Math.max(FRAME.empty.width, right + FRAME.left),
    height: bottom + FRAME.bottom,
    ins: [],
    outs: [],
  };
}

/** From the top left corner of the canvas. */
export function absoluteOf(layout: FrameLayout, id: string): Point {
  let x = 0;
  let y = 0;
  for (let one = layout.get(id); one; one = one.parent === null ? undefined : layout.get(one.parent)) {
    x += one.at.x;
    y += one.at.y;
  }
  return { x, y };
}

/** The innermost frame at a point of the canvas; `except`: nodes that are being moved, with all inside of them. */
export function frameAt(layout: FrameLayout, point: Point, except: ReadonlySet<string> = nothing): string | null {
  let found: { id: string; depth: number } | null = null;
  for (const [id, { isFrame, shape, depth }] of layout) {
    if (!isFrame || isWithin(layout, id, except) || (found && found.depth >= depth)) continue;
    const at = absoluteOf(layout, id);
    const inside =
      point.x >= at.x && point.x <= at.x + shape.width && point.y >= at.y && point.y <= at.y + shape.height;
    if (inside) found = { id, depth };
  }
  return found?.id ?? null;
}

function isWithin(layout: FrameLayout, id: string, outer: ReadonlySet<string>): boolean {
  for (let one: string | null = id; one !== null; one = layout.get(one)?.parent ?? null)
    if (outer.has(one)) return true;
  return false;
}
