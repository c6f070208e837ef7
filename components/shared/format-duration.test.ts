import { describe, expect, it } from "vitest";
import { formatDuration } from "./format-duration.ts";

describe("formatDuration", () => {
  it.each([
    [0, "0 ms"],
    [812, "812 ms"],
    [1_000, "1 s"],
    [3_249, "3.2 s"],
    [9_999, "9.9 s"],
    [59_999, "59 s"],
    [64_000, "1 min 4 s"],
    [120_000, "2 min"],
    [7_500_000, "2 h 5 min"],
    [90_000_000, "1 d 1 h"],
    [-5, "0 ms"],
  ])("says %i ms as %s", (ms, text) => {
    expect(formatDuration(ms)).toBe(text);
  });
});
