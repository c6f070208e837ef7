import type { DocumentEdge, DocumentNode } from "#lib/engine/document.ts";
import { catalogue } from "#lib/nodes/catalog.ts";

/** The output a next connection starts from: the first that leads nowhere yet, else the first; none for a node without. */
export function freePort(node: DocumentNode, edges: readonly DocumentEdge[]): string | undefined {
  const definition = catalogue.get(node.type);
  const ports = typeof definition?.ports === "function" ? definition.ports(node.config) : (definition?.ports ?? []);
  const used = new Set(edges.flatMap((edge) => (edge.source === node.id ? [edge.sourcePort] : [])));
  return ports.find((port) => !used.has(port)) ?? ports[0];
}
