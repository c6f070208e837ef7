import { X } from "lucide-react";
import type { ReactNode } from "react";
import { IconButton } from "#components/ui/icon-button.tsx";
import { cn } from "#lib/utils.ts";
import type { WidgetProps } from "./widget-props.ts";

/** The frame of settings that are made of lines: a list, or names with values. */
export function Lines({ id, describedBy, invalid, spec, children }: WidgetProps & { children: ReactNode }) {
  return (
    <fieldset
      id={id}
      aria-describedby={describedBy}
      data-invalid={invalid || undefined}
      className="overflow-hidden rounded-control border border-line-control bg-surface data-[invalid]:border-fail"
    >
      <legend className="sr-only">{spec.label}</legend>
      {children}
    </fieldset>
  );
}

interface LineProps {
  /** Widths of its columns; the last one is the button's. */
  className: string;
  /** What its button says; null: it cannot be removed. */
  remove: { label: string; onClick(): void } | null;
  children: ReactNode;
  /** Below the columns, over the whole width. */
  below?: ReactNode;
}

export function Line({ className, remove, children, below }: LineProps) {
  return (
    <div className={cn("grid border-line border-t first:border-t-0", className)}>
      {children}
      {remove ? (
        <IconButton
          label={remove.label}
          className="h-auto w-7 self-stretch rounded-none border-line border-l text-fg-3"
          onClick={remove.onClick}
        >
          <X aria-hidden className="size-3" strokeWidth={2.3} />
        </IconButton>
      ) : (
        <span className="border-line border-l" />
      )}
      {below}
    </div>
  );
}
