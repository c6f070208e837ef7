"use client";

import { Switch as Primitive } from "radix-ui";
import type { ComponentProps } from "react";
import { cn } from "#lib/utils.ts";

export function Switch({ className, ...props }: ComponentProps<typeof Primitive.Root>) {
  return (
    <Primitive.Root
      data-slot="switch"
      className={cn(
        "relative inline-flex h-4 w-7 shrink-0 rounded-full bg-line-control p-0.5 transition-colors duration-[140ms] before:absolute before:-inset-1.5 focus-visible:outline-offset-2 data-[state=checked]:bg-primary disabled:bg-line-2 max-sm:before:-inset-3",
        className,
      )}
      {...props}
    >
      <Primitive.Thumb className="block size-3 rounded-full bg-white transition-transform duration-[140ms] data-[state=checked]:translate-x-3" />
    </Primitive.Root>
  );
}
