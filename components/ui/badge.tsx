import { cva, type VariantProps } from "class-variance-authority";
import type { ComponentProps } from "react";
import { cn } from "#lib/utils.ts";

const badgeVariants = cva(
  "inline-flex h-5 items-center gap-1 whitespace-nowrap rounded-full px-[7px] font-medium text-micro leading-none [&_svg]:-ml-0.5",
  {
    variants: {
      tone: {
        idle: "bg-idle-soft text-fg-2",
        run: "bg-run-soft text-run",
        ok: "bg-ok-soft text-ok",
        wait: "bg-wait-soft text-wait",
        fail: "bg-fail-soft text-fail",
        line: "text-fg-2 shadow-[inset_0_0_0_1px_var(--line-2)]",
      },
    },
    defaultVariants: { tone: "idle" },
  },
);

export function Badge({ className, tone, ...props }: ComponentProps<"span"> & VariantProps<typeof badgeVariants>) {
  return <span data-slot="badge" className={cn(badgeVariants({ tone }), className)} {...props} />;
}

/** A quiet outlined word: what a workflow starts on, a scope. */
export function Tag({ className, ...props }: ComponentProps<"span">) {
  return (
    <span
      data-slot="tag"
      className={cn(
        "inline-flex h-[18px] items-center gap-1 whitespace-nowrap rounded-chip border border-line-2 px-1.5 text-fg-2 text-micro leading-none [&_svg]:size-3 [&_svg]:shrink-0",
        className,
      )}
      {...props}
    />
  );
}
