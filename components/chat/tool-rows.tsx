"use client";

import { ChevronRight } from "lucide-react";
import { StatusIcon } from "#components/icons/status-icon.tsx";
import { formatDuration } from "#components/shared/format-duration.ts";
import type { ToolCall } from "#lib/chat/tool-calls.ts";
import { isSubStep } from "#lib/engine/run-view-node.ts";
import { cn } from "#lib/utils.ts";

/** What was done for an answer, one row each; a row opens to what was sent and what came back. */
export function ToolRows({ tools }: { tools: readonly ToolCall[] }) {
  return (
    <ul aria-label="What was done" className="flex flex-col gap-2">
      {tools.map((tool) => (
        <li key={tool.path}>
          <ToolRow tool={tool} />
        </li>
      ))}
    </ul>
  );
}

function ToolRow({ tool: { path, name, sent, got, ms, state } }: { tool: ToolCall }) {
  return (
    <details className="group/tool overflow-hidden rounded-card border border-line text-small">
      <summary className="flex h-8 cursor-default list-none items-center gap-2 px-2.5 hover:bg-hover max-md:h-10 [&::-webkit-details-marker]:hidden">
        <StatusIcon status={state} size={14} label={state === "done" ? "Done" : "Failed"} />
        <span className={cn("max-w-[50%] shrink-0 truncate font-medium", isSubStep(path) && "font-mono")}>{name}</span>
        <span className="min-w-0 truncate text-fg-3">{sent || got}</span>
        <span className="ml-auto shrink-0 text-fg-3 text-micro tabular-nums">{formatDuration(ms)}</span>
        <ChevronRight aria-hidden className="size-3.5 shrink-0 text-fg-3 group-open/tool:rotate-90" />
      </summary>
      <dl
        tabIndex={0}
        className="grid max-h-64 grid-cols-[40px_minmax(0,1fr)] gap-x-2 gap-y-0.5 overflow-y-auto border-line border-t bg-bg px-2.5 py-2 text-micro"
      >
        {sent ? <Part name="Sent" text={sent} /> : null}
        <Part name="Got" text={got || "nothing"} />
      </dl>
    </details>
  );
}

function Part({ name, text }: { name: string; text: string }) {
  return (
    <>
      <dt className="leading-4 text-fg-3">{name}</dt>
      <dd className="whitespace-pre-wrap font-mono leading-4 text-fg-2 [overflow-wrap:anywhere]">{text}</dd>
    </>
  );
}
