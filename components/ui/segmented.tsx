"use client";

import { ToggleGroup } from "radix-ui";
import type { ReactNode } from "react";
import { cn } from "#lib/utils.ts";

interface SegmentedProps<Value extends string> {
  label: string;
  value: Value;
  onValueChange: (value: Value) => void;
  options: readonly { value: Value; label: ReactNode; disabled?: boolean }[];
  size?: "sm" | "md";
  className?: string;
}

/** One of a few, all of them visible: Schema | Table | JSON. */
export function Segmented<Value extends string>(props: SegmentedProps<Value>) {
  const { label, value, onValueChange, options, size = "md", className } = props;
  return (
    <ToggleGroup.Root
      data-slot="segmented"
      type="single"
      aria-label={label}
      value={value}
      onValueChange={(next) => {
        const option = options.find((candidate) => candidate.value === next);
        if (option) onValueChange(option.value);
      }}
      className={cn("inline-flex gap-px rounded-control bg-press p-0.5", className)}
    >
      {options.map((option) => (
        <ToggleGroup.Item
          key={option.value}
          value={option.value}
          disabled={option.disabled}
          className={cn(
            "inline-flex items-center gap-[5px] whitespace-nowrap rounded-chip px-2 font-medium text-fg-2 text-small hover:text-fg disabled:text-fg-off data-[state=on]:bg-surface data-[state=on]:text-fg data-[state=on]:shadow-[0_0_0_1px_var(--line-2),var(--shadow-card)] dark:data-[state=on]:bg-raised",
            size === "sm" ? "h-[18px] px-1.5 text-micro" : "h-[22px]",
            "max-sm:h-9 max-sm:px-3 max-sm:text-base",
          )}
        >
          {option.label}
        </ToggleGroup.Item>
      ))}
    </ToggleGroup.Root>
  );
}
