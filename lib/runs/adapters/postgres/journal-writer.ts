import type pg from "pg";
import type { JournalEntry, RunState } from "../../../engine/events.ts";
import type { Append, AppendResult } from "../../ports.ts";
import { batchQuery, foldAppends, type RunWrites } from "./write-batch.ts";

const MOST_ROWS = 200;

interface Waiting {
  append: Append;
  resolve(result: AppendResult): void;
  reject(error: unknown): void;
}

/** What one run's part of a batch came to. */
interface Written {
  base: number;
  isWatched: boolean;
  /** First numbers of the chunks that went in. */
  chunks: Set<number | null>;
}

export interface WriterReads {
  /** Entries of the step that took `stepKey`. */
  step(runId: string, stepKey: string): Promise<JournalEntry[]>;
  state(runId: string): Promise<{ state: RunState; seq: number } | null>;
  duplicate(append: Append): Promise<{ runId: string; hash: string } | null>;
}

/** Told of what was written, after its commit. `isWatched`: somebody watches the run on another process. */
export type OnCommit = (append: Append, entries: JournalEntry[], isWatched: boolean) => void;

/**
 * Group commit: what arrives while a commit is under way leaves together in the next one. A run always uses the same
 * writer, so its writes keep their order. Resolved in the order of the journal, after the commit.
 */
export class JournalWriter {
  readonly #pool: pg.Pool;
  readonly #reads: WriterReads;
  readonly #onCommit: OnCommit;
  #queue: Waiting[] = [];
  #busy = false;

  constructor(pool: pg.Pool, reads: WriterReads, onCommit: OnCommit) {
    this.#pool = pool;
    this.#reads = reads;
    this.#onCommit = onCommit;
  }

  get backlog(): number {
    return this.#queue.length;
  }

  append(append: Append): Promise<AppendResult> {
    return new Promise((resolve, reject) => {
      this.#queue.push({ append, resolve, reject });
      if (!this.#busy) void this.#drain();
    });
  }

  async #drain(): Promise<void> {
    this.#busy = true;
    // What the same turn of the loop still brings goes along.
    await null;
    while (this.#queue.length > 0) {
      const groups = this.#take();
      try {
        await this.#write(groups);
      } catch (error) {
        if (groups.length === 1) for (const waiting of groups[0] as Waiting[]) waiting.reject(error);
        // A batch that cannot be written is written run by run: only the bad one fails.
        else
          for (const group of groups)
            await this.#write([group]).catch((each) => group.forEach((w) => void w.reject(each)));
      }
    }
    this.#busy = false;
  }

  /** The next batch, by run. What does not fold with what its run already has in it waits, and so does all after it. */
  #take(): Waiting[][] {
    const groups = new Map<string, Waiting[]>();
    const held = new Set<string>();
    const rest: Waiting[] = [];
    let rows = 0;
    for (const waiting of this.#queue) {
      const { runId } = waiting.append;
      const group = groups.get(runId);
      if (rows >= MOST_ROWS || held.has(runId) || (group && !folds(group, waiting.append))) {
        held.add(runId);
        rest.push(waiting);
        continue;
      }
      rows += 1;
      if (group) group.push(waiting);
      else groups.set(runId, [waiting]);
    }
    this.#queue = rest;
    // Sorted ids: two writers never lock rows in opposite orders.
    return [...groups.keys()].sort().map((runId) => groups.get(runId) as Waiting[]);
  }

  async #write(groups: readonly Waiting[][]): Promise<void> {
    const folded = groups.map((group) => foldAppends(group.map(({ append }) => append)));
    const { rows } = await this.#pool.query<{ id: string; base: number; watched: boolean; seq_from: number | null }>(
      await batchQuery(folded),
    );
    const written = new Map<string, Written>();
    for (const row of rows) {
      const run = written.get(row.id);
      if (run) run.chunks.add(row.seq_from);
      else written.set(row.id, { base: row.base, isWatched: row.watched, chunks: new Set([row.seq_from]) });
    }
    for (const [index, group] of groups.entries()) {
      const run = folded[index] as RunWrites;
      const row = written.get(run.runId);
      if (row) this.#answerWritten(group, row);
      else void this.#answerRefused(group, run);
    }
  }

  #answerWritten(group: readonly Waiting[], { base, chunks, isWatched }: Written): void {
    let seq = base + 1;
    for (const { append, resolve, reject } of group) {
      const first = seq;
      seq += append.events.length;
      if (append.events.length > 0 && !chunks.has(first)) {
        this.#reads
          .step(append.runId, append.stepKey ?? "")
          .then((entries) => resolve({ status: "existing", entries }), reject);
        continue;
      }
      this.#onCommit(
        append,
        append.events.map(({ event }, index) => ({ seq: first + index, event })),
        isWatched,
      );
      resolve({ status: "inserted", seq: first });
    }
  }

  async #answerRefused(group: readonly Waiting[], run: RunWrites): Promise<void> {
    try {
      const result = await this.#refusal(run);
      for (const { resolve } of group) resolve(result);
    } catch (error) {
      for (const { reject } of group) reject(error);
    }
  }

  async #refusal(run: RunWrites): Promise<AppendResult> {
    if (run.create) {
      const duplicate = await this.#reads.duplicate(run.appends[0] as Append);
      return duplicate ? { status: "duplicate", ...duplicate } : { status: "lost", state: null };
    }
    const current = await this.#reads.state(run.runId);
    const isStale = run.expectedSeq !== undefined && current !== null && current.seq !== run.expectedSeq;
    const isOpen = current !== null && !["completed", "failed", "cancelled"].includes(current.state);
    if (isStale && isOpen) return { status: "conflict", seq: current.seq };
    return { status: "lost", state: current?.state ?? null };
  }
}

function folds(group: readonly Waiting[], append: Append): boolean {
  const first = (group[0] as Waiting).append;
  // A write that expects a number may be refused for that alone; what has no such condition must not share its fate.
  if (append.create || append.expectedSeq !== undefined || first.expectedSeq !== undefined) return false;
  return first.lease?.owner === append.lease?.owner && first.lease?.epoch === append.lease?.epoch;
}
