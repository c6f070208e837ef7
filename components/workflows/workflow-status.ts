import type { WorkflowListItem } from "#lib/api/contracts/workflows.ts";

export type WorkflowStatus = "draft" | "live" | "paused" | "failing";

/** Draft until published; paused by a person; failing when the last run that ended has failed. */
export function workflowStatus(
  workflow: Pick<WorkflowListItem, "published" | "pausedAt" | "recentRuns">,
): WorkflowStatus {
  if (!workflow.published) return "draft";
  if (workflow.pausedAt !== null) return "paused";
  const last = workflow.recentRuns.find((run) => run.state === "completed" || run.state === "failed");
  return last?.state === "failed" ? "failing" : "live";
}

/** Share of the ended runs that completed, in percent; null while none has. Cancelled runs say nothing. */
export function successRate(runs: WorkflowListItem["recentRuns"]): number | null {
  const completed = runs.filter((run) => run.state === "completed").length;
  const failed = runs.filter((run) => run.state === "failed").length;
  const ended = completed + failed;
  return ended === 0 ? null : Math.round((completed / ended) * 100);
}
