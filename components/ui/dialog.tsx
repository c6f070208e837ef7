"use client";

import { X } from "lucide-react";
import { Dialog as Primitive } from "radix-ui";
import type { ComponentProps } from "react";
import { cn } from "#lib/utils.ts";
import { IconButton } from "./icon-button.tsx";

export function Dialog(props: ComponentProps<typeof Primitive.Root>) {
  return <Primitive.Root data-slot="dialog" {...props} />;
}

export const dialogScrim = "fixed inset-0 z-50 animate-appear bg-scrim";
export const dialogPanel =
  "-translate-x-1/2 fixed top-[12vh] left-1/2 z-50 flex max-h-[80vh] w-[calc(100vw-32px)] max-w-[520px] animate-rise flex-col gap-3 overflow-y-auto rounded-panel border border-line-2 bg-raised p-4 text-fg shadow-dialog outline-none";

type DialogContentProps = ComponentProps<typeof Primitive.Content> & { closeButton?: boolean };

export function DialogContent({ className, children, closeButton = true, ...props }: DialogContentProps) {
  return (
    <Primitive.Portal>
      <Primitive.Overlay data-slot="dialog-overlay" className={dialogScrim} />
      <Primitive.Content data-slot="dialog-content" className={cn(dialogPanel, className)} {...props}>
        {children}
        {closeButton ? (
          <Primitive.Close asChild>
            <IconButton label="Close" keys={["esc"]} size="sm" className="absolute top-3 right-3">
              <X aria-hidden className="size-4" />
            </IconButton>
          </Primitive.Close>
        ) : null}
      </Primitive.Content>
    </Primitive.Portal>
  );
}

export function DialogHeader({ className, ...props }: ComponentProps<"div">) {
  return <div data-slot="dialog-header" className={cn("flex flex-col gap-1 pr-8", className)} {...props} />;
}

export function DialogTitle({ className, ...props }: ComponentProps<typeof Primitive.Title>) {
  return (
    <Primitive.Title
      data-slot="dialog-title"
      className={cn("font-semibold text-lead tracking-[-0.01em]", className)}
      {...props}
    />
  );
}

export function DialogDescription({ className, ...props }: ComponentProps<typeof Primitive.Description>) {
  return <Primitive.Description data-slot="dialog-description" className={cn("text-fg-2", className)} {...props} />;
}

export function DialogFooter({ className, ...props }: ComponentProps<"div">) {
  return <div data-slot="dialog-footer" className={cn("flex flex-wrap justify-end gap-2", className)} {...props} />;
}
