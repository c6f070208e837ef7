import { describe, expect, it } from "vitest";
import type { WorkflowListItem } from "#lib/api/contracts/workflows.ts";
import { successRate, workflowStatus } from "./workflow-status.ts";

type Run = WorkflowListItem["recentRuns"][number];

const runs = (...states: Run["state"][]): Run[] =>
  states.map((state, index) => ({ id: `run_${index}`, state, createdAt: "2026-11-25T12:00:00Z", finishedAt: null }));
const published = { versionId: "ver_1", number: 3, changedSince: false };

describe("workflowStatus", () => {
  it("is a draft until published, whatever its test runs did", () => {
    expect(workflowStatus({ published: null, pausedAt: null, recentRuns: runs("failed") })).toBe("draft");
  });

  it("is failing when the newest run that ended has failed", () => {
    expect(workflowStatus({ published, pausedAt: null, recentRuns: runs("running", "failed", "completed") })).toBe(
      "failing",
    );
    expect(workflowStatus({ published, pausedAt: null, recentRuns: runs("cancelled", "failed") })).toBe("failing");
  });

  it("is paused for as long as a person wants it to be, whatever its runs did", () => {
    const pausedAt = "2026-11-25T12:00:00Z";
    expect(workflowStatus({ published, pausedAt, recentRuns: runs("failed") })).toBe("paused");
    expect(workflowStatus({ published: null, pausedAt, recentRuns: [] })).toBe("draft");
  });

  it("is live again after one success, and without any run", () => {
    expect(workflowStatus({ published, pausedAt: null, recentRuns: runs("completed", "failed", "failed") })).toBe(
      "live",
    );
    expect(workflowStatus({ published, pausedAt: null, recentRuns: [] })).toBe("live");
  });
});

describe("successRate", () => {
  it("counts only runs that ended by themselves", () => {
    expect(successRate(runs("running", "cancelled"))).toBeNull();
    expect(successRate(runs("completed", "failed", "completed", "cancelled", "running"))).toBe(67);
  });
});
