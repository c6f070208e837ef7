import { Handle, Position } from "@xyflow/react";
import type { PortShape } from "./geometry.ts";

/** The opening in a card's edge that threads pass through. */
export function Eyelet(props: {
  port: PortShape;
  type: "source" | "target";
  connectable: boolean;
  /** How far the card reaches below its place: the eyelet stays at its edge. */
  grown?: number;
}) {
  const { port, type, connectable, grown = 0 } = props;
  return (
    <Handle
      id={port.id}
      type={type}
      position={type === "source" ? Position.Bottom : Position.Top}
      className="eyelet"
      data-kind={port.kind}
      style={grown > 0 ? { left: port.x, bottom: -grown } : { left: port.x }}
      isConnectable={connectable}
    />
  );
}

/** Names of outputs, where there are several or one is for failures. */
export function PortTitles({ ports }: { ports: readonly PortShape[] }) {
  if (ports.length <= 1 && ports[0]?.kind !== "error") return null;
  return ports.map((port, i) =>
    port.id === "out" && port.kind === "out" ? null : (
      <span
        key={port.id}
        className="port-title"
        data-side={i === 0 && port.kind === "error" ? "left" : "right"}
        style={{ left: port.x, color: port.kind === "error" ? "var(--fail)" : undefined }}
      >
        {port.title}
      </span>
    ),
  );
}
