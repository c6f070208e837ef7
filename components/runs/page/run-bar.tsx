"use client";

import { Ban, ChevronDown, RotateCcw, SquarePen } from "lucide-react";
import Link from "next/link";
import { HeddleMark } from "#components/icons/heddle-mark.tsx";
import { formatDuration } from "#components/shared/format-duration.ts";
import { formatExact } from "#components/shared/format-time.ts";
import { formatCosts, formatTokens } from "#components/shared/format-usage.ts";
import { RerunMenuItems } from "#components/shared/runs/rerun-menu-items.tsx";
import { useCancelRuns, useRerun } from "#components/shared/runs/run-actions.ts";
import { isOpen, shortId, triggerWords, versionWord } from "#components/shared/runs/run-words.ts";
import { runStateLabel, runStatus, StatusBadge } from "#components/shared/status-badge.tsx";
import { useNow } from "#components/shared/use-now.ts";
import { Button } from "#components/ui/button.tsx";
import { DropdownMenu, DropdownMenuContent, DropdownMenuTrigger } from "#components/ui/dropdown-menu.tsx";
import type { Run } from "#lib/api/contracts/runs.ts";
import { useOpenRun, useOverlay } from "./run-context.tsx";

/** Mark, place, state; what the run is; what can be done with it. */
export function RunBar() {
  const { run, document, mayRun } = useOpenRun();
  const state = useOverlay((overlay) => (overlay.live.seq === 0 ? run.state : overlay.live.state));
  const reconnecting = useOverlay((overlay) => overlay.connection === "reconnecting");
  const isThere = document.nodes.length > 0;
  return (
    <header className="relative z-20 flex h-bar shrink-0 items-center gap-2 border-line border-b bg-surface pr-2 pl-3">
      <Link
        href="/workflows"
        aria-label="All workflows"
        className="-ml-1 grid size-control shrink-0 place-items-center rounded-control hover:bg-hover"
      >
        <HeddleMark />
      </Link>
      <nav aria-label="Place" className="flex min-w-0 items-center gap-1.5 whitespace-nowrap text-fg-3">
        <Link
          href={`/workflows/${run.workflowId}`}
          className="min-w-0 truncate hover:text-fg hover:underline max-sm:hidden"
        >
          {run.workflowName ?? "Deleted workflow"}
        </Link>
        <span aria-hidden className="max-sm:hidden">
          /
        </span>
        <Link href="/runs" className="hover:text-fg hover:underline">
          Runs
        </Link>
        <span aria-hidden>/</span>
        <h1 className="font-medium text-base text-fg tracking-normal">{shortId(run.id)}</h1>
      </nav>
      <StatusBadge status={runStatus(state)}>{runStateLabel(state)}</StatusBadge>
      {reconnecting ? <span className="text-small text-wait">Connecting again…</span> : <Facts run={run} />}
      <div className="ml-auto flex shrink-0 items-center gap-1.5">
        {isThere ? (
          <Button asChild variant="ghost" className="max-md:hidden">
            <Link href={`/workflows/${run.workflowId}?run=${run.id}`}>
              <SquarePen aria-hidden className="size-4" />
              Open in editor
            </Link>
          </Button>
        ) : null}
        {mayRun && isOpen(state) ? <CancelButton id={run.id} /> : null}
        {mayRun && isThere ? <RerunButton id={run.id} /> : null}
      </div>
    </header>
  );
}

function Facts({ run }: { run: Run }) {
  return (
    <p className="flex min-w-0 items-center gap-1.5 truncate text-fg-3 text-small max-lg:hidden">
      <b className="text-fg-2">{versionWord(run)}</b>
      <span>· {run.parentRunId ? `Re-run of ${shortId(run.parentRunId)}` : triggerWords[run.triggerType]}</span>
      <span suppressHydrationWarning>· {formatExact(new Date(run.createdAt))}</span>
      <Took />
      <Spent run={run} />
    </p>
  );
}

function Took() {
  const from = useOverlay((state) => state.live.startedAt);
  const to = useOverlay((state) => state.live.finishedAt);
  if (from === null) return null;
  return <span>· {to === null ? <Ticking since={from} /> : formatDuration(to - from)}</span>;
}

/** What its models came to so far. */
function Spent({ run }: { run: Run }) {
  const live = useOverlay((state) => state.live.models);
  const isLive = useOverlay((state) => state.live.seq > 0);
  const sums = isLive ? live : { ...run.models, unpriced: run.models.unpricedCalls, costNano: run.models.cost * 1e9 };
  if (sums.calls === 0) return null;
  const { calls, unpriced, inputTokens, outputTokens, costNano } = sums;
  return (
    <span title={`${calls} ${calls === 1 ? "call" : "calls"} of models`} data-testid="run-spent">
      · {formatTokens(inputTokens + outputTokens)} · {formatCosts({ cost: costNano / 1e9, unpriced, calls })}
    </span>
  );
}

function Ticking({ since }: { since: number }) {
  return formatDuration(Math.max(0, useNow(500).getTime() - since));
}

function CancelButton({ id }: { id: string }) {
  const cancel = useCancelRuns();
  return (
    <Button busy={cancel.isPending} onClick={() => cancel.mutate([id])}>
      {cancel.isPending ? null : <Ban aria-hidden className="size-4" />}
      Cancel
    </Button>
  );
}

function RerunButton({ id }: { id: string }) {
  const rerun = useRerun();
  return (
    <span className="flex">
      <Button
        variant="primary"
        className="rounded-r-none"
        busy={rerun.isPending}
        onClick={() => rerun.mutate({ ids: [id], version: "same" })}
      >
        {rerun.isPending ? null : <RotateCcw aria-hidden className="size-4" />}
        Re-run
      </Button>
      <DropdownMenu>
        <DropdownMenuTrigger asChild>
          <Button
            variant="primary"
            aria-label="More ways to re-run"
            className="rounded-l-none border-l-primary-foreground/30 px-1.5"
          >
            <ChevronDown aria-hidden className="ml-0 size-4" />
          </Button>
        </DropdownMenuTrigger>
        <DropdownMenuContent align="end">
          <RerunMenuItems rerun={(version) => rerun.mutate({ ids: [id], version })} />
        </DropdownMenuContent>
      </DropdownMenu>
    </span>
  );
}
