"use client";

import { Tabs as Primitive } from "radix-ui";
import type { ComponentProps } from "react";
import { cn } from "#lib/utils.ts";

export function Tabs({ className, ...props }: ComponentProps<typeof Primitive.Root>) {
  return <Primitive.Root data-slot="tabs" className={cn("flex min-h-0 flex-col", className)} {...props} />;
}

export function TabsList({ className, ...props }: ComponentProps<typeof Primitive.List>) {
  return (
    <Primitive.List
      data-slot="tabs-list"
      className={cn("flex shrink-0 gap-4 border-line border-b px-3", className)}
      {...props}
    />
  );
}

/** The look of a tab, also for links that act as tabs. */
export const tabTrigger =
  "relative -mb-px inline-flex h-[34px] items-center gap-1.5 whitespace-nowrap border-transparent border-b-2 font-medium text-fg-3 text-small hover:text-fg data-[state=active]:border-focus data-[state=active]:text-fg aria-[current=page]:border-focus aria-[current=page]:text-fg disabled:text-fg-off max-sm:h-11 max-sm:text-prose";

export function TabsTrigger({ className, ...props }: ComponentProps<typeof Primitive.Trigger>) {
  return <Primitive.Trigger data-slot="tabs-trigger" className={cn(tabTrigger, className)} {...props} />;
}

export function TabsContent({ className, ...props }: ComponentProps<typeof Primitive.Content>) {
  return <Primitive.Content data-slot="tabs-content" className={cn("min-h-0 flex-1", className)} {...props} />;
}
