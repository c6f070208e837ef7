import type { ComponentProps } from "react";
import { cn } from "#lib/utils.ts";

/** The frame shared by everything people type into. 16 px on phones, or Safari zooms the page. */
export const controlFrame =
  "min-w-0 rounded-control border border-input bg-surface text-small text-fg transition-colors duration-[80ms] placeholder:text-fg-3 hover:border-fg-2 focus-visible:outline-2 focus-visible:-outline-offset-1 focus-visible:outline-focus focus-visible:border-transparent disabled:border-line-2 disabled:bg-sunken disabled:text-fg-off read-only:bg-sunken aria-invalid:border-fail aria-invalid:shadow-[inset_0_0_0_1px_var(--fail)] max-sm:text-[16px]";

type InputProps = Omit<ComponentProps<"input">, "size"> & { size?: "md" | "lg" };

export function Input({ className, size = "md", type = "text", ...props }: InputProps) {
  return (
    <input
      data-slot="input"
      type={type}
      className={cn(
        controlFrame,
        "w-full",
        size === "lg" ? "h-control-lg px-2.5 text-base" : "h-control px-2",
        className,
      )}
      {...props}
    />
  );
}
