"use client";

import "@xyflow/react/dist/base.css";
import "#components/canvas/canvas.css";
import {
  Background,
  BackgroundVariant,
  type Connection,
  type Edge,
  type EdgeTypes,
  type FinalConnectionState,
  type Node,
  type NodeTypes,
  ReactFlow,
  SelectionMode,
  useReactFlow,
} from "@xyflow/react";
import { useCallback, useRef, useState } from "react";
import { FarView, MANY_NODES } from "#components/canvas/far-view.tsx";
import type { FlowNode as FlowNodeData } from "#components/canvas/flow-shape.ts";
import type { Tier } from "#components/canvas/geometry.ts";
import { LeanProvider } from "#components/canvas/lean-context.ts";
import { ZoomWatch } from "#components/canvas/zoom-watch.tsx";
import { useMediaQuery } from "#components/shared/use-media-query.ts";
import { useEditor, useSession } from "../editor-context.tsx";
import { DrawnThread } from "./drawn-thread.tsx";
import { farLook } from "./far-look.ts";
import { FlowEdge } from "./flow-edge.tsx";
import { FlowFrame } from "./flow-frame.tsx";
import { FlowNode } from "./flow-node.tsx";
import { startView } from "./opening-view.ts";
import { useFlowEdges, useFlowNodes } from "./use-flow-elements.ts";

const nodeTypes: NodeTypes = { card: FlowNode, frame: FlowFrame };
const edgeTypes: EdgeTypes = { thread: FlowEdge };
const noEdges: Edge[] = [];
const DRAG_TYPE = "application/x-heddle-node";
const fitOptions = { padding: 0.15, maxZoom: 1, minZoom: 0.1 };
const snapGrid: [number, number] = [8, 8];
const middleButton = [1];
const addingKeys = ["Shift", "Meta", "Control"];
const proOptions = { hideAttribution: true };

function pointOf(event: MouseEvent | TouchEvent): { x: number; y: number } {
  const point = "changedTouches" in event ? event.changedTouches[0] : event;
  return { x: point?.clientX ?? 0, y: point?.clientY ?? 0 };
}

/** What the pointer does on the canvas, turned into commands and requests for the palette. */
function useCanvasGestures() {
  const { actions, session, readOnly } = useEditor();
  const { screenToFlowPosition } = useReactFlow();

  const onConnect = useCallback(
    (connection: Connection) =>
      actions.connect(
        { node: connection.source, port: connection.sourceHandle ?? "out" },
        { node: connection.target, port: connection.targetHandle ?? "in" },
      ),
    [actions],
  );

  const onConnectEnd = useCallback(
    (event: MouseEvent | TouchEvent, state: FinalConnectionState) => {
      if (state.isValid || state.fromNode === null) return;
      if (state.toHandle !== null) {
        actions.explainRefusal(state.fromNode.id, state.toHandle.nodeId);
        return;
      }
      const screen = pointOf(event);
      const end = { node: state.fromNode.id, port: state.fromHandle?.id ?? "out" };
      const at = screenToFlowPosition(screen);
      session.setState({
        palette: { screen, at, ...(state.fromHandle?.type === "target" ? { to: end } : { from: end }) },
      });
    },
    [session, actions, screenToFlowPosition],
  );

  const onPaneContextMenu = useCallback(
    (event: MouseEvent | React.MouseEvent) => {
      event.preventDefault();
      if (readOnly) return;
      const screen = { x: event.clientX, y: event.clientY };
      const at = screenToFlowPosition(screen);
      const parent = actions.frameAt(at);
      session.setState({ palette: { screen, at, ...(parent === null ? {} : { parent }) } });
    },
    [session, actions, readOnly, screenToFlowPosition],
  );

  const onDrop = useCallback(
    (event: React.DragEvent) => {
      const type = event.dataTransfer.getData(DRAG_TYPE);
      if (type === "") return;
      event.preventDefault();
      const at = screenToFlowPosition({ x: event.clientX, y: event.clientY });
      const parent = actions.frameAt(at);
      session.setState({ dropInto: null });
      actions.add(type, { at, ...(parent === null ? {} : { parent }) });
    },
    [actions, session, screenToFlowPosition],
  );

  const isValidConnection = useCallback(
    (connection: Connection | Edge) => actions.canConnect(connection.source, connection.target),
    [actions],
  );

  return { onConnect, onConnectEnd, onPaneContextMenu, onDrop, isValidConnection };
}

