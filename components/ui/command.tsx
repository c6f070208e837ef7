"use client";

import { Command as Primitive } from "cmdk";
import { Search } from "lucide-react";
import type { ComponentProps } from "react";
import { cn } from "#lib/utils.ts";

export function Command({ className, ...props }: ComponentProps<typeof Primitive>) {
  return (
    <Primitive
      data-slot="command"
      className={cn("flex min-h-0 flex-col overflow-hidden text-fg", className)}
      {...props}
    />
  );
}

export function CommandInput({ className, ...props }: ComponentProps<typeof Primitive.Input>) {
  return (
    <div data-slot="command-input" className="flex h-control-lg shrink-0 items-center gap-2 border-line border-b px-3">
      <Search aria-hidden className="size-4 shrink-0 text-fg-3" />
      <Primitive.Input
        className={cn(
          "h-full w-full min-w-0 bg-transparent text-base outline-none placeholder:text-fg-3 max-sm:text-[16px]",
          className,
        )}
        {...props}
      />
    </div>
  );
}

export function CommandList({ className, ...props }: ComponentProps<typeof Primitive.List>) {
  return (
    <Primitive.List
      data-slot="command-list"
      className={cn("max-h-80 scroll-py-1 overflow-y-auto overflow-x-hidden p-1.5", className)}
      {...props}
    />
  );
}

export function CommandEmpty(props: ComponentProps<typeof Primitive.Empty>) {
  return (
    <Primitive.Empty data-slot="command-empty" className="px-2 py-6 text-center text-fg-3 text-small" {...props} />
  );
}

export function CommandGroup({ className, ...props }: ComponentProps<typeof Primitive.Group>) {
  return (
    <Primitive.Group
      data-slot="command-group"
      className={cn(
        "[&_[cmdk-group-heading]]:px-2 [&_[cmdk-group-heading]]:pt-1.5 [&_[cmdk-group-heading]]:pb-0.5 [&_[cmdk-group-heading]]:font-medium [&_[cmdk-group-heading]]:text-fg-3 [&_[cmdk-group-heading]]:text-micro",
        className,
      )}
      {...props}
    />
  );
}

export function CommandItem({ className, ...props }: ComponentProps<typeof Primitive.Item>) {
  return (
    <Primitive.Item
      data-slot="command-item"
      className={cn(
        "flex min-h-8 cursor-default select-none items-center gap-2 rounded-[5px] px-2 text-small outline-none data-[selected=true]:bg-press data-[disabled=true]:pointer-events-none data-[disabled=true]:text-fg-off max-sm:min-h-11 [&>svg]:size-4 [&>svg]:shrink-0 [&>svg]:text-fg-2",
        className,
      )}
      {...props}
    />
  );
}
