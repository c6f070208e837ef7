import "@xyflow/react/dist/style.css";
import { Background, ReactFlow, useEdgesState, useNodesState } from "@xyflow/react";
import { createRoot } from "react-dom/client";
import { gridDocument } from "../documents.ts";

/** The least that can be done with xyflow, after its own stress example: its plain nodes and edges, in the places of ours. */
function Stress({ count, threads }: { count: number; threads: number }) {
  const document = gridDocument(count, threads);
  const [nodes, , onNodesChange] = useNodesState(
    document.nodes.map(({ id, position }) => ({ id, position, data: { label: id }, width: 208, height: 48 })),
  );
  const [edges, , onEdgesChange] = useEdgesState(document.edges);
  return (
    <ReactFlow
      nodes={nodes}
      edges={edges}
      onNodesChange={onNodesChange}
      onEdgesChange={onEdgesChange}
      panOnScroll
      minZoom={0.1}
      fitView
    >
      <Background />
    </ReactFlow>
  );
}

const page = new URLSearchParams(window.location.search);
const root = document.getElementById("root");
if (root) createRoot(root).render(<Stress count={Number(page.get("nodes"))} threads={Number(page.get("edges"))} />);
