"use client";

import { Tooltip as Primitive } from "radix-ui";
import type { ComponentProps } from "react";
import { cn } from "#lib/utils.ts";
import { Keys } from "./kbd.tsx";

export function TooltipProvider(props: ComponentProps<typeof Primitive.Provider>) {
  return <Primitive.Provider delayDuration={400} skipDelayDuration={200} {...props} />;
}

export function Tooltip(props: ComponentProps<typeof Primitive.Root>) {
  return <Primitive.Root data-slot="tooltip" {...props} />;
}

export function TooltipTrigger(props: ComponentProps<typeof Primitive.Trigger>) {
  return <Primitive.Trigger data-slot="tooltip-trigger" {...props} />;
}

type TooltipContentProps = ComponentProps<typeof Primitive.Content> & { keys?: readonly string[] };

export function TooltipContent({ className, keys, children, ...props }: TooltipContentProps) {
  return (
    <Primitive.Portal>
      <Primitive.Content
        data-slot="tooltip-content"
        sideOffset={6}
        collisionPadding={8}
        className={cn(
          "z-50 inline-flex max-w-72 animate-appear items-center gap-2 rounded-control bg-ink px-2 py-1 text-on-ink text-small",
          className,
        )}
        {...props}
      >
        {children}
        {keys ? (
          <Keys keys={keys} className="[&>kbd]:border-current/35 [&>kbd]:bg-transparent [&>kbd]:text-inherit" />
        ) : null}
      </Primitive.Content>
    </Primitive.Portal>
  );
}
