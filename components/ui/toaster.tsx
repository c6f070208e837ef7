"use client";

import { Toaster as Sonner, toast } from "sonner";

/** Called through components/shared/toast.ts, which does not make every page load this. */
export const show = toast;

/** Draws notices in our layers. */
export function Toaster() {
  return (
    <Sonner
      position="bottom-right"
      gap={8}
      toastOptions={{
        unstyled: true,
        classNames: {
          toast:
            "flex w-(--width) items-start gap-2.5 rounded-card border border-line-2 bg-raised py-2.5 pr-2.5 pl-3 font-sans text-fg text-small shadow-float",
          title: "font-medium leading-[17px]",
          description: "mt-0.5 text-fg-2 text-micro leading-[15px]",
          actionButton:
            "ml-auto h-control-sm shrink-0 rounded-control border border-line-2 bg-surface px-2 font-medium text-small hover:bg-[linear-gradient(var(--hover),var(--hover))]",
          cancelButton: "h-control-sm shrink-0 rounded-control px-2 font-medium text-fg-2 text-small hover:bg-hover",
          icon: "mt-px shrink-0 [&_svg]:size-4",
          success: "[&_[data-icon]]:text-ok",
          error: "[&_[data-icon]]:text-fail",
          warning: "[&_[data-icon]]:text-wait",
          info: "[&_[data-icon]]:text-run",
        },
      }}
    />
  );
}
