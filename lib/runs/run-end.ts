import type { JournalEntry } from "../engine/events.ts";
import type { Json } from "../engine/json.ts";
import { answerOf } from "./answer-of.ts";

const noRespond: ReadonlySet<string> = new Set();

/** `{ output }` of a run that completed; nothing of any other. */
export function endOutput(entries: readonly JournalEntry[]): { output?: Json } {
  const end = answerOf(entries, noRespond);
  return end?.kind === "output" ? { output: end.output } : {};
}
