import type { DocumentState } from "./stores/document-store.ts";
import type { PaletteRequest } from "./stores/session-store.ts";

/** The container that a node chosen in the palette will stand in: that of its neighbours, else the one asked for. */
export function parentOfRequest(
  request: PaletteRequest,
  { nodes, edges }: Pick<DocumentState, "nodes" | "edges">,
): string | null {
  const neighbour = edges[request.edge ?? ""]?.source ?? (request.from ?? request.to)?.node;
  return (neighbour === undefined ? request.parent : nodes[neighbour]?.parent) ?? null;
}
