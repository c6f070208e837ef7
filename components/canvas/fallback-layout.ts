import type { DocumentEdge, DocumentNode } from "#lib/engine/document.ts";
import { CARD_HEIGHT, CARD_WIDTH } from "./geometry.ts";
import type { Point } from "./thread-path.ts";

const ROW = CARD_HEIGHT + 56;
const COLUMN = CARD_WIDTH + 24;

/** Row of each node: one below the lowest of its sources. Cycles, which compile refuses, end where they close. */
export function rowsOf(nodes: readonly DocumentNode[], edges: readonly DocumentEdge[]): Map<string, number> {
  const sources = new Map<string, string[]>();
  for (const edge of edges) sources.set(edge.target, [...(sources.get(edge.target) ?? []), edge.source]);
  const rows = new Map<string, number>();
  const open = new Set<string>();
  const rowOf = (id: string): number => {
    const known = rows.get(id);
    if (known !== undefined) return known;
    if (open.has(id)) return 0;
    open.add(id);
    const above = sources.get(id) ?? [];
    const row = above.length === 0 ? 0 : Math.max(...above.map(rowOf)) + 1;
    open.delete(id);
    rows.set(id, row);
    return row;
  };
  for (const node of nodes) rowOf(node.id);
  return rows;
}

/** Places for nodes that have none, as documents written by hand or by the API may come: row by row, centred. */
export function placesWithout(
  nodes: readonly DocumentNode[],
  edges: readonly DocumentEdge[],
  sizeOf: (id: string) => { width: number; height: number } | undefined = () => undefined,
): Map<string, Point> {
  const places = new Map<string, Point>();
  if (nodes.every((node) => node.position !== undefined)) return places;
  const rows = rowsOf(nodes, edges);
  const byRow = new Map<number, string[]>();
  for (const node of nodes) {
    if (node.position !== undefined) continue;
    const row = rows.get(node.id) ?? 0;
    byRow.set(row, [...(byRow.get(row) ?? []), node.id]);
  }
  let y = 0;
  for (let row = 0; row <= Math.max(...byRow.keys()); row++) {
    const ids = byRow.get(row) ?? [];
    const columns = ids.map((id) => COLUMN + Math.max(0, (sizeOf(id)?.width ?? 0) - CARD_WIDTH));
    // Centred on the middle of a card.
    let x = CARD_WIDTH / 2 - columns.reduce((sum, column) => sum + column, 0) / 2 + (COLUMN - CARD_WIDTH) / 2;
    for (const [i, id] of ids.entries()) {
      places.set(id, { x, y });
      x += columns[i] ?? COLUMN;
    }
    y += ROW + Math.max(0, ...ids.map((id) => (sizeOf(id)?.height ?? CARD_HEIGHT) - CARD_HEIGHT));
  }
  return places;
}
