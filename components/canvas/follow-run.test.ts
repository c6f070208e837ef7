import { expect, test } from "vitest";
import { deltaIn, seqOf } from "./follow-run.ts";

test("the place in one run is read from an id that names several topics", () => {
  expect(seqOf("run:run_a=41,run:run_b=7", "run_b")).toBe(7);
  expect(seqOf("run:run_a=41", "run_a")).toBe(41);
  expect(seqOf("run:run_a=41", "run")).toBeNull();
  expect(seqOf("", "run_a")).toBeNull();
});

test("only pieces of text, and only of this run, are written", () => {
  const told = (runId: string, delta: unknown) => JSON.stringify({ runId, path: "ask", delta });
  expect(deltaIn(told("run_a", { at: 4, text: "x" }), "run_a")).toEqual({ path: "ask", delta: { at: 4, text: "x" } });
  expect(deltaIn(told("run_b", { at: 4, text: "x" }), "run_a")).toBeNull();
  expect(deltaIn(told("run_a", { percent: 5 }), "run_a")).toBeNull();
});
