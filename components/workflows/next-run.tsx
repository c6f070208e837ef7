import { RelativeTime } from "#components/shared/relative-time.tsx";
import type { WorkflowListItem } from "#lib/api/contracts/workflows.ts";

/** When it starts by itself next; what waits for somebody says so. */
export function NextRun({ workflow }: { workflow: Pick<WorkflowListItem, "published" | "pausedAt" | "startsOn"> }) {
  if (!workflow.published) {
    return (
      <span aria-hidden="true" className="text-fg-3">
        –
      </span>
    );
  }
  if (workflow.pausedAt !== null) return <span className="text-fg-3">Paused</span>;
  const next = nextRunAt(workflow);
  return next === null ? <span className="text-fg-3">When called</span> : <RelativeTime at={next} mayCome />;
}

function nextRunAt({ startsOn }: Pick<WorkflowListItem, "startsOn">): string | null {
  const times = startsOn.flatMap((start) => (start.kind === "schedule" && start.nextAt !== null ? [start.nextAt] : []));
  return times.sort()[0] ?? null;
}
