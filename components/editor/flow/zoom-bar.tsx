import { MiniMap, type Node, useReactFlow, useStore } from "@xyflow/react";
import { Map as MapIcon, Maximize, Minus, Plus } from "lucide-react";
import { memo } from "react";
import { describeRunNode } from "#components/canvas/run-overlay.ts";
import { IconButton } from "#components/ui/icon-button.tsx";
import { catalogue } from "#lib/nodes/catalog.ts";
import { useDocument, useEditor, useProblems, useRunOverlay, useSession } from "../editor-context.tsx";

interface MiniNodeProps {
  id: string;
  x: number;
  y: number;
  width: number;
  height: number;
}

/** A card on the map: the tone of its category, or how its run went. */
const MiniNode = memo(function MiniNode({ id, x, y, width, height }: MiniNodeProps) {
  const type = useDocument((state) => state.nodes[id]?.type ?? "");
  const key = useDocument((state) => state.nodes[id]?.key ?? "");
  const status = useRunOverlay((state) => describeRunNode(state, key)?.status);
  const broken = useProblems((state) => state.byNode[id]?.some((problem) => problem.severity === "error") ?? false);
  return (
    <rect
      className="minimap-node"
      data-category={catalogue.get(type)?.category ?? "control"}
      data-status={status ?? (broken ? "problem" : undefined)}
      x={x}
      y={y}
      width={width}
      height={height}
      rx={10}
    />
  );
});

export function ZoomBar() {
  const { session } = useEditor();
  const { zoomIn, zoomOut, fitView, zoomTo } = useReactFlow<Node>();
  const percent = useStore((state) => Math.round(state.transform[2] * 100));
  const map = useSession((state) => state.mapVisible);
  const empty = useDocument((state) => state.document.nodes.length === 0);
  return (
    <div className="absolute bottom-3 left-3 z-10 flex w-[178px] flex-col gap-1.5 max-sm:w-auto">
      {map && !empty ? (
        <div className="h-[110px] overflow-hidden rounded-card border border-line-2 bg-raised shadow-float max-sm:hidden">
          <MiniMap
            nodeComponent={MiniNode}
            pannable
            zoomable
            ariaLabel="Map of the workflow"
            className="!static !m-0 [&>svg]:size-full"
            style={{ width: 176, height: 108 }}
            maskStrokeWidth={2}
          />
        </div>
      ) : null}
      <div className="flex items-center rounded-card border border-line-2 bg-raised p-[3px] shadow-float">
        <IconButton label="Zoom out" keys={["−"]} size="sm" onClick={() => zoomOut({ duration: 140 })}>
          <Minus aria-hidden className="size-3.5" />
        </IconButton>
        <button
          type="button"
          className="min-w-10 rounded-chip text-center font-medium text-fg-2 text-micro hover:bg-hover"
          aria-label={`Zoom is ${percent} %. Back to 100 %`}
          onClick={() => zoomTo(1, { duration: 140 })}
        >
          {percent}%
        </button>
        <IconButton label="Zoom in" keys={["+"]} size="sm" onClick={() => zoomIn({ duration: 140 })}>
          <Plus aria-hidden className="size-3.5" />
        </IconButton>
        <span className="mx-1 ml-auto h-4 w-px bg-line-2" />
        <IconButton
          label="Fit everything"
          keys={["1"]}
          size="sm"
          onClick={() => fitView({ padding: 0.15, maxZoom: 1, duration: 200 })}
        >
          <Maximize aria-hidden className="size-3.5" />
        </IconButton>
        <IconButton
          label={map ? "Hide map" : "Show map"}
          keys={["M"]}
          size="sm"
          aria-pressed={map}
          className="max-sm:hidden"
          onClick={() => session.setState({ mapVisible: !map })}
        >
          <MapIcon aria-hidden className="size-3.5" />
        </IconButton>
      </div>
    </div>
  );
}
