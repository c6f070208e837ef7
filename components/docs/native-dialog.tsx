"use client";

import { type ReactNode, useEffect, useRef } from "react";
import { cn } from "#lib/utils.ts";

interface NativeDialogProps {
  label: string;
  onClose(): void;
  children: ReactNode;
  className?: string;
}

/**
 * The browser's own modal dialog: it keeps the focus inside, closes by `esc` and gives the focus back, without a script of
 * ours. Drawn means open.
 */
export function NativeDialog({ label, onClose, children, className }: NativeDialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const element = dialog.current;
    element?.showModal();
    // The browser would choose the first thing that can have the focus, which may be a mere box.
    element?.querySelector("input")?.focus();
    return () => element?.close();
  }, []);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the keyboard closes it by esc
    <dialog
      ref={dialog}
      aria-label={label}
      onClose={onClose}
      // What is clicked is the dialog itself only beside its content.
      onClick={(event) => event.target === event.currentTarget && onClose()}
      className={cn(
        "border-line-2 bg-raised p-0 text-fg shadow-dialog outline-none backdrop:animate-appear backdrop:bg-scrim",
        className,
      )}
    >
      {children}
    </dialog>
  );
}
