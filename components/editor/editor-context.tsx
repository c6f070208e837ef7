"use client";

import { createContext, useContext } from "react";
import { useStore } from "zustand";
import type { RunOverlayState, RunOverlayStore } from "#components/canvas/run-overlay.ts";
import type { EditorActions } from "./actions.ts";
import type { WorkflowMeta } from "./bar/top-bar.tsx";
import type { ShownVersion } from "./run/use-shown-version.ts";
import type { Saver, SaveState } from "./save/saver.ts";
import type { DocumentState, DocumentStore } from "./stores/document-store.ts";
import type { ProblemsState, ProblemsStore } from "./stores/problems-store.ts";
import type { SessionActions, SessionState, SessionStore } from "./stores/session-store.ts";

/** What one open workflow is made of: stores that are never merged, and what acts on them. */
export interface Editor {
  workflowId: string;
  /** True while a past version is shown: nothing can be changed. */
  readOnly: boolean;
  /**
   * The version that is shown in place of the draft: as a run used it, or because somebody looks at it. `number` is null for
   * an earlier draft.
   */
  frozen: ShownVersion | null;
  /** What is on the canvas: the draft, or the version that is shown in its place. */
  document: DocumentStore;
  /** What can be changed and is saved. */
  draft: DocumentStore;
  session: SessionStore;
  problems: ProblemsStore;
  run: RunOverlayStore;
  saver: Saver;
  actions: EditorActions;
}

const EditorContext = createContext<Editor | null>(null);
export const EditorContextProvider = EditorContext.Provider;

export function useEditor(): Editor {
  const editor = useContext(EditorContext);
  if (editor === null) throw new Error("useEditor is called outside of an open workflow.");
  return editor;
}

export function useDocument<T>(selector: (state: DocumentState) => T): T {
  return useStore(useEditor().document, selector);
}
export function useSession<T>(selector: (state: SessionState & SessionActions) => T): T {
  return useStore(useEditor().session, selector);
}
export function useProblems<T>(selector: (state: ProblemsState) => T): T {
  return useStore(useEditor().problems, selector);
}
export function useRunOverlay<T>(selector: (state: RunOverlayState) => T): T {
  return useStore(useEditor().run, selector);
}
export function useSaveState<T>(selector: (state: SaveState) => T): T {
  return useStore(useEditor().saver.state, selector);
}

/** Whether the draft is another than what is published, also by what was saved since the page was read. */
export function useIsChanged({ published, revision }: WorkflowMeta): boolean {
  const saved = useSaveState((state) => state.revision);
  return published === null || published.changedSince || saved !== revision;
}
