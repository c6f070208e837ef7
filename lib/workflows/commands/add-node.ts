import type { DocumentEdge, DocumentNode, WorkflowDocument } from "../../engine/document.ts";
import type { JsonObject } from "../../engine/json.ts";
import type { AnyDefinition } from "../../nodes/define.ts";
import type { Diff } from "../diff.ts";
import { changed, freshId } from "./changed.ts";
import { FRAME, settleFrames } from "./frames.ts";
import { freshKey, keysOf } from "./keys.ts";
import { CARD, freePlace, GAP, type Point, placeBeside, placeUnder, type Size, type SizeOf } from "./place.ts";

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
  /** The container it is put into, where it is connected to nothing; else it stands where its neighbours do. */
  parent?: string | null | undefined;
  /** Sizes on the canvas by node id; absent: all are cards. */
  sizeOf?: SizeOf | undefined;
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
  const neighbour = document.nodes.find((one) => one.id === (from ?? to)?.node);
  const parent = (neighbour ? neighbour.parent : args.parent) ?? null;
  const siblings = document.nodes.filter((one) => (one.parent ?? null) === parent);
  const node: DocumentNode = {
    id,
    key: freshKey(definition.title, keysOf(document)),
    type: definition.type,
    version: definition.version,
    config: structuredClone(definition.defaults),
    // The first one inside of a frame lies where its padding ends, so that the frame stays where it is.
    position:
      parent !== null && siblings.length === 0 ? { x: FRAME.left, y: FRAME.top } : placeOf(siblings, args, from, to),
    ...(parent === null ? {} : { parent }),
  };
  const edges = split ? document.edges.filter((edge) => edge !== split) : [...document.edges];
  const connect = (edge: Omit<DocumentEdge, "id">) =>
    edges.push({ id: freshId("e", (taken) => document.edges.some((other) => other.id === taken)), ...edge });
  const input = definition.inputs[0];
  const output = firstPort(definition, node.config);
  if (from && input !== undefined) connect({ source: from.node, sourcePort: from.port, target: id, targetPort: input });
  if (to && output !== undefined) connect({ source: id, sourcePort: output, target: to.node, targetPort: to.port });
  const room = new Map(
    (split ? makeRoom(siblings, split, node, rowOf(definition)) : siblings).map((one) => [one.id, one]),
  );
  const nodes = document.nodes.map((one) => room.get(one.id) ?? one);
  return { diff: changed(document, { nodes: settleFrames([...nodes, node]), edges }), id };
}

function firstPort(definition: AnyDefinition, config: JsonObject): string | undefined {
  return (typeof definition.ports === "function" ? definition.ports(config) : definition.ports)[0];
}

/** Among the nodes of its own container. */
function placeOf(
  siblings: readonly DocumentNode[],
  { at, definition, sizeOf }: Pick<AddNode, "at" | "definition" | "sizeOf">,
  from: End | undefined,
  to: End | undefined,
): Point {
  const own = sizeOfNew(definition);
  if (at) return freePlace(at, siblings, sizeOf, own);
  const find = (end: End | undefined) => siblings.find(({ id }) => id === end?.node);
  const source = find(from);
  if (source && to) return placeBeside(source, [], "below", sizeOf, own);
  if (source) return placeBeside(source, siblings, "below", sizeOf, own);
  const target = find(to);
  return target ? placeBeside(target, siblings, "above", sizeOf, own) : placeUnder(siblings, sizeOf, own);
}

/** Height of a row that the new node fills. */
function rowOf(definition: AnyDefinition): number {
  return sizeOfNew(definition).height + GAP.y;
}

function sizeOfNew(definition: AnyDefinition): Size {
  if (definition.container !== undefined) return FRAME.empty;
  return definition.parts ? { width: CARD.width, height: CARD.height + CARD.strip } : CARD;
}

/** What lies at or under the new node, down the thread it was put into, moves down by one row. */
function makeRoom(
  nodes: readonly DocumentNode[],
  split: DocumentEdge,
  added: DocumentNode,
  height: number,
): readonly DocumentNode[] {
  const target = nodes.find(({ id }) => id === split.target);
  const top = added.position?.y ?? 0;
  if (!target?.position || target.position.y - top >= height) return nodes;
  const down = height - (target.position.y - top);
  return nodes.map((node) =>
    node.position && node.position.y >= (target.position?.y ?? 0) && node.id !== split.source
      ? { ...node, position: { x: node.position.x, y: node.position.y + down } }
      : node,
  );
}
