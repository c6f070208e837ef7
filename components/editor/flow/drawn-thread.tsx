import type { ConnectionLineComponentProps } from "@xyflow/react";
import { threadRoute } from "#components/canvas/thread-path.ts";

/** The thread under the pointer while a connection is being made. */
export function DrawnThread({ fromX, fromY, toX, toY, fromHandle }: ConnectionLineComponentProps) {
  const from = { x: fromX, y: fromY };
  const to = { x: toX, y: toY };
  const route = fromHandle.type === "source" ? threadRoute(from, to) : threadRoute(to, from);
  return <path d={route.path} className="thread-drawn" />;
}
