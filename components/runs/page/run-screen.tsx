"use client";

import { ReactFlowProvider } from "@xyflow/react";
import { Lock } from "lucide-react";
import { useEffect, useMemo, useState } from "react";
import { usedPorts } from "#components/canvas/flow-shape.ts";
import { followRun } from "#components/canvas/follow-run.ts";
import { seconds } from "#components/canvas/run-log.tsx";
import { createRunOverlayStore } from "#components/canvas/run-overlay.ts";
import { EmptyState } from "#components/shared/empty-state.tsx";
import { NARROW, useMediaQuery } from "#components/shared/use-media-query.ts";
import { Sheet, SheetContent, SheetTitle } from "#components/ui/sheet.tsx";
import type { Run } from "#lib/api/contracts/runs.ts";
import type { WorkflowDocument } from "#lib/engine/document.ts";
import { emptyDocument } from "#lib/engine/empty-document.ts";
import { EventList } from "./event-list.tsx";
import { NodeList } from "./node-list.tsx";
import { NodePanel, ThreadPanel } from "./node-panel.tsx";
import { RunBanner } from "./run-banner.tsx";
import { RunBar } from "./run-bar.tsx";
import { createLook, type OpenRun, RunProvider, useLook, useOpenRun, useOverlay } from "./run-context.tsx";
import { RunDock } from "./run-dock.tsx";
import { RunGraph } from "./run-graph.tsx";
import { RunPanel } from "./run-panel.tsx";
import { TimeBar } from "./time-bar.tsx";

export interface RunScreenProps {
  run: Run;
  /** What the run walked; null once the workflow was deleted for good. */
  document: WorkflowDocument | null;
  mayRun: boolean;
}

/** One run, from its first event, as it goes on. Everything is made of the journal, so a reload loses nothing. */
export default function RunScreen({ run, document, mayRun }: RunScreenProps) {
  const [overlay] = useState(createRunOverlayStore);
  const [look] = useState(createLook);
  useEffect(() => {
    overlay.getState().show(run.id);
    return followRun(run.id, overlay);
  }, [overlay, run.id]);
  const open = useMemo((): OpenRun => {
    const walked = document ?? emptyDocument();
    return {
      run,
      document: walked,
      nodes: new Map(walked.nodes.map((node) => [node.id, node])),
      edges: new Map(walked.edges.map((edge) => [edge.id, edge])),
      ports: usedPorts(walked.edges),
      overlay,
      look,
      mayRun,
    };
  }, [run, document, overlay, look, mayRun]);
  return (
    <RunProvider value={open}>
      <ReactFlowProvider>
        <Layout isGone={document === null} />
      </ReactFlowProvider>
    </RunProvider>
  );
}

function Layout({ isGone }: { isGone: boolean }) {
  const narrow = useMediaQuery(NARROW);
  const graph = isGone ? <Gone /> : <RunGraph>{narrow ? null : <AsOf />}</RunGraph>;
  return (
    <div className="flex h-dvh min-h-0 flex-col bg-canvas">
      <RunBar />
      <RunBanner />
      {narrow ? (
        <>
          <div className="h-[300px] max-h-[40dvh] shrink-0">{graph}</div>
          <TimeBar />
          <NodeList />
          <PanelSheet />
        </>
      ) : (
        <div className="flex min-h-0 flex-1">
          <EventList />
          <div className="flex min-w-0 flex-1 flex-col">
            <div className="min-h-0 flex-1">{graph}</div>
            <TimeBar />
            <RunDock />
          </div>
          <aside
            aria-label="Details"
            className="flex min-h-0 w-[328px] shrink-0 flex-col overflow-y-auto border-line border-l bg-surface"
          >
            <Panel />
          </aside>
        </div>
      )}
    </div>
  );
}

function Panel() {
  const path = useLook((state) => state.path);
  const edge = useLook((state) => state.edge);
  if (path !== null) return <NodePanel path={path} />;
  return edge === null ? <RunPanel /> : <ThreadPanel id={edge} />;
}

/** On a phone the details come from below. */
function PanelSheet() {
  const { look } = useOpenRun();
  const isOpen = useLook((state) => state.path !== null || state.edge !== null);
  return (
    <Sheet open={isOpen} onOpenChange={(open) => !open && look.setState({ path: null, edge: null })}>
      <SheetContent side="bottom" closeButton={false} aria-describedby={undefined} className="h-[80dvh]">
        <SheetTitle className="sr-only">Details</SheetTitle>
        <Panel />
      </SheetContent>
    </Sheet>
  );
}

/** Says that nothing can be changed here, and which moment is shown. */
function AsOf() {
  const at = useOverlay((state) => state.at);
  const moment = useOverlay((state) => {
    const start = state.live.startedAt ?? state.live.queuedAt;
    const event = state.entries.findLast(({ seq }) => seq <= state.view.seq)?.event;
    return start === null || !event ? null : seconds(event.at - start);
  });
  return (
    <div className="pointer-events-none absolute top-3 left-3 z-10 flex items-center gap-2 rounded-card border border-line-2 bg-raised px-2.5 py-1.5 text-fg-2 text-small shadow-float">
      <Lock aria-hidden className="size-3.5 text-fg-3" />
      {at === null || moment === null ? "Read only" : `Read only, as of ${moment} s`}
    </div>
  );
}

function Gone() {
  return (
    <main className="grid size-full place-items-center p-4">
      <EmptyState title="The workflow was deleted for good">
        What it looked like is gone with it. Events, data and the log of this run are still here.
      </EmptyState>
    </main>
  );
}
