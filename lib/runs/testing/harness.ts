import type { Database } from "#db/client.ts";
import type { WorkflowDocument } from "../../engine/document.ts";
import type { JournalEntry, RunEvent, RunState } from "../../engine/events.ts";
import type { Json } from "../../engine/json.ts";
import type { RunAnswer, RunService } from "../ports.ts";
import type { World } from "./world.ts";

/** One runtime under the contract suite: a process that can be killed and started again over the same store. */
export interface RuntimeHarness {
  world: World;
  /** Stores the document as a version and starts a run of it by its first trigger. */
  start(
    document: WorkflowDocument,
    input?: Json,
  ): Promise<{ runId: string; accepted: Promise<void>; answer: Promise<RunAnswer> }>;
  /** Doors of the process that lives now. */
  runs(): RunService;
  workspaceId: string;
  /** Where runs are stored, for what no door tells; absent where that is memory. */
  db?: Database;
  entries(runId: string): Promise<JournalEntry[]>;
  state(runId: string): Promise<RunState | null>;
  /** Ends the process as SIGKILL would (nothing it still does can be written) and starts the next one. */
  crash(): Promise<void>;
  /** Kills the process at its n-th write from now, before or after the write; `crash` is then called by the suite. */
  dieAtWrite(n: number, when: "before" | "after"): Promise<void>;
  /**
   * Enters the run's walk once more beside the one that goes on, as this runtime can come to it: a request that is delivered
   * twice, or a process that does not know yet that it lost the run. Resolves when that entry has come to its end.
   */
  enterAgain(runId: string): Promise<void>;
  close(): Promise<void>;
}

export async function until<T>(
  look: () => Promise<T | undefined | null | false> | T | undefined | null | false,
  what: string,
  ms = 20_000,
): Promise<T> {
  const end = performance.now() + ms;
  for (;;) {
    const found = await look();
    if (found) return found;
    if (performance.now() > end) throw new Error(`gave up waiting: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

export async function ended(harness: RuntimeHarness, runId: string): Promise<RunState> {
  return until(async () => {
    const state = await harness.state(runId);
    return state !== null && ["completed", "failed", "cancelled"].includes(state) ? state : null;
  }, `the end of ${runId}`);
}

export function events<T extends RunEvent["type"]>(
  entries: readonly JournalEntry[],
  type: T,
): Extract<RunEvent, { type: T }>[] {
  return entries.flatMap(({ event }) => (event.type === type ? [event as Extract<RunEvent, { type: T }>] : []));
}

/** Output of a run by its journal. */
export function outputOf(entries: readonly JournalEntry[]): Json {
  const [end] = events(entries, "run.completed");
  if (!end) return null;
  if ("output" in end) return end.output;
  const node = events(entries, "node.completed").find(({ path }) => path === end.outputOf);
  return node && "output" in node ? node.output : null;
}
