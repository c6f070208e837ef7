import { type Edge, type Node, Position } from "@xyflow/react";
import type { DocumentEdge, DocumentNode } from "#lib/engine/document.ts";
import { catalogue } from "#lib/nodes/catalog.ts";
import type { Placed } from "./frame-layout.ts";
import { type CardShape, cardShape } from "./geometry.ts";
import { nodeTitle } from "./node-title.ts";
import type { Point } from "./thread-path.ts";

export type FlowNode = Node<Record<string, never>, "card" | "frame">;
export type FlowEdge = Edge<{ /** All threads into the same target. */ incoming: readonly DocumentEdge[] }, "thread">;

const EYELET = { width: 12, height: 7 };
const noData: Record<string, never> = {};

/** Ports that threads use: what a card of a type that is not installed shows. */
export function usedPorts(edges: readonly DocumentEdge[]): Map<string, { ins: string[]; outs: string[] }> {
  const used = new Map<string, { ins: string[]; outs: string[] }>();
  const of = (id: string) => {
    const found = used.get(id) ?? { ins: [], outs: [] };
    used.set(id, found);
    return found;
  };
  for (const edge of edges) {
    of(edge.source).outs.push(edge.sourcePort);
    of(edge.target).ins.push(edge.targetPort);
  }
  return used;
}

/** The outline of a node's card; `used`: the ports its threads have, for a type that is not installed. */
export function shapeOf(record: DocumentNode, used?: { ins: string[]; outs: string[] }): CardShape {
  return cardShape(catalogue.get(record.type), record.config, record.policy, used);
}

/** Frames lie under all threads, inner ones over outer ones; only their titles can be taken hold of. */
const frameStyle = { pointerEvents: "none" } as const;
const FRAME_Z = -10;

/** A node as xyflow wants it, with its eyelets, so that nothing has to be measured. */
export function toFlowNode(record: DocumentNode, placed: Placed, position: Point, selected: boolean): FlowNode {
  const { shape } = placed;
  return {
    id: record.id,
    type: placed.isFrame ? "frame" : "card",
    ...(placed.parent === null ? {} : { parentId: placed.parent }),
    ...(placed.isFrame ? { style: frameStyle, dragHandle: ".frame-head" } : {}),
    position,
    selected,
    data: noData,
    // Over the threads, also over those that the selection raises: they end under the eyelets.
    zIndex: placed.isFrame ? FRAME_Z + placed.depth : 2,
    width: shape.width,
    height: shape.height,
    measured: { width: shape.width, height: shape.height },
    ariaLabel: `${nodeTitle(record)}, ${catalogue.get(record.type)?.title ?? record.type}`,
    handles: [
      ...shape.ins.map((port) => ({
        id: port.id,
        type: "target" as const,
        position: Position.Top,
        x: port.x - EYELET.width / 2,
        y: -EYELET.height / 2,
        ...EYELET,
      })),
      ...shape.outs.map((port) => ({
        id: port.id,
        type: "source" as const,
        position: Position.Bottom,
        x: port.x - EYELET.width / 2,
        y: shape.height - EYELET.height / 2,
        ...EYELET,
      })),
    ],
  };
}

/** Where a thread meets a card of this outline: the middle of the eyelet, from the card's upper left corner. */
export function eyeletOf(node: FlowNode, type: "source" | "target", port: string | null | undefined): Point | null {
  const eyelet = node.handles?.find((handle) => handle.type === type && handle.id === port);
  return eyelet ? { x: eyelet.x + EYELET.width / 2, y: eyelet.y + EYELET.height / 2 } : null;
}
