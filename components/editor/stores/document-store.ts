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
  undoSteps: readonly Step[];
  redoSteps: readonly Step[];
  /** Applies a diff and makes it undoable. Empty diffs are ignored. */
  commit(diff: Diff, label: string, gesture?: string): void;
  /** Both answer what was undone or done again, in words. */
  undo(): string | null;
  redo(): string | null;
  /** Takes over what came from the server; undo steps stay. */
  replace(document: WorkflowDocument): void;
}

export type DocumentStore = StoreApi<DocumentState>;

function byId<T extends { id: string }>(records: readonly T[]): Readonly<Record<string, T>> {
  return Object.fromEntries(records.map((record) => [record.id, record]));
}

function indexed(document: WorkflowDocument) {
  return { document, nodes: byId(document.nodes), edges: byId(document.edges) };
}

export interface DocumentStoreOptions {
  document: WorkflowDocument;
  /** Told of every change, also of those by undo: what is to be saved. */
  onDiff(diff: Diff): void;
  now?: () => number;
}

export function createDocumentStore({ document, onDiff, now = Date.now }: DocumentStoreOptions): DocumentStore {
  return createStore<DocumentState>()((set, get) => {
    const apply = (diff: Diff) => {
      set(indexed(applyDiff(get().document, diff)));
      onDiff(diff);
    };
    const move = (from: "undoSteps" | "redoSteps", to: "undoSteps" | "redoSteps", diffOf: (step: Step) => Diff) => {
      const step = get()[from].at(-1);
      if (step === undefined) return null;
      set((state) => ({ [from]: state[from].slice(0, -1), [to]: [...state[to], { ...step, gesture: null }] }));
      apply(diffOf(step));
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
        set((state) => ({
          undoSteps: [...(goesOn ? state.undoSteps.slice(0, -1) : state.undoSteps), step].slice(-UNDO_STEPS),
          redoSteps: [],
        }));
        apply(diff);
      },
      undo: () => move("undoSteps", "redoSteps", (step) => reverseDiff(step.diff)),
      redo: () => move("redoSteps", "undoSteps", (step) => step.diff),
      replace: (next) => set(indexed(next)),
    };
  });
}
