"use client";

import { ChartColumn } from "lucide-react";
import Link from "next/link";
import { type ReactNode, useState } from "react";
import { asProblem } from "#components/shared/api.ts";
import { EmptyState } from "#components/shared/empty-state.tsx";
import { ErrorState } from "#components/shared/error-state.tsx";
import { formatCost, formatCosts, shortTokens } from "#components/shared/format-usage.ts";
import { PageHeader } from "#components/shared/shell/page-header.tsx";
import { Button } from "#components/ui/button.tsx";
import { Segmented } from "#components/ui/segmented.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";
import type { Usage } from "#lib/api/contracts/models.ts";
import { UsageChart } from "./usage-chart.tsx";
import { UsageTable } from "./usage-table.tsx";
import { useUsage } from "./use-usage.ts";

type Span = "7" | "30" | "90";

/** What models were used and what they cost. */
export function UsagePage() {
  const [span, setSpan] = useState<Span>("30");
  const usage = useUsage(Number(span));
  return (
    <>
      <PageHeader title="Usage">
        <Segmented<Span>
          label="Days shown"
          value={span}
          onValueChange={setSpan}
          options={[
            { value: "7", label: "7 days" },
            { value: "30", label: "30 days" },
            { value: "90", label: "90 days" },
          ]}
        />
      </PageHeader>
      <div className="min-h-0 flex-1 overflow-y-auto border-line border-t">
        {usage.isPending ? <UsageSkeleton /> : null}
        {usage.isError ? (
          <ErrorState
            className="m-5 max-sm:m-4"
            title="The usage could not be loaded"
            meaning={`${asProblem(usage.error).message} Nothing is lost: it goes on being counted.`}
            action={<Button onClick={() => void usage.refetch()}>Try again</Button>}
          />
        ) : null}
        {usage.data ? <Body usage={usage.data} /> : null}
      </div>
    </>
  );
}

function Body({ usage }: { usage: Usage }) {
  const { total, days, workflows, models } = usage;
  if (total.calls === 0)
    return (
      <EmptyState
        className="m-5 max-sm:m-4"
        icon={<ChartColumn aria-hidden />}
        title="No model was asked in these days"
        action={
          <Button asChild>
            <Link href="/workflows">Go to the workflows</Link>
          </Button>
        }
      >
        Once a workflow asks a model, you see here what it used and what that cost: by day, by workflow and by model.
      </EmptyState>
    );
  return (
    <div className="flex flex-col gap-8 px-5 py-5 max-sm:px-4">
      <dl className="flex flex-wrap gap-x-12 gap-y-4">
        <Figure label="Cost" note={priceNote(total)}>
          {total.unpricedCalls === total.calls ? "Price unknown" : formatCost(total.cost)}
        </Figure>
        <Figure label="Tokens read" note={null}>
          {shortTokens(total.inputTokens)}
        </Figure>
        <Figure label="Tokens written" note={null}>
          {shortTokens(total.outputTokens)}
        </Figure>
        <Figure label="Calls" note={callsNote(total)}>
          {total.calls.toLocaleString("en-US")}
        </Figure>
      </dl>
      <UsageChart days={days} />
      <UsageTable
        title="By workflow"
        what="Workflow"
        rows={workflows.map(({ workflowId, name, ...sums }) => ({
          key: workflowId ?? "",
          name: workflowId === null ? "Knowledge bases, outside of runs" : (name ?? "Deleted workflow"),
          href: workflowId !== null && name !== null ? `/workflows/${workflowId}/runs` : null,
          sums,
        }))}
      />
      <UsageTable
        title="By model"
        what="Model"
        rows={models.map(({ model, ...sums }) => ({ key: model, name: model, href: null, sums }))}
      />
    </div>
  );
}

function Figure({ label, note, children }: { label: string; note: ReactNode; children: ReactNode }) {
  return (
    <div className="min-w-24">
      <dt className="text-fg-3 text-small">{label}</dt>
      <dd>
        <span className="block font-medium text-[24px] tabular-nums leading-[28px] tracking-tight">{children}</span>
        {note ? <span className="text-fg-3 text-micro">{note}</span> : null}
      </dd>
    </div>
  );
}

function priceNote({ cost, unpricedCalls: unpriced, calls }: Usage["total"]): ReactNode {
  if (unpriced === 0) return null;
  const words = unpriced === calls ? "No price is known" : formatCosts({ cost, unpriced, calls }).replace(/^\S+ /, "");
  return (
    <>
      {words}.{" "}
      <Link href="/settings/models" className="underline hover:text-fg">
        Enter prices
      </Link>
    </>
  );
}

function callsNote({ failedCalls, cachedCalls }: Usage["total"]): string | null {
  const parts = [
    failedCalls > 0 ? `${failedCalls.toLocaleString("en-US")} failed` : null,
    cachedCalls > 0 ? `${cachedCalls.toLocaleString("en-US")} from the cache` : null,
  ].filter(Boolean);
  return parts.length > 0 ? parts.join(", ") : null;
}

function UsageSkeleton() {
  return (
    <div role="status" className="flex flex-col gap-8 px-5 py-5 max-sm:px-4">
      <span className="sr-only">Loading the usage</span>
      <div className="flex gap-12">
        {["a", "b", "c"].map((key) => (
          <Skeleton key={key} className="h-11 w-24" />
        ))}
      </div>
      <Skeleton className="h-[140px] w-full" />
      <Skeleton className="h-40 w-full" />
    </div>
  );
}
