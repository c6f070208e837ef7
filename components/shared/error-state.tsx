import type { ReactNode } from "react";
import { StatusIcon } from "#components/icons/status-icon.tsx";
import { cn } from "#lib/utils.ts";

interface ErrorStateProps {
  /** What happened. */
  title: string;
  /** What it means for runs or data. */
  meaning?: ReactNode;
  /** What to do: at least one way on. */
  action?: ReactNode;
  /** For a report: names the request in the server's log. */
  requestId?: string;
  className?: string;
}

export function ErrorState({ title, meaning, action, requestId, className }: ErrorStateProps) {
  return (
    <div
      data-slot="error-state"
      role="alert"
      className={cn(
        "flex max-w-[480px] items-start gap-2.5 rounded-card border border-fail/30 bg-fail-soft px-3 py-2.5",
        className,
      )}
    >
      <StatusIcon status="failed" size={16} className="mt-0.5" />
      <div className="min-w-0">
        <p className="font-medium">{title}</p>
        {meaning ? <p className="text-fg-2 text-small">{meaning}</p> : null}
        {action ? <div className="mt-2.5 flex flex-wrap gap-2">{action}</div> : null}
        {requestId ? <p className="mt-2 font-mono text-fg-2 text-micro">Request {requestId}</p> : null}
      </div>
    </div>
  );
}
