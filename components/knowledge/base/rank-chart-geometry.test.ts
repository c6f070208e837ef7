import { describe, expect, test } from "vitest";
import { type RankedStage, rankChart } from "./rank-chart-geometry.ts";

const stage = (name: string, ...ranks: (number | null)[]): RankedStage => ({ name, ranks });
const placed = (stages: RankedStage[], results: number) =>
  rankChart(stages, results, 432).points.map(({ result, stage: at, rank, x, y }) => [result, at, rank, x, y]);

describe("ranks from stage to stage", () => {
  test("stages share the width, places stand below each other by rank", () => {
    const stages = [stage("Meaning", 2, 1), stage("Keywords", 1, 2), stage("Merged", 1, 2)];
    expect(placed(stages, 2)).toEqual([
      [0, 0, 2, 24, 31],
      [0, 1, 1, 216, 14],
      [0, 2, 1, 408, 14],
      [1, 0, 1, 24, 14],
      [1, 1, 2, 216, 31],
      [1, 2, 2, 408, 31],
    ]);
  });

  test("a fourth stage is drawn when there is one", () => {
    const { columns } = rankChart(
      ["Meaning", "Keywords", "Merged", "Reranked"].map((name) => stage(name, 1)),
      1,
      432,
    );
    expect(columns).toEqual([24, 152, 280, 408]);
  });

  test("a far place does not stretch the picture, and keeps its number", () => {
    const stages = [stage("Meaning", 1, 44), stage("Keywords", 200, 1)];
    const chart = rankChart(stages, 2, 432);
    expect(chart.height).toBe(14 + 17 + 14);
    expect(chart.points.map(({ rank }) => rank)).toEqual([1, 200, 44, 1]);
  });

  test("what a stage did not find has no point there; its thread passes below", () => {
    const stages = [stage("Meaning", 1, 2), stage("Keywords", null, 1), stage("Merged", 1, 2)];
    const { points, threads } = rankChart(stages, 2, 432);
    expect(points.filter(({ result }) => result === 0).map(({ stage: at }) => at)).toEqual([0, 2]);
    expect(threads[0]?.d).toBe("");
    // Down to the second row of the stage that did not find it, and up again.
    expect(threads[0]?.passed).toBe("M24 14C120 14 120 31 216 31M216 31C312 31 312 14 408 14");
    expect(threads[1]?.passed).toBe("");
  });

  test("a thread begins where the result was first found, and ends where it was last", () => {
    const stages = [stage("Meaning", null), stage("Keywords", 1), stage("Merged", 1)];
    const { threads } = rankChart(stages, 1, 432);
    expect(threads).toEqual([{ result: 0, d: "M216 14C312 14 312 14 408 14", passed: "" }]);
  });

  test("nothing found draws nothing", () => {
    const chart = rankChart([stage("Meaning"), stage("Merged")], 0, 432);
    expect([chart.points, chart.threads]).toEqual([[], []]);
  });
});
