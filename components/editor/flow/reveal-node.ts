import type { ReactFlowInstance } from "@xyflow/react";

const MARGIN = 16;
/** Height of the tools that float over the top of the canvas. */
const TOOLS = 56;

/** Brings a node into the part of the canvas that can be seen; where it is already, nothing moves. */
export function revealNode(flow: ReactFlowInstance, node: string, options: { focus?: boolean } = {}): void {
  const internal = flow.getInternalNode(node);
  const canvas = document.querySelector("main.canvas")?.getBoundingClientRect();
  if (!internal || !canvas) return;
  const { x, y } = internal.internals.positionAbsolute;
  const { width = 0, height = 0 } = internal.measured;
  const corner = flow.flowToScreenPosition({ x, y });
  const now = flow.getZoom();
  const isVisible =
    corner.x >= canvas.left + MARGIN &&
    corner.y >= canvas.top + TOOLS &&
    corner.x + width * now <= canvas.right - MARGIN &&
    corner.y + height * now <= canvas.bottom - MARGIN;
  if (!isVisible) {
    const zoom = Math.max(now, 0.6);
    // From the rectangle as it is: xyflow learns of a panel that has just opened only later.
    const viewport = {
      x: canvas.width / 2 - (x + width / 2) * zoom,
      y: canvas.height / 2 - (y + height / 2) * zoom,
      zoom,
    };
    void flow.setViewport(viewport, { duration: 200 });
  }
  if (options.focus) document.querySelector<HTMLElement>(`.react-flow__node[data-id="${CSS.escape(node)}"]`)?.focus();
}
