import type { DocumentNode, NodePolicy, WorkflowDocument } from "../../engine/document.ts";
import type { Json } from "../../engine/json.ts";
import type { Diff } from "../diff.ts";
import { changed } from "./changed.ts";
import type { Point } from "./place.ts";

function change(document: WorkflowDocument, id: string, make: (node: DocumentNode) => DocumentNode): Diff {
  return changed(document, { nodes: document.nodes.map((node) => (node.id === id ? make(node) : node)) });
}

/** Sets one key of the config; `undefined` takes it out, so that the default holds. */
export function setConfig(document: WorkflowDocument, id: string, key: string, value: Json | undefined): Diff {
  return change(document, id, (node) => {
    const { [key]: _, ...rest } = node.config;
    return { ...node, config: value === undefined ? rest : { ...node.config, [key]: value } };
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

export function moveNodes(document: WorkflowDocument, places: Readonly<Record<string, Point>>): Diff {
  return changed(document, {
    nodes: document.nodes.map((node) => {
      const position = places[node.id];
      return position ? { ...node, position: { x: Math.round(position.x), y: Math.round(position.y) } } : node;
    }),
  });
}
