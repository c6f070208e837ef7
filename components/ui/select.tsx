"use client";

import { Check, ChevronDown } from "lucide-react";
import { Select as Primitive } from "radix-ui";
import type { ComponentProps } from "react";
import { cn } from "#lib/utils.ts";
import { controlFrame } from "./input.tsx";
import { floatingLayer, menuItem } from "./menu-style.ts";

export function Select(props: ComponentProps<typeof Primitive.Root>) {
  return <Primitive.Root data-slot="select" {...props} />;
}

export function SelectValue(props: ComponentProps<typeof Primitive.Value>) {
  return <Primitive.Value data-slot="select-value" {...props} />;
}

export function SelectTrigger({ className, children, ...props }: ComponentProps<typeof Primitive.Trigger>) {
  return (
    <Primitive.Trigger
      data-slot="select-trigger"
      className={cn(
        controlFrame,
        // A button counts as read-only, which the frame would grey.
        "read-only:bg-surface flex h-control w-full items-center gap-1.5 px-2 text-left data-[placeholder]:text-fg-3 max-sm:text-prose [&>span]:truncate",
        className,
      )}
      {...props}
    >
      {children}
      <Primitive.Icon asChild>
        <ChevronDown aria-hidden className="ml-auto size-3.5 shrink-0 text-fg-2" />
      </Primitive.Icon>
    </Primitive.Trigger>
  );
}

export function SelectContent({ className, children, ...props }: ComponentProps<typeof Primitive.Content>) {
  return (
    <Primitive.Portal>
      <Primitive.Content
        data-slot="select-content"
        position="popper"
        sideOffset={4}
        collisionPadding={8}
        className={cn(
          floatingLayer,
          "max-h-(--radix-select-content-available-height) min-w-(--radix-select-trigger-width)",
          className,
        )}
        {...props}
      >
        <Primitive.Viewport>{children}</Primitive.Viewport>
      </Primitive.Content>
    </Primitive.Portal>
  );
}

type SelectItemProps = ComponentProps<typeof Primitive.Item> & {
  /** A second line that says what choosing this means. */
  hint?: string;
};

export function SelectItem({ className, children, hint, ...props }: SelectItemProps) {
  return (
    <Primitive.Item
      data-slot="select-item"
      className={cn(menuItem, "pr-7", hint && "h-auto min-h-10 py-1", className)}
      {...props}
    >
      <span className="min-w-0">
        <Primitive.ItemText>{children}</Primitive.ItemText>
        {hint ? <span className="block text-fg-3 text-micro">{hint}</span> : null}
      </span>
      <Primitive.ItemIndicator className="absolute right-2">
        <Check aria-hidden className="size-3.5" />
      </Primitive.ItemIndicator>
    </Primitive.Item>
  );
}
