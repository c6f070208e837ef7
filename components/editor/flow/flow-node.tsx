import { type NodeProps, useUpdateNodeInternals } from "@xyflow/react";
import { Plus } from "lucide-react";
import { memo, useEffect, useRef } from "react";
import { useShallow } from "zustand/shallow";
import { CardClock } from "#components/canvas/card-clock.tsx";
import { cardStatus } from "#components/canvas/card-status.ts";
import { Eyelet, PortTitles } from "#components/canvas/eyelet.tsx";
import { FarEyelets, SaidStatus } from "#components/canvas/far-view.tsx";
import { type FlowNode as FlowNodeType, shapeOf } from "#components/canvas/flow-shape.ts";
import type { PortShape } from "#components/canvas/geometry.ts";
import { useLean } from "#components/canvas/lean-context.ts";
import { NodeCard } from "#components/canvas/node-card.tsx";
import { nodeTitle } from "#components/canvas/node-title.ts";
import { reasonOf } from "#components/canvas/problem-reason.ts";
import { describeRunNode } from "#components/canvas/run-overlay.ts";
import { useCardParts } from "#components/canvas/use-card-parts.tsx";
import type { DocumentNode } from "#lib/engine/document.ts";
import { catalogue } from "#lib/nodes/catalog.ts";
import { useDocument, useEditor, useProblems, useRunOverlay, useSession } from "../editor-context.tsx";
import { portName } from "../stores/document-store.ts";
import { useStatus } from "./far-look.ts";

const MACHINE_TEXT = /[/{}[\]=<>]|\.\w/;

/** The second line: how the run went, else what is wrong, else the setting that matters. */
export function useCardFace(record: DocumentNode) {
  const definition = catalogue.get(record.type);
  const problems = useProblems((state) => state.byNode[record.id]);
  const run = useRunOverlay(useShallow((state) => describeRunNode(state, record.key)));
  const errors = problems?.filter((problem) => problem.severity === "error") ?? [];
  const status = cardStatus(record, run?.status);
  const setting = definition?.describe?.(record.config) ?? "";
  const firstError = errors[0];
  const summary =
    definition === undefined ? (
      "Not installed here"
    ) : status === "disabled" ? (
      "Disabled"
    ) : run !== null ? (
      run.since === null ? (
        run.text
      ) : (
        <CardClock text={run.text} since={run.since} />
      )
    ) : firstError !== undefined ? (
      reasonOf(firstError)
    ) : (
      setting || definition.title
    );
  const showsProblems = run === null && definition !== undefined && (problems?.length ?? 0) > 0;
  return {
    definition,
    status,
    summary,
    summaryTone: firstError !== undefined && run === null ? ("fail" as const) : null,
    mono: run === null && firstError === undefined && summary === setting && MACHINE_TEXT.test(setting),
    problems: showsProblems ? (problems?.length ?? 0) : 0,
    problemKind: showsProblems ? (errors.length > 0 ? ("error" as const) : ("warning" as const)) : null,
  };
}

function FlowNodeView({ id, selected }: NodeProps<FlowNodeType>) {
  const record = useDocument((state) => state.nodes[id]);
  const lean = useLean();
  // A card can outlive its record for one frame, while xyflow takes the new list over.
  if (record === undefined) return null;
  return lean ? <FarNode record={record} /> : <PlacedCard record={record} selected={selected} />;
}

/** The drawing of the whole shows the card from far away; xyflow measures it all the same. */
function FarNode({ record }: { record: DocumentNode }) {
  const status = useStatus(record);
  const shape = usePlacedShape(record);
  return (
    <>
      <SaidStatus status={status} />
      <FarEyelets shape={shape} />
    </>
  );
}

/** The card's outline; that of a type that is not installed comes from the threads it has. */
function usePlacedShape(record: DocumentNode) {
  const installed = catalogue.get(record.type) !== undefined;
  const used = useDocument(
    useShallow((state) =>
      installed
        ? noPorts
        : state.document.edges
            .filter((edge) => edge.source === record.id || edge.target === record.id)
            .map((edge) => (edge.source === record.id ? `>${edge.sourcePort}` : `<${edge.targetPort}`)),
    ),
  );
  return shapeOf(record, {
    ins: used.filter((port) => port.startsWith("<")).map((port) => port.slice(1)),
    outs: used.filter((port) => port.startsWith(">")).map((port) => port.slice(1)),
  });
}

function PlacedCard({ record, selected }: { record: DocumentNode; selected: boolean }) {
  const { readOnly } = useEditor();
  const face = useCardFace(record);
  const shape = usePlacedShape(record);
  const { grown, parts } = useCardParts(record, useRunOverlay);
  const updateInternals = useUpdateNodeInternals();
  const outline = `${shape.width}:${shape.ins.map((port) => port.id)}:${shape.outs.map((port) => port.id)}`;
  // xyflow is given where the eyelets are and measures them again only when told that they changed.
  const known = useRef(outline);
  useEffect(() => {
    if (known.current === outline) return;
    known.current = outline;
    updateInternals(record.id);
  }, [outline, record.id, updateInternals]);
  return (
    <>
      <NodeCard
        type={record.type}
        category={face.definition?.category}
        title={nodeTitle(record)}
        summary={face.summary}
        summaryTone={face.summaryTone}
        mono={face.mono}
        status={face.status}
        problems={face.problems}
        problemKind={face.problemKind}
        selected={selected}
        {...parts}
      />
      {shape.ins.map((port) => (
        <Eyelet key={port.id} port={port} type="target" connectable={!readOnly} />
      ))}
      {shape.outs.map((port) => (
        <Eyelet key={port.id} port={port} type="source" connectable={!readOnly} grown={grown} />
      ))}
      <PortTitles ports={shape.outs} />
      {shape.outs.map((port) => (
        <AddBelow key={port.id} node={record.id} port={port} title={nodeTitle(record)} />
      ))}
    </>
  );
}

const noPorts: readonly string[] = [];

/** `+` below an eyelet that leads nowhere yet. */
export function AddBelow({ node, port, title }: { node: string; port: PortShape; title: string }) {
  const { session, readOnly } = useEditor();
  const free = useDocument((state) => !state.takenPorts.has(portName(node, port.id)));
  const connecting = useSession((state) => state.palette?.from?.node === node && state.palette.from.port === port.id);
  if (!free || readOnly || connecting) return null;
  return (
    <button
      type="button"
      tabIndex={-1}
      className="add-here add-below nodrag nopan"
      style={{ left: port.x }}
      aria-label={port.id === "out" ? `Add after ${title}` : `Add after ${title}, ${port.title}`}
      onClick={(event) => {
        event.stopPropagation();
        session.setState({ palette: { from: { node, port: port.id } } });
      }}
    >
      <Plus size={12} strokeWidth={2.3} aria-hidden />
    </button>
  );
}

export const FlowNode = memo(FlowNodeView);
