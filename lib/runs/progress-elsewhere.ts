import type { JournalEntry } from "../engine/events.ts";
import type { TextDelta } from "../engine/node-progress.ts";
import { overtakes } from "./run-progress.ts";
import type { ProgressRow } from "./share-progress.ts";

/** What one viewer has been told of the texts that nodes write on another process. */
export class ProgressElsewhere {
  readonly #told = new Map<string, string>();
  /** Last entry that put an end to what a node had written. */
  readonly #overtaken = new Map<string, number>();

  /** The viewer has been told of these entries. */
  delivered(entries: readonly JournalEntry[]): void {
    for (const { seq, event } of entries) {
      if (!("path" in event) || !overtakes(event)) continue;
      this.#overtaken.set(event.path, seq);
      this.#told.delete(event.path);
    }
  }

  /** What is new in them, as deltas; what the journal has overtaken is not. */
  news(rows: readonly ProgressRow[]): [path: string, delta: TextDelta][] {
    return rows.flatMap(({ path, seq, text }): [string, TextDelta][] => {
      const before = this.#told.get(path) ?? "";
      if (seq < (this.#overtaken.get(path) ?? 0) || before === text) return [];
      this.#told.set(path, text);
      const at = text.startsWith(before) ? before.length : 0;
      return [[path, { at, text: text.slice(at) }]];
    });
  }
}
