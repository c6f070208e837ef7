import { createStore, type StoreApi } from "zustand/vanilla";
import { asProblem } from "#components/shared/api.ts";
import type { WorkflowDocument } from "#lib/engine/document.ts";
import { applyDiff, type Diff, diffDocuments, isEmptyDiff, squashDiffs } from "#lib/workflows/diff.ts";
import { type Conflict, rebaseDiff } from "#lib/workflows/rebase.ts";
import type { UnsentDiff, UnsentStore } from "./unsent-diffs.ts";

export type SaveStatus = "saved" | "saving" | "offline" | "signed-out" | "refused";

export interface SaveState {
  status: SaveStatus;
  /** What the server said, where it refused. */
  message: string | null;
  /** Fields that this tab and somebody else changed both, until a person has chosen. */
  conflicts: readonly Conflict[];
  revision: number;
}

export interface Saver {
  state: StoreApi<SaveState>;
  /** Takes a change over: kept in the browser at once, sent a moment later. */
  push(diff: Diff): void;
  /** Sends what is waiting now. Resolves when everything made so far is stored, or cannot be for now. */
  flush(options?: { leaving?: boolean }): Promise<boolean>;
  /** Takes over what others have saved meanwhile. */
  refresh(): Promise<void>;
  /** Diffs found in the browser from before a reload or a lost tab. */
  restore(found: readonly UnsentDiff[]): void;
  settleConflicts(): void;
  /** Sends what is left, then gives up the place where unsent changes are kept. */
  close(): void;
}

export interface SaverOptions {
  revision: number;
  document: WorkflowDocument;
  /** What the editor shows, and how to show what came from the server. */
  shown(): WorkflowDocument;
  show(document: WorkflowDocument): void;
  patch(revision: number, diff: Diff, leaving: boolean): Promise<{ revision: number }>;
  fetch(): Promise<{ revision: number; document: WorkflowDocument }>;
  /** The revision that the server holds now. */
  latest(): Promise<number>;
  workflowId: string;
  unsent: UnsentStore | null;
}

const PAUSE_MS = 800;
const RETRY_MS = [2_000, 5_000, 10_000, 30_000] as const;

export function createSaver(options: SaverOptions): Saver {
  const state = createStore<SaveState>()(() => ({
    status: "saved",
    message: null,
    conflicts: [],
    revision: options.revision,
  }));
  /** The document as the server last acknowledged it. */
  let base = options.document;
  let sending: Diff | null = null;
  let waiting: Diff | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let failures = 0;
  let active: Promise<boolean> | null = null;
  let closed = false;

  const unsentDiff = (): Diff | null => {
    if (sending === null || waiting === null) return sending ?? waiting;
    return squashDiffs(sending, waiting);
  };

  const remember = () => {
    const diff = unsentDiff();
    const stored =
      diff === null || isEmptyDiff(diff)
        ? options.unsent?.clear()
        : options.unsent?.keep({
            workflowId: options.workflowId,
            revision: state.getState().revision,
            base,
            diff,
            at: Date.now(),
          });
    // A browser that refuses storage still saves to the server; only the net under it is missing.
    stored?.catch(() => {});
  };

  const schedule = (delay: number) => {
    clearTimeout(timer);
    if (!closed) timer = setTimeout(() => void flush(), delay);
  };

  /** Puts the local changes on top of what the server holds now. */
  const rebase = async () => {
    const theirs = await options.fetch();
    const mine = unsentDiff();
    sending = null;
    waiting = null;
    if (mine !== null) {
      const { diff, conflicts } = rebaseDiff(mine, diffDocuments(base, theirs.document), theirs.document);
      waiting = isEmptyDiff(diff) ? null : diff;
      if (conflicts.length > 0) state.setState((now) => ({ conflicts: [...now.conflicts, ...conflicts] }));
    }
    base = theirs.document;
    state.setState({ revision: theirs.revision });
    options.show(waiting === null ? base : applyDiff(base, waiting));
    remember();
  };

  const failed = async (error: unknown): Promise<boolean> => {
    const problem = asProblem(error);
    waiting = unsentDiff();
    sending = null;
    if (problem.status === 412) {
      await rebase();
      return true;
    }
    if (problem.status === 401) state.setState({ status: "signed-out", message: null });
    else if (problem.status >= 400 && problem.status < 500 && problem.status !== 429) {
      state.setState({ status: "refused", message: problem.message });
      return false;
    } else state.setState({ status: "offline", message: null });
    schedule(RETRY_MS[Math.min(failures, RETRY_MS.length - 1)] ?? 30_000);
    failures += 1;
    return false;
  };

  const send = async (leaving: boolean): Promise<boolean> => {
    while (waiting !== null && !isEmptyDiff(waiting)) {
      sending = waiting;
      waiting = null;
      if (state.getState().status !== "offline") state.setState({ status: "saving" });
      try {
        const { revision } = await options.patch(state.getState().revision, sending, leaving);
        base = applyDiff(base, sending);
        sending = null;
        failures = 0;
        state.setState({ revision });
        remember();
      } catch (error) {
        // Going on after a rebase; a second failure while rebasing is a failure like any other.
        const goOn = await failed(error).catch((again: unknown) => failed(again).catch(() => false));
        if (!goOn) return false;
      }
    }
    waiting = null;
    state.setState({ status: "saved", message: null });
    return true;
  };

  const flush = ({ leaving = false } = {}): Promise<boolean> => {
    clearTimeout(timer);
    active ??= send(leaving).finally(() => {
      active = null;
    });
    return active;
  };

  const catchUp = async (): Promise<boolean> => {
    if ((await options.latest()) === state.getState().revision) return true;
    await rebase();
    return send(false);
  };

  return {
    state,
    async refresh() {
      // While something is being sent, the answer to that tells of changes by others.
      if (active !== null || waiting !== null) return;
      active = catchUp().finally(() => {
        active = null;
      });
      // Without an answer the page stays as it is; the next save meets the change all the same.
      await active.catch(() => {});
    },
    push(diff) {
      waiting = waiting === null ? diff : squashDiffs(waiting, diff);
      if (state.getState().status === "saved" || state.getState().status === "refused") {
        state.setState({ status: "saving", message: null });
      }
      remember();
      schedule(PAUSE_MS);
    },
    flush,
    restore(found) {
      for (const unsent of found) {
        const theirs = diffDocuments(unsent.base, options.shown());
        const { diff, conflicts } = rebaseDiff(unsent.diff, theirs, options.shown());
        if (conflicts.length > 0) state.setState((now) => ({ conflicts: [...now.conflicts, ...conflicts] }));
        if (isEmptyDiff(diff)) continue;
        options.show(applyDiff(options.shown(), diff));
        this.push(diff);
      }
    },
    settleConflicts: () => state.setState({ conflicts: [] }),
    close() {
      closed = true;
      void flush({ leaving: true }).finally(() => options.unsent?.close());
    },
  };
}
