import { expect, test } from "vitest";
import { seqOf } from "./follow-run.ts";

test("the place in one run is read from an id that names several topics", () => {
  expect(seqOf("run:run_a=41,run:run_b=7", "run_b")).toBe(7);
  expect(seqOf("run:run_a=41", "run_a")).toBe(41);
  expect(seqOf("run:run_a=41", "run")).toBeNull();
  expect(seqOf("", "run_a")).toBeNull();
});
