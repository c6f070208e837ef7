import type { DocumentNode } from "../../engine/document.ts";

/** Size of a card and the room around it, in canvas pixels; the grid is 8. */
export const CARD = { width: 208, height: 48, strip: 28 };
export const GAP = { x: 24, y: 48 };
const GRID = 8;

export interface Point {
  x: number;
  y: number;
}

export interface Size {
  width: number;
  height: number;
}

/** How big a node is drawn; undefined: as a card. */
export type SizeOf = (id: string) => Size | undefined;
const cards: SizeOf = () => undefined;

/** The place below (or above) a node for one of size `own`, its middle under that one's, or the nearest free one to its right. */
export function placeBeside(
  node: DocumentNode,
  nodes: readonly DocumentNode[],
  side: "below" | "above",
  sizeOf: SizeOf = cards,
  own: Size = CARD,
): Point {
  const from = node.position ?? { x: 0, y: 0 };
  const size = sizeOf(node.id) ?? CARD;
  const x = from.x + (size.width - own.width) / 2;
  const y = side === "below" ? from.y + size.height + GAP.y : from.y - own.height - GAP.y;
  return freePlace({ x, y }, nodes, sizeOf, own);
}

/** The place itself, or the nearest to its right where nothing lies. */
export function freePlace(
  wanted: Point,
  nodes: readonly DocumentNode[],
  sizeOf: SizeOf = cards,
  own: Size = CARD,
): Point {
  const place = { x: snapped(wanted.x), y: snapped(wanted.y) };
  const lies = (node: DocumentNode) => overlaps(place, own, node.position, sizeOf(node.id) ?? CARD);
  for (let tries = 0; tries < 200 && nodes.some(lies); tries++) place.x += CARD.width + GAP.x;
  return place;
}

/** Where a new part of the graph starts: under everything that is there. */
export function placeUnder(nodes: readonly DocumentNode[], sizeOf: SizeOf = cards, own: Size = CARD): Point {
  let lowest: { x: number; bottom: number } | null = null;
  for (const { id, position } of nodes) {
    if (!position) continue;
    const bottom = position.y + (sizeOf(id) ?? CARD).height;
    if (lowest === null || bottom > lowest.bottom) lowest = { x: position.x, bottom };
  }
  return lowest === null ? { x: 0, y: 0 } : freePlace({ x: lowest.x, y: lowest.bottom + GAP.y }, nodes, sizeOf, own);
}

function overlaps(place: Point, own: Size, other: Point | undefined, size: Size): boolean {
  if (!other) return false;
  return (
    place.x < other.x + size.width + GRID &&
    other.x < place.x + own.width + GRID &&
    place.y < other.y + size.height + GRID &&
    other.y < place.y + own.height + GRID
  );
}

function snapped(value: number): number {
  return Math.round(value / GRID) * GRID;
}
