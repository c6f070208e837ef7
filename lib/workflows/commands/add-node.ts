import type { DocumentEdge, DocumentNode, WorkflowDocument } from "../../engine/document.ts";
import type { JsonObject } from "../../engine/json.ts";
import type { AnyDefinition } from "../../nodes/define.ts";
import type { Diff } from "../diff.ts";
import { changed, freshId } from "./changed.ts";
import { freshKey, keysOf } from "./keys.ts";
import { freePlace, type Point, placeBeside, placeUnder } from "./place.ts";

export interface End {
  node: string;
  port: string;
}

export interface AddNode {
  definition: AnyDefinition;
  /** On the canvas; absent: beside what it is connected to. */
  at?: Point | undefined;
  /** The output that leads to it. */
  from?: End | undefined;
  /** The input that it leads to. */
  to?: End | undefined;
  /** The edge it is put into: source and target stay connected through it. */
  edge?: string | undefined;
}

/** A new node, connected: one step, however many edges come with it. */
export function addNode(document: WorkflowDocument, args: AddNode): { diff: Diff; id: string } {
  const { definition } = args;
  const split = document.edges.find(({ id }) => id === args.edge);
  const from = split ? { node: split.source, port: split.sourcePort } : args.from;
  const to = split ? { node: split.target, port: split.targetPort } : args.to;
  const id = freshId("n", (taken) => document.nodes.some((node) => node.id === taken));
  const node: DocumentNode = {
    id,
    key: freshKey(definition.title, keysOf(document)),
    type: definition.type,
    version: definition.version,
    config: structuredClone(definition.defaults) as JsonObject,
    position: placeOf(document, args.at, from, to),
  };
  const edges = split ? document.edges.filter((edge) => edge !== split) : [...document.edges];
  const connect = (edge: Omit<DocumentEdge, "id">) =>
    edges.push({ id: freshId("e", (taken) => document.edges.some((other) => other.id === taken)), ...edge });
  const input = definition.inputs[0];
  const output = firstPort(definition, node.config);
  if (from && input !== undefined) connect({ source: from.node, sourcePort: from.port, target: id, targetPort: input });
  if (to && output !== undefined) connect({ source: id, sourcePort: output, target: to.node, targetPort: to.port });
  const nodes = split ? makeRoom(document.nodes, split, node) : document.nodes;
  return { diff: changed(document, { nodes: [...nodes, node], edges }), id };
}

function firstPort(definition: AnyDefinition, config: JsonObject): string | undefined {
  return (typeof definition.ports === "function" ? definition.ports(config) : definition.ports)[0];
}

function placeOf(document: WorkflowDocument, at: Point | undefined, from: End | undefined, to: End | undefined): Point {
  if (at) return freePlace(at, document.nodes);
  const find = (end: End | undefined) => document.nodes.find(({ id }) => id === end?.node);
  const source = find(from);
  if (source && to) return { ...placeBeside(source, [], "below") };
  if (source) return placeBeside(source, document.nodes, "below");
  const target = find(to);
  return target ? placeBeside(target, document.nodes, "above") : placeUnder(document.nodes);
}

/** What lies at or under the new node, down the thread it was put into, moves down by one row. */
function makeRoom(nodes: readonly DocumentNode[], split: DocumentEdge, added: DocumentNode): readonly DocumentNode[] {
  const target = nodes.find(({ id }) => id === split.target);
  const top = added.position?.y ?? 0;
  if (!target?.position || target.position.y - top >= 96) return nodes;
  const down = 96 - (target.position.y - top);
  return nodes.map((node) =>
    node.position && node.position.y >= (target.position?.y ?? 0) && node.id !== split.source
      ? { ...node, position: { x: node.position.x, y: node.position.y + down } }
      : node,
  );
}
