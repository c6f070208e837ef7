import { createStore, type StoreApi } from "zustand/vanilla";
import type { DocumentEdge, DocumentNode, WorkflowDocument } from "#lib/engine/document.ts";
import { applyDiff, type Diff, isEmptyDiff, reverseDiff, squashDiffs } from "#lib/workflows/diff.ts";

/** One entry of the undo stack: a whole gesture, as the diff that made it. */
interface Step {
  diff: Diff;
  /** What was done, in words, for the announcement. */
  label: string;
  /** Changes under one name within a moment are one gesture: typing in a field, say. */
  gesture: string | null;
  at: number;
}

const GESTURE_PAUSE_MS = 1200;
const UNDO_STEPS = 200;

export interface DocumentState {
  document: WorkflowDocument;
  /** Unchanged records keep their identity, so that a card renders only when it changed. */
  nodes: Readonly<Record<string, DocumentNode>>;
  edges: Readonly<Record<string, DocumentEdge>>;
  /** Output ports that a thread leaves from, as `portName` writes them. */
  takenPorts: ReadonlySet<string>;
  undoSteps: readonly Step[];
  redoSteps: readonly Step[];
  /** Applies a diff and makes it undoable. Empty diffs are ignored. */
  commit(diff: Diff, label: string, gesture?: string): void;
  /** Both answer what was undone or done again, in words; null when there is nothing, or it does not fit any more. */
  undo(): string | null;
  redo(): string | null;
  /** Takes over what came from the server; undo steps stay. */
  replace(document: WorkflowDocument): void;
}

export type DocumentStore = StoreApi<DocumentState>;

function byId<T extends { id: string }>(records: readonly T[]): Readonly<Record<string, T>> {
  return Object.fromEntries(records.map((record) => [record.id, record]));
}

type Indexed = Pick<DocumentState, "document" | "nodes" | "edges" | "takenPorts">;

/** What did not change is taken over from before: every card asks for these on every key that is pressed. */
function indexed(document: WorkflowDocument, before?: Indexed): Indexed {
  const sameEdges = before !== undefined && before.document.edges === document.edges;
  return {
    document,
    nodes: before?.document.nodes === document.nodes ? before.nodes : byId(document.nodes),
    edges: sameEdges ? before.edges : byId(document.edges),
    takenPorts: sameEdges
      ? before.takenPorts
      : new Set(document.edges.map((edge) => portName(edge.source, edge.sourcePort))),
  };
}

export function portName(node: string, port: string): string {
  return `${node}/${port}`;
}

export interface DocumentStoreOptions {
  document: WorkflowDocument;
  /** Told of every change, also of those by undo: what is to be saved. */
  onDiff(diff: Diff): void;
  now?: () => number;
}

export function createDocumentStore({ document, onDiff, now = Date.now }: DocumentStoreOptions): DocumentStore {
  return createStore<DocumentState>()((set, get) => {
    const move = (from: "undoSteps" | "redoSteps", to: "undoSteps" | "redoSteps", diffOf: (step: Step) => Diff) => {
      const step = get()[from].at(-1);
      if (step === undefined) return null;
      const diff = diffOf(step);
      try {
        set(indexed(applyDiff(get().document, diff), get()));
      } catch {
        // Somebody else has changed what the step was about: it, and all before it, would undo their work.
        set({ [from]: [] });
        return null;
      }
      set((state) => ({ [from]: state[from].slice(0, -1), [to]: [...state[to], { ...step, gesture: null }] }));
      onDiff(diff);
      return step.label;
    };
    return {
      ...indexed(document),
      undoSteps: [],
      redoSteps: [],
      commit(diff, label, gesture) {
        if (isEmptyDiff(diff)) return;
        const last = get().undoSteps.at(-1);
        const at = now();
        const goesOn =
          gesture !== undefined && last !== undefined && last.gesture === gesture && at - last.at < GESTURE_PAUSE_MS;
        const step: Step = goesOn
          ? { ...last, diff: squashDiffs(last.diff, diff), at }
          : { diff, label, gesture: gesture ?? null, at };
        const before = get();
        const undoSteps = [...(goesOn ? before.undoSteps.slice(0, -1) : before.undoSteps), step].slice(-UNDO_STEPS);
        // In one go: every card asks what of it has changed.
        set({ ...indexed(applyDiff(before.document, diff), before), undoSteps, redoSteps: [] });
        onDiff(diff);
      },
      undo: () => move("undoSteps", "redoSteps", (step) => reverseDiff(step.diff)),
      redo: () => move("redoSteps", "undoSteps", (step) => step.diff),
      replace: (next) => set(indexed(next, get())),
    };
  });
}
