"use client";

import "@xyflow/react/dist/base.css";
import "#components/canvas/canvas.css";
import {
  Background,
  BackgroundVariant,
  type EdgeTypes,
  type NodeTypes,
  ReactFlow,
  useReactFlow,
  useStore,
} from "@xyflow/react";
import { type ReactNode, type RefObject, useEffect, useMemo, useRef, useState } from "react";
import { FarView, MANY_NODES } from "#components/canvas/far-view.tsx";
import { type FlowEdge, type FlowNode, toFlowNode } from "#components/canvas/flow-shape.ts";
import { layOut } from "#components/canvas/frame-layout.ts";
import type { Tier } from "#components/canvas/geometry.ts";
import { LeanProvider } from "#components/canvas/lean-context.ts";
import { keyOfPath } from "#components/canvas/shown-rounds.ts";
import { ZoomWatch } from "#components/canvas/zoom-watch.tsx";
import { farLook } from "./far-look.ts";
import { RunCard, RunFrame } from "./run-card.tsx";
import { shownPath, useLook, useOpenRun } from "./run-context.tsx";
import { RunThread } from "./run-thread.tsx";

const nodeTypes: NodeTypes = { card: RunCard, frame: RunFrame };
const edgeTypes: EdgeTypes = { thread: RunThread };
const fitOptions = { padding: 0.12, maxZoom: 1, minZoom: 0.1 };
const noEdges: FlowEdge[] = [];

/** The graph that the run walked, to look at: cards open what they came to, threads what they carried. */
export function RunGraph({ children }: { children: ReactNode }) {
  const { document, look, overlay } = useOpenRun();
  const frame = useRef<HTMLElement>(null);
  const [tier, setTier] = useState<Tier>("full");
  const touched = useRef(false);
  const nodes = useGraphNodes();
  const edges = useGraphEdges();
  const keys = useMemo(() => new Map(document.nodes.map(({ id, key }) => [id, key])), [document]);
  const many = nodes.length > MANY_NODES;
  const lean = many && tier === "plain";
  return (
    <main
      ref={frame}
      className="canvas size-full"
      data-tool="hand"
      data-tier={tier}
      data-lean={lean || undefined}
      aria-label="What the run walked"
    >
      <LeanProvider value={lean}>
        <ReactFlow
          nodes={nodes}
          edges={lean ? noEdges : edges}
          nodeTypes={nodeTypes}
          edgeTypes={edgeTypes}
          onNodeClick={(_event, { id }) => look.setState({ path: shownPath(overlay, keys.get(id) ?? ""), edge: null })}
          onEdgeClick={(_event, { id }) => look.setState({ path: null, edge: id })}
          onPaneClick={() => look.setState({ path: null, edge: null })}
          // Enter on a card or a thread that has the focus.
          onNodesChange={(changes) => {
            for (const change of changes)
              if (change.type === "select" && change.selected)
                look.setState({ path: shownPath(overlay, keys.get(change.id) ?? ""), edge: null });
          }}
          onEdgesChange={(changes) => {
            for (const change of changes)
              if (change.type === "select" && change.selected) look.setState({ path: null, edge: change.id });
          }}
          onMoveStart={(event) => {
            if (event !== null) touched.current = true;
          }}
          nodesDraggable={false}
          nodesConnectable={false}
          nodesFocusable
          edgesFocusable
          panOnScroll
          panOnDrag
          deleteKeyCode={null}
          selectionKeyCode={null}
          zIndexMode="manual"
          minZoom={0.1}
          maxZoom={2}
          fitView
          fitViewOptions={fitOptions}
          onlyRenderVisibleElements={many}
          proOptions={{ hideAttribution: true }}
        >
          <ZoomWatch target={frame} onTier={setTier} />
          <KeepFitted touched={touched} />
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

/** All of it stays in view while panels come and go, until somebody moves it. */
function KeepFitted({ touched }: { touched: RefObject<boolean> }) {
  const { fitView } = useReactFlow();
  const width = useStore((state) => state.width);
  const height = useStore((state) => state.height);
  useEffect(() => {
    if (width > 0 && height > 0 && !touched.current) void fitView(fitOptions);
  }, [width, height, fitView, touched]);
  return null;
}

function useGraphNodes(): FlowNode[] {
  const { document } = useOpenRun();
  const path = useLook((look) => look.path);
  const selected = path === null ? null : keyOfPath(path);
  const layout = useMemo(() => layOut(document.nodes, document.edges), [document]);
  return useMemo(() => {
    const byId = new Map(document.nodes.map((record) => [record.id, record]));
    return [...layout].flatMap(([id, placed]) => {
      const record = byId.get(id);
      return record ? [toFlowNode(record, placed, placed.at, record.key === selected)] : [];
    });
  }, [document, layout, selected]);
}

function useGraphEdges(): FlowEdge[] {
  const { document, nodes } = useOpenRun();
  const chosen = useLook((look) => look.edge);
  return useMemo(() => {
    const byTarget = Map.groupBy(document.edges, ({ target }) => target);
    return document.edges.map((edge) => ({
      id: edge.id,
      type: "thread" as const,
      source: edge.source,
      sourceHandle: edge.sourcePort,
      target: edge.target,
      targetHandle: edge.targetPort,
      selected: edge.id === chosen,
      ariaLabel: `What went from ${nodes.get(edge.source)?.key} to ${nodes.get(edge.target)?.key}`,
      data: { incoming: byTarget.get(edge.target) ?? [] },
      zIndex: edge.id === chosen ? 1 : 0,
    }));
  }, [document, nodes, chosen]);
}
