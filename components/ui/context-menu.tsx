"use client";

import { ContextMenu as Primitive } from "radix-ui";
import type { ComponentProps } from "react";
import { cn } from "#lib/utils.ts";
import { Keys } from "./kbd.tsx";
import { floatingLayer, menuItem, menuLabel, menuSeparator } from "./menu-style.ts";

export function ContextMenu(props: ComponentProps<typeof Primitive.Root>) {
  return <Primitive.Root data-slot="context-menu" {...props} />;
}

export function ContextMenuTrigger(props: ComponentProps<typeof Primitive.Trigger>) {
  return <Primitive.Trigger data-slot="context-menu-trigger" {...props} />;
}

export function ContextMenuContent({ className, ...props }: ComponentProps<typeof Primitive.Content>) {
  return (
    <Primitive.Portal>
      <Primitive.Content
        data-slot="context-menu-content"
        collisionPadding={8}
        className={cn(floatingLayer, "max-h-(--radix-context-menu-content-available-height)", className)}
        {...props}
      />
    </Primitive.Portal>
  );
}

type ContextMenuItemProps = ComponentProps<typeof Primitive.Item> & {
  variant?: "default" | "danger";
  keys?: readonly string[];
};

export function ContextMenuItem({ className, variant = "default", keys, children, ...props }: ContextMenuItemProps) {
  return (
    <Primitive.Item data-slot="context-menu-item" data-variant={variant} className={cn(menuItem, className)} {...props}>
      {keys ? (
        <>
          {children}
          <Keys keys={keys} className="ml-auto pl-4" />
        </>
      ) : (
        // Alone, so that a link can be the item (asChild).
        children
      )}
    </Primitive.Item>
  );
}

export function ContextMenuLabel({ className, ...props }: ComponentProps<typeof Primitive.Label>) {
  return <Primitive.Label data-slot="context-menu-label" className={cn(menuLabel, className)} {...props} />;
}

export function ContextMenuSeparator({ className, ...props }: ComponentProps<typeof Primitive.Separator>) {
  return <Primitive.Separator data-slot="context-menu-separator" className={cn(menuSeparator, className)} {...props} />;
}
