"use client";

import { cva, type VariantProps } from "class-variance-authority";
import type { ComponentProps } from "react";
import { cn } from "#lib/utils.ts";
import { Tooltip, TooltipContent, TooltipTrigger } from "./tooltip.tsx";

const iconButtonVariants = cva(
  "inline-grid shrink-0 place-items-center rounded-control text-fg-2 transition-colors duration-[80ms] hover:bg-hover hover:text-fg data-[state=open]:bg-press data-[state=open]:text-fg aria-pressed:bg-press aria-pressed:text-fg disabled:pointer-events-none disabled:text-fg-off",
  {
    variants: { size: { sm: "size-control-sm", md: "size-control", lg: "size-control-lg" } },
    defaultVariants: { size: "md" },
  },
);

type IconButtonProps = Omit<ComponentProps<"button">, "aria-label" | "title"> &
  VariantProps<typeof iconButtonVariants> & {
    /** What it does, in words: read aloud and shown in the tooltip. */
    label: string;
    /** The keys that do the same, one entry a key: `["⌘", "Z"]`. */
    keys?: readonly string[];
    side?: "top" | "right" | "bottom" | "left";
  };

/** A button that is only an icon. It always has a name and a tooltip. */
export function IconButton({ label, keys, side, size, className, type, ...props }: IconButtonProps) {
  return (
    <Tooltip>
      <TooltipTrigger asChild>
        <button
          data-slot="icon-button"
          type={type ?? "button"}
          aria-label={label}
          className={cn(iconButtonVariants({ size }), className)}
          {...props}
        />
      </TooltipTrigger>
      <TooltipContent side={side} keys={keys}>
        {label}
      </TooltipContent>
    </Tooltip>
  );
}
