import type { Point } from "#components/canvas/thread-path.ts";
import type { DocumentEdge, DocumentNode } from "#lib/engine/document.ts";

export type WalkDirection = "up" | "down" | "left" | "right";

/** Of the candidates, the one nearest in x. */
function nearest(ids: readonly string[], from: Point, places: ReadonlyMap<string, Point>): string | null {
  const placed = ids.flatMap((id) => {
    const place = places.get(id);
    return place === undefined ? [] : [{ id, far: Math.abs(place.x - from.x) + Math.abs(place.y - from.y) / 1000 }];
  });
  placed.sort((a, b) => a.far - b.far);
  return placed[0]?.id ?? null;
}

/**
 * Where an arrow key leads: down and up along the connections, left and right to the neighbour beside, preferring
 * those that hang on the same thread. Null where there is nothing.
 */
export function walkFrom(
  id: string,
  direction: WalkDirection,
  edges: readonly DocumentEdge[],
  places: ReadonlyMap<string, Point>,
): string | null {
  const from = places.get(id);
  if (from === undefined) return null;
  if (direction === "down") {
    const targets = edges.filter((edge) => edge.source === id).map((edge) => edge.target);
    return nearest(targets, from, places);
  }
  if (direction === "up") {
    const sources = edges.filter((edge) => edge.target === id).map((edge) => edge.source);
    return nearest(sources, from, places);
  }
  const sources = new Set(edges.filter((edge) => edge.target === id).map((edge) => edge.source));
  const siblings = edges.filter((edge) => sources.has(edge.source)).map((edge) => edge.target);
  const beside = (one: string) => {
    const x = places.get(one)?.x ?? from.x;
    return one !== id && (direction === "left" ? x < from.x : x > from.x);
  };
  const near = nearest(siblings.filter(beside), from, places);
  if (near !== null) return near;
  const sameRow = [...places].filter(([one, place]) => beside(one) && Math.abs(place.y - from.y) < 96);
  return nearest(
    sameRow.map(([one]) => one),
    from,
    places,
  );
}

/** Into a loop: its first step, the topmost. Out of one: the loop itself. Null where there is nothing. */
export function crossBorder(
  id: string,
  way: "into" | "out",
  nodes: readonly DocumentNode[],
  places: ReadonlyMap<string, Point>,
): string | null {
  if (way === "out") return nodes.find((node) => node.id === id)?.parent ?? null;
  const inside = nodes
    .filter(({ parent }) => parent === id)
    .flatMap((node) => {
      const place = places.get(node.id);
      return place === undefined ? [] : [{ id: node.id, place }];
    });
  inside.sort((a, b) => a.place.y - b.place.y || a.place.x - b.place.x);
  return inside[0]?.id ?? null;
}
