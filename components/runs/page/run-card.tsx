import type { NodeProps } from "@xyflow/react";
import { memo } from "react";
import { useShallow } from "zustand/shallow";
import { CardClock } from "#components/canvas/card-clock.tsx";
import { cardStatus } from "#components/canvas/card-status.ts";
import { Eyelet, PortTitles } from "#components/canvas/eyelet.tsx";
import { FarEyelets, SaidStatus } from "#components/canvas/far-view.tsx";
import { type FlowNode, shapeOf } from "#components/canvas/flow-shape.ts";
import { FrameHead } from "#components/canvas/frame-head.tsx";
import { cardShape } from "#components/canvas/geometry.ts";
import { useLean } from "#components/canvas/lean-context.ts";
import { NodeCard } from "#components/canvas/node-card.tsx";
import { nodeTitle } from "#components/canvas/node-title.ts";
import { RoundPicker } from "#components/canvas/round-picker.tsx";
import { describeRunNode, failedRounds } from "#components/canvas/run-overlay.ts";
import { useCardParts } from "#components/canvas/use-card-parts.tsx";
import type { DocumentNode } from "#lib/engine/document.ts";
import { catalogue } from "#lib/nodes/catalog.ts";
import { pickRounds, useOpenRun, useOverlay } from "./run-context.tsx";

/** A card of the run: how its node went, and nothing that could be changed. */
function RunCardView({ id, selected }: NodeProps<FlowNode>) {
  const record = useOpenRun().nodes.get(id);
  const lean = useLean();
  if (record === undefined) return null;
  return lean ? <FarCard record={record} /> : <Card record={record} selected={selected} />;
}

/** The drawing of the whole shows the card from far away; xyflow measures it all the same. */
function FarCard({ record }: { record: DocumentNode }) {
  const { ports } = useOpenRun();
  const run = useOverlay((state) => state.nodes.get(record.key)?.status);
  return (
    <>
      <SaidStatus status={cardStatus(record, run)} />
      <FarEyelets shape={shapeOf(record, ports.get(record.id))} />
    </>
  );
}

function Card({ record, selected }: { record: DocumentNode; selected: boolean }) {
  const { ports } = useOpenRun();
  const definition = catalogue.get(record.type);
  const run = useOverlay(useShallow((state) => describeRunNode(state, record.key)));
  const isNow = useOverlay((state) => state.at === null);
  const { grown, parts } = useCardParts(record, useOverlay);
  const status = cardStatus(record, run?.status);
  const rest = definition?.describe?.(record.config) || definition?.title || record.type;
  const went = run?.since != null && isNow ? <CardClock text={run.text} since={run.since} /> : run?.text;
  const said = status === "disabled" ? "Disabled" : went;
  const shape = shapeOf(record, ports.get(record.id));
  return (
    <>
      <NodeCard
        type={record.type}
        category={definition?.category}
        title={nodeTitle(record)}
        summary={said ?? rest}
        summaryTone={null}
        mono={false}
        status={status}
        problems={0}
        problemKind={null}
        selected={selected}
        {...parts}
      />
      {shape.ins.map((port) => (
        <Eyelet key={port.id} port={port} type="target" connectable={false} />
      ))}
      {shape.outs.map((port) => (
        <Eyelet key={port.id} port={port} type="source" connectable={false} grown={grown} />
      ))}
      <PortTitles ports={shape.outs} />
    </>
  );
}

export const RunCard = memo(RunCardView);

/** A container of the run: its frame, and how it went. */
function RunFrameView({ id, selected, width, height }: NodeProps<FlowNode>) {
  const { nodes, ports, overlay, look } = useOpenRun();
  const record = nodes.get(id);
  const round = useOverlay((state) => state.rounds.get(record?.key ?? ""));
  const failed = useOverlay((state) => failedRounds(state, record?.key ?? ""));
  const run = useOverlay(useShallow((state) => (record ? describeRunNode(state, record.key) : null)));
  if (record === undefined) return null;
  const definition = catalogue.get(record.type);
  const status = run?.status ?? (record.disabled ? "disabled" : null);
  const size = { width: width ?? 0, height: height ?? 0 };
  const shape = cardShape(definition, record.config, record.policy, ports.get(id), size);
  return (
    <div className="node-frame" data-status={status ?? "rest"} data-selected={selected || undefined}>
      <FrameHead
        type={record.type}
        category={definition?.category}
        title={nodeTitle(record)}
        summary={round ? failed : (run?.text ?? definition?.describe?.(record.config) ?? "")}
        status={status}
        problems={0}
        problemKind={null}
        round={
          round && (
            <RoundPicker
              title={nodeTitle(record)}
              round={round}
              onPick={(index) => pickRounds(overlay, look, { [record.key]: index })}
            />
          )
        }
      />
      {shape.ins.map((port) => (
        <Eyelet key={port.id} port={port} type="target" connectable={false} />
      ))}
      {shape.outs.map((port) => (
        <Eyelet key={port.id} port={port} type="source" connectable={false} />
      ))}
      <PortTitles ports={shape.outs} />
    </div>
  );
}

export const RunFrame = memo(RunFrameView);
