"use client";

import { createContext, useContext } from "react";
import { useStore } from "zustand";
import { createStore, type StoreApi } from "zustand/vanilla";
import type { RunOverlayState, RunOverlayStore } from "#components/canvas/run-overlay.ts";
import { keyOfPath, type PickedRounds, roundsOfPath } from "#components/canvas/shown-rounds.ts";
import type { Run } from "#lib/api/contracts/runs.ts";
import type { DocumentEdge, DocumentNode, WorkflowDocument } from "#lib/engine/document.ts";
import { nodePathOf } from "#lib/engine/run-view-node.ts";

export type NodeTab = "output" | "calls" | "input" | "tries" | "log";

/** What somebody looks at on the page of a run. */
export interface Look {
  /** A node by its path in the run (`loop[3]/fetch`); its card is that of the key. */
  path: string | null;
  /** A thread, by the id of its edge. */
  edge: string | null;
  tab: NodeTab;
  dock: "timeline" | "log" | null;
}

/** A run, the document it walked, and what is looked at of it. Nothing of it can be changed here. */
export interface OpenRun {
  run: Run;
  document: WorkflowDocument;
  nodes: ReadonlyMap<string, DocumentNode>;
  edges: ReadonlyMap<string, DocumentEdge>;
  /** Ports that threads use, by node: what a card of a type that is not installed shows. */
  ports: ReadonlyMap<string, { ins: string[]; outs: string[] }>;
  overlay: RunOverlayStore;
  look: StoreApi<Look>;
  /** May cancel, answer and run again. */
  mayRun: boolean;
}

const RunContext = createContext<OpenRun | null>(null);
export const RunProvider = RunContext.Provider;

export function useOpenRun(): OpenRun {
  const open = useContext(RunContext);
  if (open === null) throw new Error("useOpenRun is called outside of a run's page.");
  return open;
}

export function useOverlay<T>(selector: (state: RunOverlayState) => T): T {
  return useStore(useOpenRun().overlay, selector);
}

export function useLook<T>(selector: (state: Look) => T): T {
  return useStore(useOpenRun().look, selector);
}

export function createLook(): StoreApi<Look> {
  return createStore<Look>()(() => ({ path: null, edge: null, tab: "output", dock: "timeline" }));
}

/** Opens what a node came to, by its path in the run: the canvas shows the rounds that it leads through. */
export function lookAt(overlay: RunOverlayStore, look: StoreApi<Look>, path: string): void {
  // What a node did in steps of its own is shown with the node.
  const own = nodePathOf(path);
  overlay.getState().pick(roundsOfPath(own));
  look.setState({ path: own, edge: null });
}

/** The path under which a node is shown: its key, or where it stands inside of containers. */
export function shownPath(overlay: RunOverlayStore, key: string): string {
  return overlay.getState().nodes.get(key)?.path ?? key;
}

/** Shows these rounds, and of the node that is looked at what it came to in them. */
export function pickRounds(overlay: RunOverlayStore, look: StoreApi<Look>, rounds: PickedRounds): void {
  overlay.getState().pick(rounds);
  const { path } = look.getState();
  const shown = path === null ? undefined : overlay.getState().nodes.get(keyOfPath(path));
  if (shown) look.setState({ path: shown.path });
}
