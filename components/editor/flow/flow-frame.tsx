import { type NodeProps, useUpdateNodeInternals } from "@xyflow/react";
import { Plus } from "lucide-react";
import { memo, useEffect } from "react";
import { Eyelet, PortTitles } from "#components/canvas/eyelet.tsx";
import type { FlowNode as FlowNodeType } from "#components/canvas/flow-shape.ts";
import { FrameHead } from "#components/canvas/frame-head.tsx";
import { nodeTitle } from "#components/canvas/node-title.ts";
import { RoundPicker } from "#components/canvas/round-picker.tsx";
import { failedRounds } from "#components/canvas/run-overlay.ts";
import type { DocumentNode } from "#lib/engine/document.ts";
import { useDocument, useEditor, useRunOverlay, useSession } from "../editor-context.tsx";
import { layoutOf } from "../layout.ts";
import { AddBelow, useCardFace } from "./flow-node.tsx";

/** A container that is open: a titled frame around what stands inside of it. */
function FlowFrameView({ id, selected }: NodeProps<FlowNodeType>) {
  const record = useDocument((state) => state.nodes[id]);
  return record === undefined ? null : <Frame record={record} selected={selected} />;
}

function Frame({ record, selected }: { record: DocumentNode; selected: boolean }) {
  const { readOnly, session, run } = useEditor();
  const round = useRunOverlay((state) => state.rounds.get(record.key));
  const failed = useRunOverlay((state) => failedRounds(state, record.key));
  const face = useCardFace(record);
  const shape = useDocument((state) => layoutOf(state.document).get(record.id)?.shape);
  const empty = useDocument((state) => !state.document.nodes.some(({ parent }) => parent === record.id));
  const target = useSession((state) => state.dropInto === record.id);
  const updateInternals = useUpdateNodeInternals();
  // biome-ignore lint/correctness/useExhaustiveDependencies: a frame of another size has its eyelets elsewhere
  useEffect(() => updateInternals(record.id), [shape, record.id, updateInternals]);
  if (shape === undefined) return null;
  const title = nodeTitle(record);
  return (
    <div
      className="node-frame"
      data-status={face.status ?? "rest"}
      data-selected={selected || undefined}
      data-target={target || undefined}
    >
      <FrameHead
        type={record.type}
        category={face.definition?.category}
        title={title}
        summary={round ? failed : face.summary}
        status={face.status}
        problems={face.problems}
        problemKind={face.problemKind}
        round={
          round && (
            <RoundPicker title={title} round={round} onPick={(index) => run.getState().pick({ [record.key]: index })} />
          )
        }
      />
      {empty && !readOnly && (
        <button
          type="button"
          className="frame-empty nodrag"
          aria-label={`Add the first step inside ${title}`}
          onClick={(event) => {
            event.stopPropagation();
            session.setState({ palette: { parent: record.id, screen: { x: event.clientX, y: event.clientY } } });
          }}
        >
          <Plus size={14} strokeWidth={2} aria-hidden />
          Drop the first step here
        </button>
      )}
      {shape.ins.map((port) => (
        <Eyelet key={port.id} port={port} type="target" connectable={!readOnly} />
      ))}
      {shape.outs.map((port) => (
        <Eyelet key={port.id} port={port} type="source" connectable={!readOnly} />
      ))}
      <PortTitles ports={shape.outs} />
      {shape.outs.map((port) => (
        <AddBelow key={port.id} node={record.id} port={port} title={title} />
      ))}
    </div>
  );
}

export const FlowFrame = memo(FlowFrameView);
