import { useStore, useStoreApi } from "@xyflow/react";
import { useMemo } from "react";
import type { FlowNode } from "./flow-shape.ts";

/** Where a card or a frame lies on the canvas, wherever it is nested: its upper left corner and its size, in px at 100 %. */
export interface CardPlace {
  node: FlowNode;
  x: number;
  y: number;
  width: number;
  height: number;
}

/** The places of all cards and frames, the same list until one of them changes. */
export function useCardPlaces(): readonly CardPlace[] {
  const nodes = useStore((state) => state.nodes) as FlowNode[];
  const store = useStoreApi();
  return useMemo(() => {
    const { nodeLookup } = store.getState();
    return nodes.map((node) => {
      const { x, y } = nodeLookup.get(node.id)?.internals.positionAbsolute ?? node.position;
      return { node, x, y, width: node.width ?? 0, height: node.height ?? 0 };
    });
  }, [nodes, store]);
}
