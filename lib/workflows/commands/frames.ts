import type { DocumentEdge, DocumentNode, WorkflowDocument } from "../../engine/document.ts";
import { freshId } from "./changed.ts";

/** A container's frame: the room around what stands inside of it, under its title, and its size while it is empty. */
export const FRAME = { left: 24, top: 64, bottom: 48, empty: { width: 256, height: 136 } } as const;

/** The nodes with everything that stands inside of them, however deep. */
export function withInside(document: Pick<WorkflowDocument, "nodes">, ids: ReadonlySet<string>): Set<string> {
  const all = new Set(ids);
  for (let size = -1; size !== all.size; ) {
    size = all.size;
    for (const node of document.nodes) if (node.parent && all.has(node.parent)) all.add(node.id);
  }
  return all;
}

/** Of these, the ones that do not stand inside of another of them. */
export function outermost(document: Pick<WorkflowDocument, "nodes">, ids: ReadonlySet<string>): Set<string> {
  const parents = new Map(document.nodes.map(({ id, parent }) => [id, parent ?? null]));
  const stands = (id: string) => {
    const seen = new Set<string>();
    for (let one = parents.get(id) ?? null; one !== null && !seen.has(one); one = parents.get(one) ?? null) {
      if (ids.has(one)) return true;
      seen.add(one);
    }
    return false;
  };
  return new Set([...ids].filter((id) => !stands(id)));
}

/** Do both stand in the same container, or both in none? Only such nodes can be connected (E13). */
export function sameContainer(document: Pick<WorkflowDocument, "nodes">, a: string, b: string): boolean {
  const parentOf = (id: string) => document.nodes.find((node) => node.id === id)?.parent ?? null;
  return parentOf(a) === parentOf(b);
}

/**
 * Frames begin where the padding around their first nodes does: a frame follows what was moved left or up in it, and all
 * others stay where they are seen.
 */
export function settleFrames(nodes: readonly DocumentNode[]): DocumentNode[] {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const inside = Map.groupBy(nodes, (node) => node.parent ?? "");
  const settled = new Set<string>();
  const settle = (id: string) => {
    if (settled.has(id)) return;
    settled.add(id);
    const members = inside.get(id) ?? [];
    for (const { id: member } of members) if (inside.has(member)) settle(member);
    const places = members.flatMap((member) => byId.get(member.id)?.position ?? []);
    const frame = byId.get(id);
    if (!frame?.position || places.length === 0 || places.length < members.length) return;
    const x = Math.min(...places.map((place) => place.x)) - FRAME.left;
    const y = Math.min(...places.map((place) => place.y)) - FRAME.top;
    if (x === 0 && y === 0) return;
    byId.set(id, shifted(frame, x, y));
    for (const member of members) byId.set(member.id, shifted(byId.get(member.id) ?? member, -x, -y));
  };
  for (const id of inside.keys()) settle(id);
  return nodes.map((node) => byId.get(node.id) ?? node);
}

function shifted(node: DocumentNode, x: number, y: number): DocumentNode {
  return node.position ? { ...node, position: { x: node.position.x + x, y: node.position.y + y } } : node;
}

/**
 * The edges without those that lead into or out of `part`. Where one led in, and those that led out came from one port of
 * what follows a failure-free way, what came before goes on to what came after: the chain heals.
 */
export function cutOut(edges: readonly DocumentEdge[], part: ReadonlySet<string>): DocumentEdge[] {
  const into = edges.filter(({ source, target }) => part.has(target) && !part.has(source));
  const out = edges.filter(
    ({ source, target, sourcePort }) => part.has(source) && !part.has(target) && sourcePort !== "error",
  );
  const rest = edges.filter(({ source, target }) => part.has(source) === part.has(target));
  const [only] = into;
  const ways = new Set(out.map(({ source, sourcePort }) => `${source}/${sourcePort}`));
  if (into.length !== 1 || !only || ways.size !== 1) return rest;
  for (const edge of out) {
    const bridge = { ...only, target: edge.target, targetPort: edge.targetPort };
    const exists = rest.some(
      (one) =>
        one.source === bridge.source &&
        one.sourcePort === bridge.sourcePort &&
        one.target === bridge.target &&
        one.targetPort === bridge.targetPort,
    );
    if (!exists) rest.push({ ...bridge, id: freshId("e", (taken) => edges.some(({ id }) => id === taken)) });
  }
  return rest;
}
