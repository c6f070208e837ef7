"use client";

import { ReactFlowProvider, useReactFlow } from "@xyflow/react";
import { useEffect, useMemo, useState } from "react";
import { createRunOverlayStore } from "#components/canvas/run-overlay.ts";
import { api } from "#components/shared/api.ts";
import { PartBoundary } from "#components/shared/part-boundary.tsx";
import { useRunChanges } from "#components/shared/runs/use-runs.ts";
import { getDocument, getWorkflow, patchDocument } from "#lib/api/operations.ts";
import type { WorkflowDocument } from "#lib/engine/document.ts";
import { type ActionsOptions, createActions } from "./actions.ts";
import { Announcer } from "./announcer.tsx";
import { TopBar, type WorkflowMeta } from "./bar/top-bar.tsx";
import { Dock } from "./dock/dock.tsx";
import {
  EditorContextProvider,
  type Editor as EditorParts,
  useDocument,
  useEditor,
  useSession,
} from "./editor-context.tsx";
import { FlowCanvas } from "./flow/flow-canvas.tsx";
import { NodeMenu } from "./flow/node-menu.tsx";
import { revealNode } from "./flow/reveal-node.ts";
import { Toolbar } from "./flow/toolbar.tsx";
import { ZoomBar } from "./flow/zoom-bar.tsx";
import { FrozenNote } from "./frozen-note.tsx";
import { Inspector } from "./inspector/inspector.tsx";
import { useCanvasKeys } from "./keyboard/use-canvas-keys.ts";
import { useEditorCommands } from "./keyboard/use-editor-commands.ts";
import {
  ConflictsDialog,
  EmptyCanvas,
  loadPartsWhenIdle,
  PublishDialog,
  RunDialog,
  SettingsDialog,
  ShortcutsDialog,
  VersionsSheet,
} from "./lazy-parts.ts";
import { ListeningNote } from "./listening/listening-note.tsx";
import { PlacedPalette } from "./palette/placed-palette.tsx";
import { useFollowAddress, useShowRun } from "./run/use-shown-run.ts";
import { type ShownVersion, useShownVersion } from "./run/use-shown-version.ts";
import { createSaver } from "./save/saver.ts";
import { laterUnsentStore, openUnsentStore, type UnsentStore } from "./save/unsent-diffs.ts";
import { useCloseSaver, useSaveMoments } from "./save/use-save-moments.ts";
import { createDocumentStore } from "./stores/document-store.ts";
import { checkOnce, createProblemsStore, followProblems } from "./stores/problems-store.ts";
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
  useSaveMoments(editor.saver);
  useCloseSaver(editor.saver);
  const version = useShownVersion(editor);
  const shown = useMemo(
    () =>
      version === null
        ? editor
        : frozenEditor(
            editor,
            version,
            (node, options) => revealNode(flow, node, options),
            () => show(null),
          ),
    [editor, version, flow, show],
  );
  return (
    <EditorContextProvider value={shown}>
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
    latest: async () => (await api.call(getWorkflow, { params })).revision,
  });
  const actions = createActions({ document, session, readOnly: false, reveal, closeRun });
  return {
    workflowId,
    readOnly: false,
    frozen: null,
    document,
    draft: document,
    session,
    problems: createProblemsStore(),
    run: createRunOverlayStore(),
    saver,
    actions,
  };
}

/** The same workflow with a past version on the canvas: nothing of it can be changed. */
function frozenEditor(
  editor: EditorParts,
  version: ShownVersion,
  reveal: ActionsOptions["reveal"],
  closeRun: () => void,
): EditorParts {
  const document = createDocumentStore({ document: version.document, onDiff: () => {} });
  const problems = createProblemsStore();
  checkOnce(version.document, problems);
  const actions = createActions({ document, session: editor.session, readOnly: true, reveal, closeRun });
  return { ...editor, readOnly: true, frozen: version, document, problems, actions };
}

function Screen({ workflow }: { workflow: WorkflowMeta }) {
  const { workflowId } = useEditor();
  useCanvasKeys();
  useEditorCommands();
  useKeepInView();
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
              <FrozenNote />
              <ListeningNote />
              <ZoomBar />
            </FlowCanvas>
            <PartBoundary className="absolute inset-0 grid place-items-center p-4">
              <WhileEmpty />
            </PartBoundary>
            <PlacedPalette />
          </div>
          <Dock />
        </div>
        <PartBoundary className="w-80 shrink-0 border-line border-l bg-surface p-3">
          <Inspector />
        </PartBoundary>
      </div>
      <PartBoundary className="fixed inset-x-0 bottom-4 z-50 grid place-items-center px-4">
        <Dialogs workflow={workflow} />
      </PartBoundary>
      <Announcer />
    </div>
  );
}

/** A node whose settings open must not lie under them. */
function useKeepInView(): void {
  const { actions } = useEditor();
  const open = useSession((state) => (state.inspectorOpen && state.nodes.size === 1 ? [...state.nodes][0] : undefined));
  const wide = useSession((state) => state.inspectorWide);
  // biome-ignore lint/correctness/useExhaustiveDependencies: wider settings cover more
  useEffect(() => {
    if (open !== undefined) actions.reveal(open);
  }, [actions, open, wide]);
}

/** Most workflows have begun: they need not load how one begins. */
function WhileEmpty() {
  const empty = useDocument((state) => state.document.nodes.length === 0);
  return empty ? <EmptyCanvas /> : null;
}

function Dialogs({ workflow }: { workflow: WorkflowMeta }) {
  const dialog = useSession((state) => state.dialog);
  useEffect(loadPartsWhenIdle, []);
  return (
    <>
      {dialog === "run" && <RunDialog />}
      {dialog === "publish" && <PublishDialog workflow={workflow} />}
      {dialog === "settings" && <SettingsDialog />}
      {dialog === "shortcuts" && <ShortcutsDialog />}
      <VersionsSheet workflow={workflow} />
      <NodeMenu />
      <ConflictsDialog />
    </>
  );
}