/** What a click opens, selects or offers. Each the same function for good: for another one xyflow draws every card anew. */
function useCanvasClicks() {
  const { session } = useEditor();
  const onNodeClick = useCallback(
    (event: React.MouseEvent, node: Node) => {
      const { tool, open } = session.getState();
      if (!event.shiftKey && !event.metaKey && !event.ctrlKey && tool !== "hand") open(node.id);
    },
    [session],
  );
  const onEdgeClick = useCallback(
    (_event: React.MouseEvent, edge: Edge) => session.getState().select([], [edge.id]),
    [session],
  );
  const onPaneClick = useCallback(() => session.getState().select([]), [session]);
  const onSelectionContextMenu = useCallback(
    (event: React.MouseEvent) => {
      event.preventDefault();
      session.setState({ nodeMenu: { x: event.clientX, y: event.clientY } });
    },
    [session],
  );
  const onNodeContextMenu = useCallback(
    (event: React.MouseEvent, node: Node) => {
      if (!session.getState().nodes.has(node.id)) session.getState().select([node.id]);
      onSelectionContextMenu(event);
    },
    [session, onSelectionContextMenu],
  );
  return { onNodeClick, onEdgeClick, onPaneClick, onNodeContextMenu, onSelectionContextMenu };
}

function allowDrop(event: React.DragEvent) {
  if (!event.dataTransfer.types.includes(DRAG_TYPE)) return;
  event.preventDefault();
  event.dataTransfer.dropEffect = "copy";
}

export function FlowCanvas({ children }: { children: React.ReactNode }) {
  const { readOnly, document } = useEditor();
  const tool = useSession((state) => state.tool);
  const frame = useRef<HTMLElement>(null);
  const { nodes, onNodesChange, onDrag, onDragStop } = useFlowNodes();
  const onSelectionDrag = useCallback((event: unknown, all: FlowNodeData[]) => onDrag(event, null, all), [onDrag]);
  const onSelectionDragStop = useCallback(
    (event: unknown, all: FlowNodeData[]) => onDragStop(event, null, all),
    [onDragStop],
  );
  const edges = useFlowEdges();
  const gestures = useCanvasGestures();
  const clicks = useCanvasClicks();
  const hand = tool === "hand";
  const many = nodes.length > MANY_NODES;
  const [tier, setTier] = useState<Tier>("full");
  const [start] = useState(() =>
    many ? startView(document.getState().document.nodes, nodes, window.innerWidth) : undefined,
  );
  const lean = many && tier === "plain";
  // One finger moves the canvas, as everywhere on a touch screen; a box is drawn with a mouse.
  const touch = useMediaQuery("(pointer: coarse)");
  return (
    <main
      ref={frame}
      className="canvas size-full"
      data-tool={tool}
      data-tier={tier}
      data-lean={lean || undefined}
      aria-label="Workflow canvas"
    >
      <LeanProvider value={lean}>
        <ReactFlow
          nodes={nodes}
          edges={lean ? noEdges : edges}
          nodeTypes={nodeTypes}
          edgeTypes={edgeTypes}
          onNodesChange={onNodesChange}
          onNodeDrag={onDrag}
          onNodeDragStop={onDragStop}
          onSelectionDrag={onSelectionDrag}
          onSelectionDragStop={onSelectionDragStop}
          {...clicks}
          {...gestures}
          onDragOver={allowDrop}
          connectionLineComponent={DrawnThread}
          connectionRadius={28}
          nodesDraggable={!readOnly && !hand}
          nodesConnectable={!readOnly}
          elementsSelectable={!hand}
          selectNodesOnDrag={false}
          zIndexMode="manual"
          selectionOnDrag={!hand && !touch}
          selectionMode={SelectionMode.Partial}
          panOnDrag={hand || touch ? true : middleButton}
          panOnScroll
          panActivationKeyCode="Space"
          multiSelectionKeyCode={addingKeys}
          deleteKeyCode={null}
          selectionKeyCode={null}
          disableKeyboardA11y
          snapToGrid
          snapGrid={snapGrid}
          minZoom={0.1}
          maxZoom={2}
          {...(start ? { defaultViewport: start } : { fitView: true, fitViewOptions: fitOptions })}
          onlyRenderVisibleElements={many}
          proOptions={proOptions}
        >
          <ZoomWatch target={frame} onTier={setTier} />
          {lean ? (
            <FarView edges={edges} look={farLook} />
          ) : (
            <Background variant={BackgroundVariant.Dots} gap={16} size={2} />
          )}
        </ReactFlow>
      </LeanProvider>
      {children}
    </main>
  );
}
