import type { ReactNode } from "react";
import { cn } from "#lib/utils.ts";

interface EmptyStateProps {
  icon?: ReactNode;
  title: string;
  children?: ReactNode;
  /** One thing to do. */
  action?: ReactNode;
  className?: string;
}

/** Says what belongs here, why one would want it, and how to get the first. */
export function EmptyState({ icon, title, children, action, className }: EmptyStateProps) {
  return (
    <div
      data-slot="empty-state"
      className={cn(
        "flex max-w-[440px] flex-col items-start gap-1 rounded-card border border-line-2 border-dashed p-4",
        className,
      )}
    >
      {icon ? <div className="mb-1 text-fg-3 [&_svg]:size-[18px]">{icon}</div> : null}
      <h2 className="font-medium text-base tracking-normal">{title}</h2>
      {children ? <div className="text-fg-2 text-small">{children}</div> : null}
      {action ? <div className="mt-3 flex flex-wrap gap-2">{action}</div> : null}
    </div>
  );
}
