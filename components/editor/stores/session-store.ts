import { createStore, type StoreApi } from "zustand/vanilla";
import type { Point } from "#components/canvas/thread-path.ts";
import { newId } from "#lib/ids.ts";

/** Where a node chosen in the palette goes, and what it is connected to. */
export interface PaletteRequest {
  /** On the screen, for the palette itself; absent: in the middle. */
  screen?: Point;
  /** On the graph; absent: found from what it is connected to. */
  at?: Point;
  /** The open end of a thread that was dropped on the canvas or asked for with `+`. */
  from?: { node: string; port: string };
  /** The same for a thread drawn upwards, from an input. */
  to?: { node: string; port: string };
  /** The thread the node is put into. */
  edge?: string;
  /** The container it goes into, where it is connected to nothing. */
  parent?: string;
  /** Only what can start a workflow. */
  triggersOnly?: boolean;
}

export type InspectorTab = "settings" | "run" | "docs";
export type DockTab = "timeline" | "log" | "runs" | "problems";
export type DialogName = "run" | "publish" | "shortcuts" | "versions" | "settings";

export interface SessionState {
  /** Tells this open editor from every other one of the same workflow. */
  readonly id: string;
  nodes: ReadonlySet<string>;
  /** The frame that what is being dragged would go into. */
  dropInto: string | null;
  edges: ReadonlySet<string>;
  tool: "select" | "hand";
  /** The node whose settings are open, when it is the only one selected. */
  inspectorOpen: boolean;
  /** Input, settings and output side by side instead of settings alone. */
  inspectorWide: boolean;
  inspectorTab: InspectorTab;
  /** A field to scroll to and focus, once. */
  focusField: { node: string; field: string | null; nonce: number } | null;
  palette: PaletteRequest | null;
  dock: { open: boolean; tab: DockTab };
  mapVisible: boolean;
  dialog: DialogName | null;
  /** The menu of the selected nodes, and where on the screen it opens. */
  nodeMenu: Point | null;
  /** A connection being made with the keyboard: its source, and the target reached so far. */
  connecting: { node: string; port: string; target: string | null } | null;
  /** Read aloud by the live region. The nonce lets the same words be said twice. */
  announcement: { text: string; nonce: number };
}

export interface SessionActions {
  select(nodes: Iterable<string>, edges?: Iterable<string>): void;
  open(node: string, tab?: InspectorTab): void;
  goTo(node: string, field: string | null): void;
  showDock(tab: DockTab): void;
  announce(text: string): void;
}

export type SessionStore = StoreApi<SessionState & SessionActions>;

function sameMembers(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  return a.size === b.size && [...a].every((member) => b.has(member));
}

export function createSessionStore(): SessionStore {
  return createStore<SessionState & SessionActions>()((set) => ({
    id: newId("ses"),
    nodes: new Set(),
    dropInto: null,
    edges: new Set(),
    tool: "select",
    inspectorOpen: false,
    inspectorWide: false,
    inspectorTab: "settings",
    focusField: null,
    palette: null,
    dock: { open: false, tab: "runs" },
    mapVisible: true,
    dialog: null,
    nodeMenu: null,
    connecting: null,
    announcement: { text: "", nonce: 0 },
    select(nodes, edges = []) {
      set((state) => {
        const nextNodes = new Set(nodes);
        const nextEdges = new Set(edges);
        const same = sameMembers(nextNodes, state.nodes);
        return {
          nodes: same ? state.nodes : nextNodes,
          focusField: same ? state.focusField : null,
          edges: sameMembers(nextEdges, state.edges) ? state.edges : nextEdges,
        };
      });
    },
    open(node, tab) {
      set((state) => ({
        nodes: state.nodes.size === 1 && state.nodes.has(node) ? state.nodes : new Set([node]),
        edges: state.edges.size === 0 ? state.edges : new Set(),
        inspectorOpen: true,
        inspectorTab: tab ?? state.inspectorTab,
        focusField: null,
      }));
    },
    goTo(node, field) {
      set((state) => ({
        nodes: new Set([node]),
        edges: new Set(),
        inspectorOpen: true,
        inspectorTab: "settings",
        focusField: { node, field, nonce: (state.focusField?.nonce ?? 0) + 1 },
      }));
    },
    showDock: (tab) => set({ dock: { open: true, tab } }),
    announce: (text) => set((state) => ({ announcement: { text, nonce: state.announcement.nonce + 1 } })),
  }));
}
