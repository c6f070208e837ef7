"use client";

import { X } from "lucide-react";
import { Dialog as Primitive } from "radix-ui";
import type { ComponentProps } from "react";
import { cn } from "#lib/utils.ts";
import { dialogScrim } from "./dialog.tsx";
import { IconButton } from "./icon-button.tsx";

export function Sheet(props: ComponentProps<typeof Primitive.Root>) {
  return <Primitive.Root data-slot="sheet" {...props} />;
}

const sides = {
  left: "inset-y-0 left-0 w-[min(320px,88vw)] animate-slide border-r",
  right: "inset-y-0 right-0 w-[min(420px,100vw)] animate-slide border-l [--slide-from:100%]",
  bottom: "inset-x-0 bottom-0 max-h-[85dvh] animate-rise rounded-t-panel border-t",
} as const;

type SheetContentProps = ComponentProps<typeof Primitive.Content> & {
  side?: keyof typeof sides;
  closeButton?: boolean;
};

/** Not its first button or field, whose hint or keyboard would lie over what is to be read. */
function focusItself(event: Event) {
  event.preventDefault();
  (event.currentTarget as HTMLElement | null)?.focus();
}

export function SheetContent({ className, children, side = "right", closeButton = true, ...props }: SheetContentProps) {
  return (
    <Primitive.Portal>
      <Primitive.Overlay data-slot="sheet-overlay" className={dialogScrim} />
      <Primitive.Content
        data-slot="sheet-content"
        className={cn(
          "fixed z-50 flex flex-col overflow-y-auto border-line-2 bg-surface text-fg shadow-dialog outline-none",
          sides[side],
          className,
        )}
        onOpenAutoFocus={focusItself}
        {...props}
      >
        {children}
        {closeButton ? (
          <Primitive.Close asChild>
            <IconButton label="Close" keys={["esc"]} className="absolute top-2 right-2">
              <X aria-hidden className="size-4" />
            </IconButton>
          </Primitive.Close>
        ) : null}
      </Primitive.Content>
    </Primitive.Portal>
  );
}

export function SheetTitle({ className, ...props }: ComponentProps<typeof Primitive.Title>) {
  return <Primitive.Title data-slot="sheet-title" className={cn("font-semibold text-lead", className)} {...props} />;
}

export function SheetDescription({ className, ...props }: ComponentProps<typeof Primitive.Description>) {
  return <Primitive.Description data-slot="sheet-description" className={cn("text-fg-2", className)} {...props} />;
}
