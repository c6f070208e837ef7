import Link from "next/link";
import { formatDuration } from "#components/shared/format-duration.ts";
import { formatCosts, formatTokens } from "#components/shared/format-usage.ts";
import { RelativeTime } from "#components/shared/relative-time.tsx";
import { runStateLabel, runStatus, StatusBadge } from "#components/shared/status-badge.tsx";
import { useNow } from "#components/shared/use-now.ts";
import type { Selection } from "#components/shared/use-selection.ts";
import { Checkbox } from "#components/ui/checkbox.tsx";
import type { Run } from "#lib/api/contracts/runs.ts";
import { cn } from "#lib/utils.ts";
import { RunOutcome } from "./run-list.tsx";
import { isOpen, shortId, tookMs, triggerWords, versionWord } from "./run-words.ts";

/** One run; its link lies over the whole row. Two lines where a row does not fit. */
export function RunTableRow({ run, named, selection }: { run: Run; named: boolean; selection: Selection | null }) {
  const name = run.workflowName ?? "Deleted workflow";
  return (
    <div className="relative flex h-full items-center gap-3 px-5 text-small max-md:flex-wrap max-md:content-center max-md:gap-y-0.5 max-sm:px-4">
      {selection ? (
        <Checkbox
          aria-label={`Select ${shortId(run.id)}`}
          className="z-10"
          checked={selection.has(run.id)}
          onCheckedChange={(on) => selection.set([run.id], on === true)}
        />
      ) : null}
      <span className="w-28 shrink-0 max-md:w-auto">
        <StatusBadge status={runStatus(run.state)}>{runStateLabel(run.state)}</StatusBadge>
      </span>
      <Link
        href={`/runs/${run.id}`}
        aria-label={`${shortId(run.id)} ${runStateLabel(run.state)}, ${name}`}
        className="w-20 shrink-0 font-mono text-[11.5px] after:absolute after:inset-0 focus-visible:outline-none focus-visible:after:-outline-offset-2 focus-visible:after:outline-2 focus-visible:after:outline-focus max-md:w-auto"
      >
        {shortId(run.id)}
      </Link>
      {named ? (
        <b className="w-56 shrink-0 truncate max-xl:w-44 max-md:w-auto max-md:min-w-0 max-md:flex-1">{name}</b>
      ) : null}
      <span className="hidden w-full max-md:block" />
      <RelativeTime
        at={run.createdAt}
        className={cn("w-24 shrink-0 text-fg-2 max-md:w-auto", selection && "max-md:ml-7")}
      />
      <span className="w-20 shrink-0 whitespace-nowrap text-right text-fg-2 max-md:w-auto">
        {isOpen(run.state) ? <Ticking run={run} /> : took(run, 0)}
      </span>
      <Spent models={run.models} />
      <span className="w-36 shrink-0 truncate pl-3 text-fg-3 max-xl:w-28 max-lg:hidden max-md:block max-md:w-auto max-md:pl-0">
        {run.parentRunId ? `Re-run of ${shortId(run.parentRunId)}` : triggerWords[run.triggerType]}
      </span>
      <span className="w-12 shrink-0 text-fg-3 max-lg:hidden">{versionWord(run)}</span>
      <RunOutcome run={run} className="flex-1 max-md:max-w-full" />
    </div>
  );
}

/** What its models cost; in tokens on pointing at it. */
function Spent({ models: { calls, unpricedCalls: unpriced, inputTokens, outputTokens, cost } }: Pick<Run, "models">) {
  const words = formatCosts({ cost, unpriced, calls });
  const tokens = formatTokens(inputTokens + outputTokens);
  return (
    <span
      className="z-10 w-20 shrink-0 truncate text-right text-fg-2 tabular-nums max-xl:hidden"
      title={calls === 0 ? undefined : `${words}, ${tokens}`}
    >
      {calls === 0 ? "" : unpriced > 0 ? tokens : words}
    </span>
  );
}

function took(run: Run, now: number): string {
  const ms = tookMs(run, now);
  return ms === null ? "" : formatDuration(ms);
}

/** Only the text of an open run renders with the clock. */
function Ticking({ run }: { run: Run }) {
  return took(run, useNow(1_000).getTime());
}
