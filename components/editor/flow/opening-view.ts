import type { Viewport } from "@xyflow/react";
import type { FlowNode } from "#components/canvas/flow-shape.ts";
import type { DocumentNode } from "#lib/engine/document.ts";

/** Room above the first card: the toolbar lies there. In px. */
const TOP = 104;

/**
 * Where a big workflow opens: at its start, to be read. All of it at once would be bars without names, and a thousand cards to
 * draw before anybody can begin.
 * @param width of the canvas in px
 */
export function startView(records: readonly DocumentNode[], nodes: readonly FlowNode[], width: number): Viewport {
  const trigger = records.find(({ type }) => type.startsWith("trigger."));
  const highest = nodes.reduce<FlowNode | undefined>(
    (best, node) => (node.parentId === undefined && (!best || node.position.y < best.position.y) ? node : best),
    undefined,
  );
  const start = nodes.find(({ id }) => id === trigger?.id) ?? highest;
  if (!start) return { x: 0, y: 0, zoom: 1 };
  return { x: width / 2 - start.position.x - (start.width ?? 0) / 2, y: TOP - start.position.y, zoom: 1 };
}
