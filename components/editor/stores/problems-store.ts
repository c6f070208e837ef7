import { createStore, type StoreApi } from "zustand/vanilla";
import { compile } from "#lib/engine/compile/compile.ts";
import type { WorkflowDocument } from "#lib/engine/document.ts";
import type { Problem } from "#lib/engine/graph.ts";
import { catalogue } from "#lib/nodes/catalog.ts";
import type { DocumentStore } from "./document-store.ts";

export interface ProblemsState {
  all: readonly Problem[];
  byNode: Readonly<Record<string, readonly Problem[]>>;
  errors: number;
}

export type ProblemsStore = StoreApi<ProblemsState>;

const none: ProblemsState = { all: [], byNode: {}, errors: 0 };

/** What the server would say about this document: the same function, run here on every change. */
export function findProblems(document: WorkflowDocument): readonly Problem[] {
  if (document.nodes.length === 0) return [];
  const result = compile(document, catalogue);
  return result.ok ? result.warnings : result.problems;
}

function grouped(problems: readonly Problem[]): ProblemsState {
  const byNode: Record<string, Problem[]> = {};
  for (const problem of problems) {
    if (problem.nodeId === undefined) continue;
    byNode[problem.nodeId] = [...(byNode[problem.nodeId] ?? []), problem];
  }
  return { all: problems, byNode, errors: problems.filter((problem) => problem.severity === "error").length };
}

/** The problems of a document that does not change. */
export function checkOnce(document: WorkflowDocument, store: ProblemsStore): void {
  store.setState(grouped(findProblems(document)));
}

const FRAME_MS = 16;
/** A check that takes longer than this waits for a pause in the typing. */
const QUICK_MS = 4;
const LONGEST_PAUSE_MS = 400;

/**
 * Keeps `store` up to date with the document: a frame after a change, and where checking a big document takes long,
 * after a pause of several times as long, so that no key waits for it; for the first time once the document can be seen.
 * Call the result to stop.
 */
export function followProblems(document: DocumentStore, store: ProblemsStore): () => void {
  let timer: ReturnType<typeof setTimeout> | null = null;
  let tookMs = 0;
  const check = () => {
    timer = null;
    const begin = performance.now();
    store.setState(grouped(findProblems(document.getState().document)));
    tookMs = performance.now() - begin;
  };
  timer = setTimeout(check, FRAME_MS);
  const stop = document.subscribe((state, before) => {
    if (state.document === before.document) return;
    const quick = tookMs <= QUICK_MS;
    if (timer !== null && quick) return;
    if (timer !== null) clearTimeout(timer);
    timer = setTimeout(check, quick ? FRAME_MS : Math.min(LONGEST_PAUSE_MS, tookMs * 8));
  });
  return () => {
    stop();
    if (timer !== null) clearTimeout(timer);
  };
}

export function createProblemsStore(): ProblemsStore {
  return createStore<ProblemsState>()(() => none);
}
