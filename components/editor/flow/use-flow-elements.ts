import type { NodeChange } from "@xyflow/react";
import { useCallback, useMemo, useRef, useState } from "react";
import { type FlowEdge, type FlowNode, toFlowNode } from "#components/canvas/flow-shape.ts";
import type { Placed } from "#components/canvas/frame-layout.ts";
import { nodeTitle } from "#components/canvas/node-title.ts";
import type { Point } from "#components/canvas/thread-path.ts";
import type { DocumentEdge, DocumentNode } from "#lib/engine/document.ts";
import { useDocument, useEditor, useSession } from "../editor-context.tsx";
import { layoutOf } from "../layout.ts";

interface CachedNode {
  record: DocumentNode;
  placed: Placed;
  outline: string;
  selected: boolean;
  x: number;
  y: number;
  node: FlowNode;
}

/**
 * Changes when the card or frame has another name, another size, other ways in and out, or stands elsewhere in the nesting: all
 * that xyflow is told of it but its place. A setting that is typed changes nothing of it, and so moves nothing on the canvas.
 */
function outlineOf(record: DocumentNode, { shape, parent, isFrame, depth }: Placed): string {
  const ports = `${shape.ins.map(({ id }) => id)}:${shape.outs.map(({ id }) => id)}`;
  return `${record.type}:${nodeTitle(record)}:${parent}${isFrame}${depth}:${shape.width}x${shape.height}:${ports}`;
}

/** The document's nodes as xyflow wants them. Only what changed gets a new object; drag frames stay in here. */
export function useFlowNodes() {
  const { session, actions } = useEditor();
  const document = useDocument((state) => state.document);
  const selected = useSession((state) => state.nodes);
  const [dragged, setDragged] = useState<Readonly<Record<string, Point>> | null>(null);
  const cache = useRef(new Map<string, CachedNode>());
  const drawn = useRef<FlowNode[]>([]);

  const nodes = useMemo(() => {
    const layout = layoutOf(document);
    const byId = new Map(document.nodes.map((record) => [record.id, record]));
    const next = new Map<string, CachedNode>();
    const list: FlowNode[] = [];
    // The layout names outer nodes first, as xyflow wants them.
    for (const [id, placed] of layout) {
      const record = byId.get(id);
      if (record === undefined) continue;
      const { x, y } = dragged?.[id] ?? placed.at;
      const isSelected = selected.has(id);
      const before = cache.current.get(id);
      const isKnown = before?.record === record && before.placed === placed;
      const outline = isKnown ? before.outline : outlineOf(record, placed);
      const same =
        before !== undefined &&
        before.outline === outline &&
        before.selected === isSelected &&
        before.x === x &&
        before.y === y;
      const node = same ? before.node : toFlowNode(record, placed, { x, y }, isSelected);
      next.set(id, same && isKnown ? before : { record, placed, outline, selected: isSelected, x, y, node });
      list.push(node);
    }
    cache.current = next;
    const isAsDrawn = list.length === drawn.current.length && list.every((node, at) => node === drawn.current[at]);
    if (!isAsDrawn) drawn.current = list;
    return drawn.current;
  }, [document, selected, dragged]);

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
      session.setState({ dropInto: null });
      actions.drop(all.map(({ id, position }) => ({ id, at: position })));
      setDragged(null);
    },
    [actions, session],
  );

  const onDrag = useCallback(
    (_event: unknown, _node: unknown, all: FlowNode[]) => {
      const dropInto = actions.dropTarget(all.map(({ id, position }) => ({ id, at: position })));
      if (session.getState().dropInto !== dropInto) session.setState({ dropInto });
    },
    [actions, session],
  );

  return { nodes, onNodesChange, onDrag, onDragStop };
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
