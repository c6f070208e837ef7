"use client";

import { ReactFlowProvider, useReactFlow } from "@xyflow/react";
import { useEffect, useState } from "react";
import { createRunOverlayStore } from "#components/canvas/run-overlay.ts";
import { useRunChanges } from "#components/runs/use-runs.ts";
import { api } from "#components/shared/api.ts";
import { getDocument, patchDocument } from "#lib/api/contracts/documents.ts";
import type { WorkflowDocument } from "#lib/engine/document.ts";
import { type ActionsOptions, createActions } from "./actions.ts";
import { Announcer } from "./announcer.tsx";
import { TopBar, type WorkflowMeta } from "./bar/top-bar.tsx";
import { PublishDialog } from "./dialogs/publish-dialog.tsx";
import { RunDialog } from "./dialogs/run-dialog.tsx";
import { ShortcutsDialog } from "./dialogs/shortcuts-dialog.tsx";
import { Dock } from "./dock/dock.tsx";
import { EditorContextProvider, type Editor as EditorParts, useEditor, useSession } from "./editor-context.tsx";
import { EmptyCanvas } from "./empty-canvas.tsx";
import { FlowCanvas } from "./flow/flow-canvas.tsx";
import { Toolbar } from "./flow/toolbar.tsx";
import { ZoomBar } from "./flow/zoom-bar.tsx";
import { Inspector } from "./inspector/inspector.tsx";
import { useCanvasKeys } from "./keyboard/use-canvas-keys.ts";
import { PlacedPalette } from "./palette/placed-palette.tsx";
import { useFollowAddress, useShowRun } from "./run/use-shown-run.ts";
import { ConflictsDialog } from "./save/conflicts-dialog.tsx";
import { createSaver } from "./save/saver.ts";
import { laterUnsentStore, openUnsentStore, type UnsentStore } from "./save/unsent-diffs.ts";
import { useSaveMoments } from "./save/use-save-moments.ts";
import { createDocumentStore } from "./stores/document-store.ts";
import { createProblemsStore, followProblems } from "./stores/problems-store.ts";
import { createSessionStore } from "./stores/session-store.ts";

export interface EditorProps {
  workflow: WorkflowMeta;
  document: WorkflowDocument;
  revision: number;
}

/** One open workflow: its stores are made once, when it opens. */
export default function Editor(props: EditorProps) {
  return (
    <ReactFlowProvider>
      <OpenWorkflow key={props.workflow.id} {...props} />
    </ReactFlowProvider>
  );
}

function OpenWorkflow({ workflow, document, revision }: EditorProps) {
  const flow = useReactFlow();
  const show = useShowRun();
  const [unsent] = useState(() => laterUnsentStore(openUnsentStore(workflow.id)));
  const [editor] = useState(() =>
    openWorkflow({
      unsent,
      workflowId: workflow.id,
      document,
      revision,
      reveal: (node, options) => revealNode(flow, node, options),
      closeRun: () => show(null),
    }),
  );
  useEffect(() => followProblems(editor.document, editor.problems), [editor]);
  useEffect(() => {
    // A browser that keeps nothing (private windows) still saves to the server.
    unsent
      .takeOver()
      .then((found) => editor.saver.restore(found))
      .catch(() => {});
  }, [editor, unsent]);
  return (
    <EditorContextProvider value={editor}>
      <Screen workflow={workflow} />
    </EditorContextProvider>
  );
}

interface OpenOptions extends Pick<ActionsOptions, "reveal" | "closeRun"> {
  workflowId: string;
  document: WorkflowDocument;
  revision: number;
  unsent: UnsentStore;
}

function openWorkflow({ workflowId, document: loaded, revision, unsent, reveal, closeRun }: OpenOptions): EditorParts {
  const session = createSessionStore();
  const params = { id: workflowId };
  const document = createDocumentStore({ document: loaded, onDiff: (diff) => saver.push(diff) });
  const saver = createSaver({
    workflowId,
    revision,
    document: loaded,
    unsent,
    shown: () => document.getState().document,
    show: (next) => document.getState().replace(next),
    patch: (ifMatch, diff, leaving) =>
      api.call(patchDocument, { params, body: { diff }, ifMatch }, { keepalive: leaving }),
    fetch: () => api.call(getDocument, { params }),
  });
  const actions = createActions({ document, session, readOnly: false, reveal, closeRun });
  return {
    workflowId,
    readOnly: false,
    document,
    session,
    problems: createProblemsStore(),
    run: createRunOverlayStore(),
    saver,
    actions,
  };
}

function revealNode(flow: ReturnType<typeof useReactFlow>, node: string, options?: { focus?: boolean }): void {
  const internal = flow.getInternalNode(node);
  if (!internal) return;
  const { x, y } = internal.internals.positionAbsolute;
  const { width = 208, height = 48 } = internal.measured;
  const zoom = Math.max(flow.getZoom(), 0.6);
  const corner = flow.flowToScreenPosition({ x, y });
  const isVisible =
    corner.x > 40 && corner.y > 100 && corner.x + width < innerWidth - 400 && corner.y + height < innerHeight - 80;
  if (!isVisible) void flow.setCenter(x + width / 2, y + height / 2, { zoom, duration: 200 });
  if (options?.focus) document.querySelector<HTMLElement>(`.react-flow__node[data-id="${CSS.escape(node)}"]`)?.focus();
}

function Screen({ workflow }: { workflow: WorkflowMeta }) {
  const { saver, workflowId } = useEditor();
  useCanvasKeys();
  useSaveMoments(saver);
  useFollowAddress();
  useRunChanges(workflowId);
  return (
    <div className="flex h-dvh min-h-0 flex-col bg-canvas">
      <TopBar workflow={workflow} />
      <div className="flex min-h-0 flex-1">
        <div className="flex min-w-0 flex-1 flex-col">
          <div className="relative min-h-0 flex-1">
            <FlowCanvas>
              <Toolbar />
              <ZoomBar />
            </FlowCanvas>
            <EmptyCanvas />
            <PlacedPalette />
          </div>
          <Dock />
        </div>
        <Inspector />
      </div>
      <Dialogs workflow={workflow} />
      <Announcer />
    </div>
  );
}

function Dialogs({ workflow }: { workflow: WorkflowMeta }) {
  const dialog = useSession((state) => state.dialog);
  return (
    <>
      {dialog === "run" && <RunDialog />}
      {dialog === "publish" && <PublishDialog workflow={workflow} />}
      {dialog === "shortcuts" && <ShortcutsDialog />}
      <ConflictsDialog />
    </>
  );
}
