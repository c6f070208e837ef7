"use client";

import { Check } from "lucide-react";
import { DropdownMenu as Primitive } from "radix-ui";
import type { ComponentProps } from "react";
import { cn } from "#lib/utils.ts";
import { Keys } from "./kbd.tsx";
import { floatingLayer, menuItem, menuLabel, menuSeparator } from "./menu-style.ts";

/** Not modal: a menu is left by looking away, and hiding the page from screen readers for it would say nothing true. */
export function DropdownMenu({ modal = false, ...props }: ComponentProps<typeof Primitive.Root>) {
  return <Primitive.Root data-slot="dropdown-menu" modal={modal} {...props} />;
}

export function DropdownMenuTrigger(props: ComponentProps<typeof Primitive.Trigger>) {
  return <Primitive.Trigger data-slot="dropdown-menu-trigger" {...props} />;
}

export function DropdownMenuContent({ className, ...props }: ComponentProps<typeof Primitive.Content>) {
  return (
    <Primitive.Portal>
      {/* All that is on a page lies in a landmark, also what floats over it. */}
      <section aria-label="Menu">
        <Primitive.Content
          data-slot="dropdown-menu-content"
          sideOffset={4}
          collisionPadding={8}
          className={cn(floatingLayer, "max-h-(--radix-dropdown-menu-content-available-height)", className)}
          {...props}
        />
      </section>
    </Primitive.Portal>
  );
}

type DropdownMenuItemProps = ComponentProps<typeof Primitive.Item> & {
  variant?: "default" | "danger";
  keys?: readonly string[];
};

export function DropdownMenuItem({ className, variant = "default", keys, children, ...props }: DropdownMenuItemProps) {
  return (
    <Primitive.Item
      data-slot="dropdown-menu-item"
      data-variant={variant}
      className={cn(menuItem, className)}
      {...props}
    >
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

export function DropdownMenuRadioGroup(props: ComponentProps<typeof Primitive.RadioGroup>) {
  return <Primitive.RadioGroup data-slot="dropdown-menu-radio-group" {...props} />;
}

export function DropdownMenuRadioItem({ className, children, ...props }: ComponentProps<typeof Primitive.RadioItem>) {
  return (
    <Primitive.RadioItem data-slot="dropdown-menu-radio-item" className={cn(menuItem, "pr-7", className)} {...props}>
      {children}
      <Primitive.ItemIndicator className="absolute right-2">
        <Check aria-hidden className="size-3.5" />
      </Primitive.ItemIndicator>
    </Primitive.RadioItem>
  );
}

export function DropdownMenuCheckboxItem({
  className,
  children,
  ...props
}: ComponentProps<typeof Primitive.CheckboxItem>) {
  return (
    <Primitive.CheckboxItem
      data-slot="dropdown-menu-checkbox-item"
      className={cn(menuItem, "pr-7", className)}
      {...props}
    >
      {children}
      <Primitive.ItemIndicator className="absolute right-2">
        <Check aria-hidden className="size-3.5" />
      </Primitive.ItemIndicator>
    </Primitive.CheckboxItem>
  );
}

export function DropdownMenuLabel({ className, ...props }: ComponentProps<typeof Primitive.Label>) {
  return <Primitive.Label data-slot="dropdown-menu-label" className={cn(menuLabel, className)} {...props} />;
}

export function DropdownMenuSeparator({ className, ...props }: ComponentProps<typeof Primitive.Separator>) {
  return (
    <Primitive.Separator data-slot="dropdown-menu-separator" className={cn(menuSeparator, className)} {...props} />
  );
}
