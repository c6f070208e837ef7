"use client";

import "@xyflow/react/dist/base.css";
import "#components/canvas/canvas.css";
import {
  Background,
  BackgroundVariant,
  type Connection,
  type EdgeTypes,
  type FinalConnectionState,
  type NodeTypes,
  ReactFlow,
  SelectionMode,
  useReactFlow,
} from "@xyflow/react";
import { useCallback, useRef, useState } from "react";
import type { Tier } from "#components/canvas/geometry.ts";
import { ZoomWatch } from "#components/canvas/zoom-watch.tsx";
import { useMediaQuery } from "#components/shared/use-media-query.ts";
import { useEditor, useSession } from "../editor-context.tsx";
import { DrawnThread } from "./drawn-thread.tsx";
import { FlowEdge } from "./flow-edge.tsx";
import { FlowFrame } from "./flow-frame.tsx";
import { FlowNode } from "./flow-node.tsx";
import { LeanProvider } from "./lean-context.ts";
import { useFlowEdges, useFlowNodes } from "./use-flow-elements.ts";

const nodeTypes: NodeTypes = { card: FlowNode, frame: FlowFrame };
const edgeTypes: EdgeTypes = { thread: FlowEdge };
/** From this many nodes on, only what is seen is drawn, and from far away only its outline. */
const MANY_NODES = 200;
const DRAG_TYPE = "application/x-heddle-node";
const fitOptions = { padding: 0.15, maxZoom: 1, minZoom: 0.1 };
const snapGrid: [number, number] = [8, 8];

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

  return { onConnect, onConnectEnd, onPaneContextMenu, onDrop };
}

function allowDrop(event: React.DragEvent) {
  if (!event.dataTransfer.types.includes(DRAG_TYPE)) return;
  event.preventDefault();
  event.dataTransfer.dropEffect = "copy";
}

export function FlowCanvas({ children }: { children: React.ReactNode }) {
  const { session, actions, readOnly } = useEditor();
  const tool = useSession((state) => state.tool);
  const frame = useRef<HTMLElement>(null);
  const { nodes, onNodesChange, onDrag, onDragStop } = useFlowNodes();
  const edges = useFlowEdges();
  const gestures = useCanvasGestures();
  const hand = tool === "hand";
  const many = nodes.length > MANY_NODES;
  // A big workflow opens from far away: drawn in full first, it would be drawn twice.
  const [tier, setTier] = useState<Tier>(many ? "plain" : "full");
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
          edges={edges}
          nodeTypes={nodeTypes}
          edgeTypes={edgeTypes}
          onNodesChange={onNodesChange}
          onNodeDrag={onDrag}
          onNodeDragStop={onDragStop}
          onSelectionDrag={(event, all) => onDrag(event, null, all)}
          onSelectionDragStop={(event, all) => onDragStop(event, null, all)}
          onNodeClick={(event, node) => {
            if (!event.shiftKey && !event.metaKey && !event.ctrlKey && !hand) session.getState().open(node.id);
          }}
          onEdgeClick={(_event, edge) => session.getState().select([], [edge.id])}
          onPaneClick={() => session.getState().select([])}
          onConnect={gestures.onConnect}
          onConnectEnd={gestures.onConnectEnd}
          isValidConnection={(connection) => actions.canConnect(connection.source, connection.target)}
          onPaneContextMenu={gestures.onPaneContextMenu}
          onNodeContextMenu={(event, node) => {
            event.preventDefault();
            if (!session.getState().nodes.has(node.id)) session.getState().select([node.id]);
            session.setState({ nodeMenu: { x: event.clientX, y: event.clientY } });
          }}
          onSelectionContextMenu={(event) => {
            event.preventDefault();
            session.setState({ nodeMenu: { x: event.clientX, y: event.clientY } });
          }}
          onDragOver={allowDrop}
          onDrop={gestures.onDrop}
          connectionLineComponent={DrawnThread}
          connectionRadius={28}
          nodesDraggable={!readOnly && !hand}
          nodesConnectable={!readOnly}
          elementsSelectable={!hand}
          selectNodesOnDrag={false}
          zIndexMode="manual"
          selectionOnDrag={!hand && !touch}
          selectionMode={SelectionMode.Partial}
          panOnDrag={hand || touch ? true : [1]}
          panOnScroll
          panActivationKeyCode="Space"
          multiSelectionKeyCode={["Shift", "Meta", "Control"]}
          deleteKeyCode={null}
          selectionKeyCode={null}
          disableKeyboardA11y
          snapToGrid
          snapGrid={snapGrid}
          minZoom={0.1}
          maxZoom={2}
          fitView
          fitViewOptions={fitOptions}
          onlyRenderVisibleElements={many}
          proOptions={{ hideAttribution: true }}
        >
          <ZoomWatch target={frame} onTier={setTier} />
          {lean ? null : <Background variant={BackgroundVariant.Dots} gap={16} size={2} />}
        </ReactFlow>
      </LeanProvider>
      {children}
    </main>
  );
}
