import type { DocumentNode } from "../../engine/document.ts";

/** Size of a card and the room around it, in canvas pixels; the grid is 8. */
const CARD = { width: 208, height: 48 };
const GAP = { x: 24, y: 48 };
const GRID = 8;

export interface Point {
  x: number;
  y: number;
}

/** The place below (or above) a node, or the nearest free one to its right. */
export function placeBeside(node: DocumentNode, nodes: readonly DocumentNode[], side: "below" | "above"): Point {
  const from = node.position ?? { x: 0, y: 0 };
  const step = CARD.height + GAP.y;
  return freePlace({ x: from.x, y: from.y + (side === "below" ? step : -step) }, nodes);
}

/** The place itself, or the nearest to its right where no card lies. */
export function freePlace(wanted: Point, nodes: readonly DocumentNode[]): Point {
  const place = { x: snapped(wanted.x), y: snapped(wanted.y) };
  for (let tries = 0; tries < 200 && nodes.some((node) => overlaps(place, node.position)); tries++)
    place.x += CARD.width + GAP.x;
  return place;
}

/** Where a new part of the graph starts: under everything that is there. */
export function placeUnder(nodes: readonly DocumentNode[]): Point {
  const placed = nodes.flatMap(({ position }) => (position ? [position] : []));
  if (placed.length === 0) return { x: 0, y: 0 };
  const lowest = placed.reduce((low, position) => (position.y > low.y ? position : low));
  return freePlace({ x: lowest.x, y: lowest.y + CARD.height + GAP.y }, nodes);
}

function overlaps(place: Point, other: Point | undefined): boolean {
  if (!other) return false;
  return Math.abs(place.x - other.x) < CARD.width + GRID && Math.abs(place.y - other.y) < CARD.height + GRID;
}

function snapped(value: number): number {
  return Math.round(value / GRID) * GRID;
}
