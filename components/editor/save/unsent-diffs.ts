import { delMany, entries, set, setMany } from "idb-keyval";
import type { WorkflowDocument } from "#lib/engine/document.ts";
import type { Diff } from "#lib/workflows/diff.ts";

/** What this browser has changed and no server has acknowledged. */
export interface UnsentDiff {
  workflowId: string;
  /** Revision and document that the diff was made for. */
  revision: number;
  base: WorkflowDocument;
  diff: Diff;
  at: number;
}

const PREFIX = "heddle:unsent:";
const TAB_KEY = "heddle:tab";

function keyOf(workflowId: string, tab: string): string {
  return `${PREFIX}${workflowId}:${tab}`;
}

/** The document lies beside the diff: it is the same for many keys, and may be large. */
function baseKeyOf(key: string): string {
  return `${key}/base`;
}

function newTabId(): string {
  return crypto.getRandomValues(new Uint32Array(2)).join("-");
}

/** Where one tab keeps its unsent diff. Every tab has its own place, so that two of them never overwrite each other. */
export interface UnsentStore {
  /** Diffs left behind by this tab before a reload, or by tabs that are gone; oldest first. */
  takeOver(): Promise<UnsentDiff[]>;
  keep(unsent: UnsentDiff): Promise<void>;
  clear(): Promise<void>;
  /** Gives the tab's place up; what is kept there can then be taken over by whoever opens the workflow next. */
  close(): void;
}

/**
 * The tab's name survives a reload; a lock held for as long as the tab lives tells others that its diff is not theirs.
 * A duplicated tab inherits the name, finds the lock taken and gets a new one.
 */
export async function openUnsentStore(workflowId: string): Promise<UnsentStore> {
  let tab = sessionStorage.getItem(TAB_KEY) ?? newTabId();
  let release = await holdLock(keyOf(workflowId, tab));
  if (release === null) {
    tab = newTabId();
    release = await holdLock(keyOf(workflowId, tab));
  }
  sessionStorage.setItem(TAB_KEY, tab);
  const own = keyOf(workflowId, tab);
  let kept: WorkflowDocument | null = null;
  return {
    async takeOver() {
      const held = await heldLocks();
      const isFree = (key: string) => key === own || (held !== null && !held.has(key));
      const all = new Map(await entries<string, UnsentDiff>());
      const found = [...all.keys()].filter(
        (key) => key.startsWith(keyOf(workflowId, "")) && !key.endsWith(baseKeyOf("")) && isFree(key),
      );
      // What an earlier version of this page kept holds its document itself.
      const bases = all as ReadonlyMap<string, unknown>;
      const unsent = found.flatMap((key) => {
        const { base = bases.get(baseKeyOf(key)) as WorkflowDocument | undefined, ...rest } = all.get(
          key,
        ) as UnsentDiff;
        return base === undefined ? [] : [{ ...rest, base }];
      });
      await delMany(found.filter((key) => key !== own).flatMap((key) => [key, baseKeyOf(key)]));
      return unsent.sort((a, b) => a.at - b.at);
    },
    keep({ base, ...unsent }) {
      if (base === kept) return set(own, unsent);
      kept = base;
      return setMany([
        [own, unsent],
        [baseKeyOf(own), base],
      ]).catch((error: unknown) => {
        kept = null;
        throw error;
      });
    },
    clear() {
      kept = null;
      return delMany([own, baseKeyOf(own)]);
    },
    close: () => release?.(),
  };
}

/** A store that is still being opened, usable at once. */
export function laterUnsentStore(opening: Promise<UnsentStore>): UnsentStore {
  // Whoever uses it hears of a failure; nobody using it must not end in an unhandled one.
  opening.catch(() => {});
  return {
    takeOver: async () => (await opening).takeOver(),
    keep: async (unsent) => (await opening).keep(unsent),
    clear: async () => (await opening).clear(),
    close: () =>
      void opening.then(
        (store) => store.close(),
        () => {},
      ),
  };
}

/** What releases the lock, or null when another tab holds it. Without locks (plain http) every tab counts as alone. */
function holdLock(name: string): Promise<(() => void) | null> {
  const { locks } = navigator;
  if (locks === undefined) return Promise.resolve(() => {});
  return new Promise((resolve) => {
    locks
      .request(name, { ifAvailable: true }, (lock) => {
        if (lock === null) return resolve(null);
        return new Promise<void>((release) => resolve(release));
      })
      .catch(() => resolve(() => {}));
  });
}

async function heldLocks(): Promise<ReadonlySet<string> | null> {
  if (navigator.locks === undefined) return null;
  const { held = [] } = await navigator.locks.query();
  return new Set(held.flatMap((lock) => lock.name ?? []));
}
