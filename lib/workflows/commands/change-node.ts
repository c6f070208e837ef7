import type { DocumentEdge, DocumentNode, NodePolicy, WorkflowDocument } from "../../engine/document.ts";
import type { Json } from "../../engine/json.ts";
import type { AnyDefinition } from "../../nodes/define.ts";
import type { Diff } from "../diff.ts";
import { changed } from "./changed.ts";
import { cutOut, settleFrames } from "./frames.ts";
import type { Point } from "./place.ts";

function change(document: WorkflowDocument, id: string, make: (node: DocumentNode) => DocumentNode): Diff {
  return changed(document, { nodes: document.nodes.map((node) => (node.id === id ? make(node) : node)) });
}

/**
 * Sets one key of the config; `undefined` takes it out, so that the default holds. Where the node's ports follow from its
 * config, what is connected follows: to a port's new name, or away with the port.
 */
export function setConfig(
  document: WorkflowDocument,
  id: string,
  key: string,
  value: Json | undefined,
  definition?: AnyDefinition,
): Diff {
  const node = document.nodes.find((one) => one.id === id);
  if (!node) return changed(document, {});
  const { [key]: _, ...rest } = node.config;
  const config = value === undefined ? rest : { ...node.config, [key]: value };
  const nodes = document.nodes.map((one) => (one === node ? { ...node, config } : one));
  const ports = definition?.ports;
  if (typeof ports !== "function") return changed(document, { nodes });
  return changed(document, { nodes, edges: followPorts(document.edges, id, ports(node.config), ports(config)) });
}

function followPorts(
  edges: readonly DocumentEdge[],
  id: string,
  before: readonly string[],
  after: readonly string[],
): DocumentEdge[] {
  const renamed =
    before.length === after.length ? new Map(before.map((port, i) => [port, after[i] ?? port])) : new Map();
  const gone = new Set(before.filter((port) => !renamed.has(port) && !after.includes(port)));
  return edges.flatMap((edge) => {
    if (edge.source !== id || !before.includes(edge.sourcePort)) return [edge];
    if (gone.has(edge.sourcePort)) return [];
    const port = renamed.get(edge.sourcePort) ?? edge.sourcePort;
    return [port === edge.sourcePort ? edge : { ...edge, sourcePort: port }];
  });
}

/** An empty label shows the type's name again. */
export function setLabel(document: WorkflowDocument, id: string, label: string): Diff {
  return change(document, id, ({ label: _, ...node }) => (label === "" ? node : { ...node, label }));
}

/** The port `error` exists only while the policy says so: edges from it go with it. */
export function setPolicy(document: WorkflowDocument, id: string, policy: NodePolicy): Diff {
  const nodes = document.nodes.map((node) => (node.id === id ? { ...node, policy } : node));
  const keepsErrors = policy.onError === "port";
  const edges = keepsErrors
    ? document.edges
    : document.edges.filter((edge) => edge.source !== id || edge.sourcePort !== "error");
  return changed(document, { nodes, edges });
}

/** Switches nodes off, or on again when all of them are off. */
export function toggleDisabled(document: WorkflowDocument, ids: ReadonlySet<string>): Diff {
  const all = document.nodes.filter(({ id }) => ids.has(id));
  const disable = all.some((node) => node.disabled !== true);
  return changed(document, {
    nodes: document.nodes.map((node) => {
      if (!ids.has(node.id)) return node;
      const { disabled: _, ...rest } = node;
      return disable ? { ...rest, disabled: true } : rest;
    }),
  });
}

/**
 * Moves nodes, and puts those of `parents` into another container (null: onto the canvas itself). Threads that would cross
 * a container's border then are taken off, and the chain they stood in is healed.
 */
export function moveNodes(
  document: WorkflowDocument,
  places: Readonly<Record<string, Point>>,
  parents: ReadonlyMap<string, string | null> = new Map(),
): Diff {
  const nodes = document.nodes.map((node) => {
    const position = places[node.id];
    const moved = position ? { ...node, position: { x: Math.round(position.x), y: Math.round(position.y) } } : node;
    return parents.has(node.id) ? { ...moved, parent: parents.get(node.id) ?? null } : moved;
  });
  const left = new Set([...parents].filter(([id, parent]) => parentOf(document, id) !== parent).map(([id]) => id));
  const edges = left.size === 0 ? document.edges : cutOut(document.edges, left);
  return changed(document, { nodes: settleFrames(nodes), edges });
}

function parentOf(document: WorkflowDocument, id: string): string | null {
  return document.nodes.find((node) => node.id === id)?.parent ?? null;
}
