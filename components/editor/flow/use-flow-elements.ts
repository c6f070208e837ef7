import type { NodeChange } from "@xyflow/react";
import { useCallback, useMemo, useRef, useState } from "react";
import { placesWithout } from "#components/canvas/fallback-layout.ts";
import { type FlowEdge, type FlowNode, shapeOf, toFlowNode, usedPorts } from "#components/canvas/flow-shape.ts";
import type { Point } from "#components/canvas/thread-path.ts";
import type { DocumentEdge, DocumentNode } from "#lib/engine/document.ts";
import { catalogue } from "#lib/nodes/catalog.ts";
import { useDocument, useEditor, useSession } from "../editor-context.tsx";

interface CachedNode {
  record: DocumentNode;
  used: string;
  selected: boolean;
  x: number;
  y: number;
  node: FlowNode;
}

/** The document's nodes as xyflow wants them. Only what changed gets a new object; drag frames stay in here. */
export function useFlowNodes() {
  const { session, actions } = useEditor();
  const records = useDocument((state) => state.document.nodes);
  const edges = useDocument((state) => state.document.edges);
  const selected = useSession((state) => state.nodes);
  const [dragged, setDragged] = useState<Readonly<Record<string, Point>> | null>(null);
  const cache = useRef(new Map<string, CachedNode>());

  const nodes = useMemo(() => {
    const used = usedPorts(edges);
    const fallback = placesWithout(records, edges);
    const next = new Map<string, CachedNode>();
    const list = records.map((record) => {
      const at = dragged?.[record.id] ?? record.position ?? fallback.get(record.id) ?? { x: 0, y: 0 };
      const isSelected = selected.has(record.id);
      const ports = used.get(record.id);
      const usedKey = catalogue.get(record.type) === undefined && ports ? JSON.stringify(ports) : "";
      const before = cache.current.get(record.id);
      const same =
        before !== undefined &&
        before.record === record &&
        before.used === usedKey &&
        before.selected === isSelected &&
        before.x === at.x &&
        before.y === at.y;
      const node = same ? before.node : toFlowNode(record, shapeOf(record, ports), at, isSelected);
      next.set(record.id, same ? before : { record, used: usedKey, selected: isSelected, x: at.x, y: at.y, node });
      return node;
    });
    cache.current = next;
    return list;
  }, [records, edges, selected, dragged]);

  const onNodesChange = useCallback(
    (changes: NodeChange<FlowNode>[]) => {
      const moved: Record<string, Point> = {};
      let selection: Set<string> | null = null;
      for (const change of changes) {
        if (change.type === "position" && change.position !== undefined && change.dragging) {
          moved[change.id] = change.position;
        } else if (change.type === "select") {
          selection ??= new Set(session.getState().nodes);
          if (change.selected) selection.add(change.id);
          else selection.delete(change.id);
        }
      }
      if (Object.keys(moved).length > 0) setDragged((now) => ({ ...now, ...moved }));
      if (selection !== null) session.getState().select(selection, session.getState().edges);
    },
    [session],
  );

  const onDragStop = useCallback(
    (_event: unknown, _node: unknown, all: FlowNode[]) => {
      actions.move(Object.fromEntries(all.map((node) => [node.id, node.position])));
      setDragged(null);
    },
    [actions],
  );

  return { nodes, onNodesChange, onDragStop };
}

/** The document's edges as xyflow wants them, each the same object for as long as nothing about it changed. */
export function useFlowEdges(): FlowEdge[] {
  const records = useDocument((state) => state.document.edges);
  const selectedEdges = useSession((state) => state.edges);
  const selectedNodes = useSession((state) => state.nodes);
  const cache = useRef(new Map<string, { record: DocumentEdge; key: string; edge: FlowEdge }>());
  return useMemo(() => {
    const byTarget = Map.groupBy(records, (edge) => edge.target);
    const next: typeof cache.current = new Map();
    const list = records.map((record) => {
      const incoming = byTarget.get(record.target) ?? [];
      const selected = selectedEdges.has(record.id);
      const active = selected || selectedNodes.has(record.source) || selectedNodes.has(record.target);
      const key = `${selected}${active}${incoming.map(({ id }) => id)}`;
      const before = cache.current.get(record.id);
      const entry =
        before?.record === record && before.key === key
          ? before
          : {
              record,
              key,
              edge: {
                id: record.id,
                type: "thread" as const,
                source: record.source,
                sourceHandle: record.sourcePort,
                target: record.target,
                targetHandle: record.targetPort,
                selected,
                data: { incoming },
                // Threads that touch the selection run over the others.
                zIndex: active ? 1 : 0,
              },
            };
      next.set(record.id, entry);
      return entry.edge;
    });
    cache.current = next;
    return list;
  }, [records, selectedEdges, selectedNodes]);
}
