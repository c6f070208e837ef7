import { expect, test } from "vitest";
import type { JournalEntry, RunEvent } from "../engine/events.ts";
import { ProgressElsewhere } from "./progress-elsewhere.ts";

const row = (seq: number, text: string) => ({ runId: "run_1", path: "ask", seq, text });
const entry = (seq: number, type: RunEvent["type"]): JournalEntry =>
  ({ seq, event: { type, at: 1, path: "ask" } }) as JournalEntry;

test("each text is told once, and then what it has grown by", () => {
  const seen = new ProgressElsewhere();
  expect(seen.news([row(2, "Once")])).toEqual([["ask", { at: 0, text: "Once" }]]);
  expect(seen.news([row(2, "Once")])).toEqual([]);
  expect(seen.news([row(2, "Once upon")])).toEqual([["ask", { at: 4, text: " upon" }]]);
});

test("a text that was begun anew is told from its beginning", () => {
  const seen = new ProgressElsewhere();
  seen.news([row(2, "Once upon")]);
  expect(seen.news([row(2, "The end")])).toEqual([["ask", { at: 0, text: "The end" }]]);
});

test("what an entry has overtaken is not told again; what comes after it is", () => {
  const seen = new ProgressElsewhere();
  seen.news([row(2, "Once upon")]);
  seen.delivered([entry(3, "node.retrying")]);
  expect(seen.news([row(2, "Once upon a")])).toEqual([]);
  expect(seen.news([row(3, "Again")])).toEqual([["ask", { at: 0, text: "Again" }]]);
  // An entry of another kind overtakes nothing.
  seen.delivered([entry(4, "log")]);
  expect(seen.news([row(3, "Again!")])).toEqual([["ask", { at: 5, text: "!" }]]);
});
