import type { WorkflowListItem } from "#lib/api/contracts/workflows.ts";

type RecentRun = WorkflowListItem["recentRuns"][number];

const WIDTH = 112;
const BASE = 16;
const BAR = 5;
/** Places for as many runs as the list gives. */
const PLACES = 10;
const STEP = (WIDTH - BAR) / (PLACES - 1);

/** Oldest left. Height is duration against the longest shown; failures hang below the line; open runs are a dot on it. */
export function RunSparkline({ runs, className }: { runs: readonly RecentRun[]; className?: string }) {
  const ordered = runs.slice(0, PLACES).reverse();
  const longest = Math.max(1, ...ordered.map(duration));
  return (
    <svg
      role="img"
      aria-label={inWords(ordered)}
      width={WIDTH}
      height={24}
      viewBox={`0 0 ${WIDTH} 24`}
      className={className}
    >
      <path d={`M0 ${BASE + 0.75}H${WIDTH}`} className="stroke-line-2" />
      {ordered.map((run, index) => {
        const x = (PLACES - ordered.length + index) * STEP;
        return <Bar key={run.id} run={run} x={x} share={duration(run) / longest} />;
      })}
    </svg>
  );
}

function Bar({ run, x, share }: { run: RecentRun; x: number; share: number }) {
  if (run.state === "failed") return <rect x={x} y={18} width={BAR} height={6} rx={1} className="fill-fail" />;
  if (run.state === "completed") {
    const height = 3 + share * 11;
    return <rect x={x} y={BASE - height} width={BAR} height={height} rx={1} className="fill-edge" />;
  }
  if (run.state === "cancelled") return <rect x={x} y={BASE - 2} width={BAR} height={2} className="fill-line-2" />;
  return <circle cx={x + BAR / 2} cy={BASE - 3} r={2} className="fill-run" />;
}

function duration(run: RecentRun): number {
  return run.finishedAt === null ? 0 : Date.parse(run.finishedAt) - Date.parse(run.createdAt);
}

function inWords(runs: readonly RecentRun[]): string {
  if (runs.length === 0) return "No runs yet";
  const failed = runs.filter((run) => run.state === "failed").length;
  const open = runs.filter((run) => !["completed", "failed", "cancelled"].includes(run.state)).length;
  const parts = [`Last ${runs.length} ${runs.length === 1 ? "run" : "runs"}`, `${failed} failed`];
  if (open > 0) parts.push(`${open} still going`);
  return parts.join(", ");
}
