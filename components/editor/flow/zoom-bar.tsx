import { type Node, useReactFlow, useStore } from "@xyflow/react";
import { Map as MapIcon, Maximize, Minus, Plus } from "lucide-react";
import { IconButton } from "#components/ui/icon-button.tsx";
import { useDocument, useEditor, useSession } from "../editor-context.tsx";
import { WorkflowMap } from "./workflow-map.tsx";

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
          <WorkflowMap />
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
